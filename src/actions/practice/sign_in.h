// Who may use the pages: a one-time link opens a session; once a password is set, the password does.
#pragma once

#include <chrono>
#include <mutex>

#include "actions/practice/practice.h"
#include "base/guarded.h"
#include "crypto/digest.h"
#include "crypto/secret.h"

namespace garde::actions {

inline constexpr std::chrono::hours kSessionIdle{12};  // a day at the practice, then the link or the password again
inline constexpr std::size_t kMinPasswordLength = 12;  // code points (CNIL 2022-100, ANSSI)
inline constexpr std::size_t kMaxPasswordLength = 256;

struct OpenSession {
  std::string token;       // for the cookie; only its SHA-256 is stored
  std::string form_token;  // what every form of this session sends along
};

class SignIn {
 public:
  // `practice` must outlive this.
  explicit SignIn(Practice& practice) : practice_(practice) {}

  // A new link's token; those given before no longer open anything.
  std::string new_link_token();

  enum class Refusal : std::uint8_t {
    used,            // the link was used, or is not ours
    needs_password,  // the link is right, and there is a password to give too
    wrong_password,
    too_many,  // wrong passwords in a row: wait a little
  };
  using Outcome = tl::expected<OpenSession, Refusal>;

  // Uses the link up when it opens a session.
  Result<Outcome> open_link(std::string_view token);
  Result<Outcome> give_password(const crypto::SecretBytes& password);

  // The session of a cookie, extended by its use; nothing when there is none any more.
  Result<std::optional<OpenSession>> find(std::string_view token);
  Result<void> close(std::string_view token);

  Result<bool> has_password();
  // Sets it, or with an empty one removes it, and closes every session but the one of `keep`.
  Result<FieldProblems> set_password(std::string_view keep, const crypto::SecretBytes& current,
                                     const crypto::SecretBytes& wanted);

 private:
  Result<OpenSession> open();
  Practice& practice_;
  Guarded<std::optional<crypto::Sha256Digest>> link_;
  std::mutex trying_;  // one password at a time: each sees the failures before it, and one key derivation runs at most
};

// For those who forgot it and can use the computer's own account: removes the password and closes all sessions, so that
// the next one-time link opens. False when there was none.
Result<bool> forget_password(Practice& practice);

}  // namespace garde::actions
