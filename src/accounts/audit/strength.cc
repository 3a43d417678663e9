#include "accounts/audit/strength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <zxcvbn.h>

#include "accounts/audit/keyboard.h"
#include "accounts/exports/folded_text.h"
#include "base/utf8.h"
#include "crypto/secret.h"

namespace garde::accounts {
namespace {

constexpr double kPartBits = 1;    // which parts, in which order
constexpr double kAccentBits = 1;  // with or without its accents
constexpr double kLeetBits = 1.5;  // which letters were replaced
constexpr std::size_t kMaxCuts = 16;

// A part of the password that a list or the keyboard explains.
struct Match {
  std::size_t begin = 0;
  std::size_t end = 0;
  double bits = 0;
};

double choose(std::size_t n, std::size_t k) {
  double result = 1;
  for (std::size_t i = 1; i <= k; ++i) result *= static_cast<double>(n - k + i) / static_cast<double>(i);
  return result;
}

// A capital at the beginning, or everywhere, is the first thing tried; elsewhere they are counted.
double capitals_bits(std::span<const FoldedChar> word) {
  const auto upper = static_cast<std::size_t>(std::ranges::count_if(word, &FoldedChar::upper));
  if (upper == 0) return 0;
  if (upper == word.size() || (upper == 1 && word.front().upper)) return 1;
  double ways = 0;
  for (std::size_t i = 1; i <= std::min(upper, word.size() - upper); ++i) ways += choose(word.size(), i);
  return std::log2(std::max(2.0, ways));
}

bool has_accent(std::span<const FoldedChar> part) { return std::ranges::any_of(part, &FoldedChar::accented); }

// The letter that a digit or a sign stands for, 0 for none. A 1 stands for two: `one` says which.
char letter_for(const FoldedChar& c, char one) {
  switch (c.code) {
    case U'4':
    case U'@': return 'a';
    case U'8': return 'b';
    case U'3':
    case U'€': return 'e';
    case U'9': return 'g';
    case U'1':
    case U'!': return one;
    case U'0': return 'o';
    case U'5':
    case U'$': return 's';
    case U'7': return 't';
    default: return '\0';
  }
}

class Scoring {
 public:
  Scoring(std::string_view password, const WordLists& words, std::span<const std::string> own_words, SecretPool& pool)
      : words_(words),
        own_words_(own_words),
        text_(fold(password, pool)),
        buffer_(pool.reserve(4 * text_.size() + 1)) {}

  double bits();

 private:
  void find_words();
  void find_walks();
  void keep_outermost();
  std::optional<double> word_bits(std::size_t begin, std::size_t end);
  std::optional<double> listed(std::string_view word) const;
  double unexplained_bits(std::size_t begin, std::size_t end);

  const WordLists& words_;
  std::span<const std::string> own_words_;
  std::span<const FoldedChar> text_;
  std::span<char> buffer_;  // a part spelled out, for lists and for zxcvbn
  std::vector<Match> matches_;
};

std::optional<double> Scoring::listed(std::string_view word) const {
  if (std::ranges::find(own_words_, word) != own_words_.end()) return 1;
  return words_.bits(word);
}

std::optional<double> Scoring::word_bits(std::size_t begin, std::size_t end) {
  const auto part = text_.subspan(begin, end - begin);
  bool leet = false;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i].folded == '\0' && letter_for(part[i], 'i') == '\0') return std::nullopt;
    leet = leet || letter_for(part[i], 'i') != '\0';
    buffer_[i] = part[i].folded == '\0' ? '?' : part[i].folded;
  }
  const std::string_view word(buffer_.data(), part.size());
  std::optional<double> found = listed(word);
  for (const char one : {'i', 'l'}) {
    if (found || !leet) break;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const char letter = letter_for(part[i], one);
      buffer_[i] = letter == '\0' ? part[i].folded : letter;
    }
    found = listed(word);
    if (found) *found += kLeetBits;
  }
  if (!found) return std::nullopt;
  return *found + capitals_bits(part) + (has_accent(part) ? kAccentBits : 0);
}

void Scoring::find_words() {
  for (std::size_t begin = 0; begin < text_.size(); ++begin) {
    const std::size_t last = std::min(text_.size(), begin + WordLists::kLongest);
    for (std::size_t end = begin + WordLists::kShortest; end <= last; ++end)
      if (const auto bits = word_bits(begin, end)) matches_.push_back({begin, end, *bits});
  }
}

void Scoring::find_walks() {
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t length = walk_length(text_.subspan(begin));
    if (length >= kShortestWalk) matches_.push_back({begin, begin + length, walk_bits(text_.subspan(begin, length))});
    begin += std::max<std::size_t>(1, length);
  }
}

