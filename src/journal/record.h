// A header, an entry, a checkpoint as bytes, and back. There is one way to write each: what decodes encodes to
// the same bytes. The grammar is in docs/formats/journal.md.
#pragma once

#include <string>
#include <string_view>

#include "base/hex.h"
#include "base/result.h"
#include "journal/journal.h"

namespace garde::journal {

// The lines before the signature.
std::string encode_header(const Header& header);
// `unsupported` for a later version, else `damaged`.
Result<Header> decode_header(std::string_view lines);

// The lines before the seal. `invalid_input`, with the part as its subject (author, text, field, attachment,
// corrects, entry), when they cannot be written: a control character, two lines where one belongs, too long,
// a correction of an entry that is not earlier.
Result<std::string> encode_entry(const Entry& entry, const crypto::Signature& previous);
Result<Entry> decode_entry(std::string_view lines);  // `damaged`

// What is signed after each entry, and, with size 0, after the header.
struct Checkpoint {
  crypto::Sha256Digest header;  // of encode_header
  std::uint64_t size = 0;       // entries
  crypto::Sha256Digest root;
  bool operator==(const Checkpoint&) const = default;
};
std::string encode_checkpoint(const Checkpoint& checkpoint);

// Digits as the format writes them: lower case, and just as many as T has.
template <class T>
std::optional<T> parse_lower_hex(std::string_view digits) {
  if (digits.find_first_not_of(kHexDigits) != std::string_view::npos) return std::nullopt;
  return T::parse(digits);
}

// The lines of a seal, and how many bytes they are: always the same number, so that they are found from a
// record's end. A header's seal has the signature line only.
inline constexpr std::string_view kEntryWord = "entry ";
inline constexpr std::string_view kPreviousWord = "previous ";
inline constexpr std::string_view kLeafWord = "leaf ";
inline constexpr std::string_view kSignatureWord = "signature ";
constexpr std::size_t kLeafLine = kLeafWord.size() + 64 + 1;
constexpr std::size_t kSignatureLine = kSignatureWord.size() + 128 + 1;
constexpr std::size_t kSealSize = kLeafLine + kSignatureLine + 1;  // and the blank line

std::string encode_header_seal(const crypto::Signature& signature);
std::string encode_seal(const crypto::Sha256Digest& leaf, const crypto::Signature& signature);

}  // namespace garde::journal
