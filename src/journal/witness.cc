#include "journal/witness.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "journal/record.h"

namespace garde::journal {
namespace {

using crypto::Sha256Digest;
using WordNumbers = std::array<std::uint16_t, Witness::kWords>;

constexpr unsigned kBitsPerWord = 10;
constexpr std::string_view kCodeStart = "GARDE WITNESS 1 ";

Sha256Digest digest_of(std::string_view text) { return crypto::sha256(std::as_bytes(std::span(text))); }

// The ten bits from bit `first` of a digest, the first bits being the highest.
std::uint16_t ten_bits(const Sha256Digest& digest, unsigned first) {
  unsigned value = 0;
  for (unsigned bit = first; bit < first + kBitsPerWord; ++bit)
    value = value << 1U | (std::to_integer<unsigned>(digest.bytes[bit / 8]) >> (7 - bit % 8) & 1U);
  return static_cast<std::uint16_t>(value);
}

WordNumbers numbers_of(const Sha256Digest& digest) {
  WordNumbers numbers{};
  for (unsigned word = 0; word < numbers.size(); ++word) numbers[word] = ten_bits(digest, word * kBitsPerWord);
  return numbers;
}

// "17 abricot …", without the word that checks it.
std::string unchecked(std::uint64_t size, const WordNumbers& numbers, const WordList& words) {
  std::string line = fmt::format("{}", size);
  for (const std::uint16_t number : numbers) line += ' ' + words.word(number);
  return line;
}

// Letters with an accent, in French, in both cases. "œ" and "æ" do not occur in the list.
std::optional<char> without_accent(std::string_view two_bytes) {
  constexpr std::string_view kAccented = "àâäéèêëîïôöùûüÿçÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇ";
  constexpr std::string_view kPlain = "aaaeeeeiioouuuycaaaeeeeiioouuuyc";
  for (std::size_t at = 0; at < kPlain.size(); ++at)
    if (kAccented.substr(2 * at, 2) == two_bytes) return kPlain[at];
  return std::nullopt;
}

std::string plain_letters(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const char c = word[at];
    if (const auto letter = without_accent(word.substr(at, 2))) {
      plain += *letter;
      ++at;
    } else {
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return plain;
}

std::vector<std::string_view> split(std::string_view text) {
  constexpr std::string_view kBetween = " \t\r\n,;.";
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t start = text.find_first_not_of(kBetween);
    if (start == std::string_view::npos) return parts;
    const std::size_t end = std::min(text.find_first_of(kBetween, start), text.size());
    parts.push_back(text.substr(start, end - start));
    text.remove_prefix(end);
  }
}

Error invalid(std::string_view subject, std::string_view detail) {
  return {ErrorKind::invalid_input, std::string(subject), std::nullopt, std::string(detail)};
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (code != std::errc() || end != text.data() + text.size())
    return invalid("size", "starts with a number of entries");
  return size;
}

bool starts_like_a_code(const std::vector<std::string_view>& parts) {
  return parts.size() == 5 && plain_letters(parts[0]) == "garde" && plain_letters(parts[1]) == "witness" &&
         parts[2] == "1";
}

}  // namespace

WordList::WordList(std::vector<std::string> words) : words_(std::move(words)), by_spelling_(words_.size()) {
  std::iota(by_spelling_.begin(), by_spelling_.end(), std::size_t{0});
  std::ranges::sort(by_spelling_, {}, [this](std::size_t number) -> const std::string& { return words_[number]; });
}

Result<WordList> WordList::from(std::vector<std::string> words) {
  const auto damaged = [](std::string detail) {
    return Error{ErrorKind::damaged, "word list", std::nullopt, std::move(detail)};
  };
  if (words.size() != kSize) return damaged(fmt::format("{} words instead of {}", words.size(), kSize));
  for (const std::string& word : words) {
    if (word.size() < kPrefix || !std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; }))
      return damaged(word + " is not four letters or more of a-z");
  }
  WordList list(std::move(words));
  const auto prefix = [&](std::size_t number) { return std::string_view(list.words_[number]).substr(0, kPrefix); };
  const auto twin = std::ranges::adjacent_find(list.by_spelling_, {}, prefix);
  if (twin != list.by_spelling_.end()) return damaged(list.words_[*twin] + " starts like another");
  return list;
}