// A match inside a longer one only adds places to cut at: "jour" in "bonjour".
void Scoring::keep_outermost() {
  std::ranges::sort(matches_, [](const Match& a, const Match& b) {
    return a.end - a.begin != b.end - b.begin ? a.end - a.begin > b.end - b.begin : a.bits < b.bits;
  });
  std::vector<Match> kept;
  for (const Match& match : matches_) {
    const auto covers = [&](const Match& other) {
      return other.begin <= match.begin && match.end <= other.end && other.bits <= match.bits + 2 * kPartBits;
    };
    if (kept.size() < kMaxCuts / 2 && std::ranges::none_of(kept, covers)) kept.push_back(match);
  }
  matches_ = std::move(kept);
}

// Letters lose their accents first: to zxcvbn each byte of one is drawn from all bytes.
double Scoring::unexplained_bits(std::size_t begin, std::size_t end) {
  std::size_t size = 0;
  for (const FoldedChar& c : text_.subspan(begin, end - begin)) {
    if (c.folded == '\0') {
      constexpr std::string_view kSigns = "!#$%&*+,-./:;<=>?^_|~";  // as rare as zxcvbn knows anything
      buffer_[size++] = kSigns[c.code % kSigns.size()];
    } else {
      buffer_[size++] = c.upper ? static_cast<char>(c.folded - 'a' + 'A') : c.folded;
    }
  }
  buffer_[size] = '\0';
  const double accents = has_accent(text_.subspan(begin, end - begin)) ? kAccentBits : 0;
  return ::ZxcvbnMatch(buffer_.data(), nullptr, nullptr) + accents;
}

// The cheapest way to say the whole: matches, and zxcvbn for what lies between them.
double Scoring::bits() {
  find_words();
  find_walks();
  keep_outermost();
  std::vector<std::size_t> cuts = {0, text_.size()};
  for (const Match& match : matches_) {
    cuts.push_back(match.begin);
    cuts.push_back(match.end);
  }
  std::ranges::sort(cuts);
  cuts.erase(std::ranges::unique(cuts).begin(), cuts.end());
  std::vector<double> least(cuts.size(), std::numeric_limits<double>::infinity());
  least.front() = 0;
  const auto up_to = [&](std::size_t cut) { return least[cut] + (cut == 0 ? 0 : kPartBits); };
  for (std::size_t to = 1; to < cuts.size(); ++to) {
    // Matches first: zxcvbn costs a thousand times more, and is spared wherever they are cheaper already.
    for (const Match& match : matches_) {
      if (match.end != cuts[to]) continue;
      const auto from = static_cast<std::size_t>(std::ranges::lower_bound(cuts, match.begin) - cuts.begin());
      least[to] = std::min(least[to], up_to(from) + match.bits);
    }
    for (std::size_t from = 0; from < to; ++from)
      if (up_to(from) < least[to])
        least[to] = std::min(least[to], up_to(from) + unexplained_bits(cuts[from], cuts[to]));
  }
  return least.back();
}

struct Kinds {
  std::size_t length = 0;
  bool small = false;
  bool capital = false;
  bool digit = false;
  bool other = false;

  int count() const { return (small ? 1 : 0) + (capital ? 1 : 0) + (digit ? 1 : 0) + (other ? 1 : 0); }
  double bits() const {
    const double alphabet = (small ? 26 : 0) + (capital ? 26 : 0) + (digit ? 10 : 0) + (other ? 37 : 0);
    return length == 0 ? 0 : static_cast<double>(length) * std::log2(alphabet);
  }
};

// Characters as a person counts them: an accented letter is one, of the kind of the signs.
Kinds kinds_of(std::string_view password) {
  Kinds kinds{.length = count_code_points(password)};
  for (const char c : password) {
    if (c >= 'a' && c <= 'z')
      kinds.small = true;
    else if (c >= 'A' && c <= 'Z')
      kinds.capital = true;
    else if (c >= '0' && c <= '9')
      kinds.digit = true;
    else
      kinds.other = true;
  }
  return kinds;
}

}  // namespace

double GuessEstimator::bits(SecretString password, std::span<const std::string> own_words) {
  const std::string_view scored = first_code_points(password.reveal(), kMaxScored);
  if (scored.empty()) return 0;
  const double bits = Scoring(scored, words_, own_words, scratch_).bits();
  scratch_.forget();
  return bits;
}

double cnil_bits(SecretString password) { return kinds_of(password.reveal()).bits(); }

CnilCase cnil_case(SecretString password) {
  const Kinds kinds = kinds_of(password.reveal());
  if (kinds.bits() >= 80 || (kinds.length >= 12 && kinds.count() == 4)) return CnilCase::alone;
  if (kinds.bits() >= 50 || (kinds.length >= 8 && kinds.count() >= 3)) return CnilCase::restricted;
  return kinds.bits() >= 13 ? CnilCase::device_code : CnilCase::none;
}

std::string_view name(CnilCase met) {
  switch (met) {
    case CnilCase::alone: return "alone";
    case CnilCase::restricted: return "restricted";
    case CnilCase::device_code: return "device-code";
    case CnilCase::none: return "none";
  }
  return "";
}

}  // namespace garde::accounts
