// A short form of one checkpoint, for a person to keep elsewhere: ten words in the paper diary, or a code.
//
// With it a cut end, an old copy put back and a journal written anew show. Without one they do not.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "journal/verify.h"

namespace garde::journal {

// The words in the order of their numbers. They differ in their first four letters.
class WordList {
 public:
  static constexpr std::size_t kSize = 1024;  // ten bits each
  static constexpr std::size_t kPrefix = 4;   // letters

  // `damaged` unless they are kSize words of a-z, four letters at least, no two with the same first four.
  static Result<WordList> from(std::vector<std::string> words);

  const std::string& word(std::size_t number) const { return words_[number]; }
  // Knows a word by its first four letters, in any case and with any accents; nothing when it is none of ours.
  std::optional<std::size_t> number_of(std::string_view word) const;

 private:
  explicit WordList(std::vector<std::string> words);
  std::vector<std::string> words_;
  std::vector<std::size_t> by_spelling_;  // numbers in alphabetical order
};

struct Witness {
  static constexpr std::size_t kWords = 9;  // and one that checks them

  std::uint64_t size = 0;  // entries
  // Nine words' numbers, or the whole digest of the checkpoint.
  std::variant<std::array<std::uint16_t, kWords>, crypto::Sha256Digest> digest;
  bool operator==(const Witness&) const = default;
};

std::string witness_words(const Checkpoint& checkpoint, const WordList& words);  // "17 abricot balcon …"
std::string witness_code(const Checkpoint& checkpoint);  // "GARDE WITNESS 1 17 9F86D0…", for a QR code

// Reads either form as people write them: any case, accents or not, four letters or more, spaces, commas and
// line breaks between. `invalid_input` with the subject "word" and the word that is none of ours, "count" when there
// are not ten, "check" when the tenth says that one of them was miswritten, "size" when the number is missing.
Result<Witness> parse_witness(std::string_view text, const WordList& words);

enum class WitnessVerdict : std::uint8_t {
  holds,            // the journal had just these entries, and has them still
  shorter,          // it has fewer entries than when the witness was written: its end was cut, or it is an old copy
  differs,          // one of the entries before the witness is another one now, or it is another journal
  not_established,  // too damaged to tell
};
std::string_view name(WitnessVerdict verdict);  // "holds", "shorter", "differs", "not-established"

WitnessVerdict compare(const Verification& verification, const Witness& witness);

}  // namespace garde::journal
