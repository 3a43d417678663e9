// Passwords where they do not belong: people type them into names, logins and addresses too. What is shown of an
// account holds no piece of one, however it is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/secret_string.h"

namespace garde::accounts {

// Characters that a piece of a password has in common with a text before it is taken for one: in five, words meet.
inline constexpr std::size_t kLeastPiece = 6;

class Concealment {
 public:
  Concealment();
  // All passwords that were read, then seal(). A piece of any of them is concealed in every text; one shorter than
  // kLeastPiece in the texts of its own account alone, where it stands whole.
  void add(SecretString password);
  void seal();

  // Pieces become "…". Compared without case and accents, as it stands and decoded: percent signs, HTML entities,
  // quoted-printable, \u and \x escapes, base64 and hexadecimal, one within the other. `site` is the name of a public
  // site, in lower case, or empty: the whole of it is no secret, though passwords are made of it.
  std::string shown(std::string_view text, SecretString own, std::string_view site) const;

 private:
  std::uint64_t hash(std::u32string_view piece) const;

  std::uint64_t key_ = 0;              // drawn for this audit: hashes made with it compare with nothing else
  std::vector<std::uint64_t> pieces_;  // all of kLeastPiece letters, sorted once sealed
};

}  // namespace garde::accounts