std::optional<std::size_t> WordList::number_of(std::string_view written) const {
  const std::string word = plain_letters(written);
  const auto prefix = [this](std::size_t number) { return std::string_view(words_[number]).substr(0, kPrefix); };
  const std::string_view wanted = std::string_view(word).substr(0, kPrefix);
  const auto found = std::ranges::lower_bound(by_spelling_, wanted, {}, prefix);
  if (found == by_spelling_.end() || prefix(*found) != wanted) return std::nullopt;
  return *found;
}

std::string witness_words(const Checkpoint& checkpoint, const WordList& words) {
  const std::string line = unchecked(checkpoint.size, numbers_of(digest_of(encode_checkpoint(checkpoint))), words);
  return line + ' ' + words.word(ten_bits(digest_of(line), 0));
}

std::string witness_code(const Checkpoint& checkpoint) {
  std::string digits = digest_of(encode_checkpoint(checkpoint)).hex();
  std::ranges::transform(digits, digits.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return fmt::format("{}{} {}", kCodeStart, checkpoint.size, digits);
}

Result<Witness> parse_witness(std::string_view text, const WordList& words) {
  const std::vector<std::string_view> parts = split(text);
  if (starts_like_a_code(parts)) {
    const auto digest = Sha256Digest::parse(parts[4]);
    if (!digest) return invalid("check", "not 64 hexadecimal digits");
    return Witness {
      TRY(parse_size(parts[3]))
      , *digest
    };
  }
  if (parts.empty()) return invalid("size", "empty");
  const std::uint64_t size = TRY(parse_size(parts.front()));
  std::vector<std::uint16_t> numbers;
  for (const std::string_view part : std::span(parts).subspan(1)) {
    const auto number = words.number_of(part);
    if (!number)
      return Error{ErrorKind::invalid_input, "word", std::nullopt, std::string(part.substr(0, kMaxLine.value))};
    numbers.push_back(static_cast<std::uint16_t>(*number));
  }
  if (numbers.size() != Witness::kWords + 1) return invalid("count", "ten words are expected");
  WordNumbers digest{};
  std::copy_n(numbers.begin(), digest.size(), digest.begin());
  if (ten_bits(digest_of(unchecked(size, digest, words)), 0) != numbers.back())
    return invalid("check", "the tenth word does not fit the others");
  return Witness{size, digest};
}

std::string_view name(WitnessVerdict verdict) {
  switch (verdict) {
    case WitnessVerdict::holds: return "holds";
    case WitnessVerdict::shorter: return "shorter";
    case WitnessVerdict::differs: return "differs";
    case WitnessVerdict::not_established: return "not-established";
  }
  GARDE_CHECK(false);
}

WitnessVerdict compare(const Verification& verification, const Witness& witness) {
  const auto checkpoint = verification.checkpoint(witness.size);
  if (!checkpoint) {
    const bool all_leaves_known = verification.leaves.size() == verification.records.size();
    return all_leaves_known ? WitnessVerdict::shorter : WitnessVerdict::not_established;
  }
  const Sha256Digest digest = digest_of(encode_checkpoint(*checkpoint));
  const bool same = std::holds_alternative<Sha256Digest>(witness.digest)
                        ? std::get<Sha256Digest>(witness.digest) == digest
                        : std::get<WordNumbers>(witness.digest) == numbers_of(digest);
  return same ? WitnessVerdict::holds : WitnessVerdict::differs;
}

}  // namespace garde::journal
