#include "tools/typography.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"

namespace garde::tools {
namespace {

constexpr char32_t kNoBreakSpace = 0xA0;
constexpr char32_t kNarrowNoBreakSpace = 0x202F;
constexpr char32_t kOpeningQuote = 0xAB;
constexpr char32_t kClosingQuote = 0xBB;

// Of valid UTF-8.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const std::string_view one = first_code_points(text, 1);
    char32_t point = static_cast<unsigned char>(one[0]);
    if (one.size() > 1) point &= 0x7FU >> one.size();
    for (const char c : one.substr(1)) point = point << 6U | (static_cast<unsigned char>(c) & 0x3FU);
    points += point;
    text.remove_prefix(one.size());
  }
  return points;
}

bool is_space(char32_t c) {
  return c == ' ' || c == '\n' || c == '\t' || c == kNoBreakSpace || c == kNarrowNoBreakSpace;
}

class Sentence {
 public:
  explicit Sentence(std::string_view text) : text_(text), points_(code_points(text)) {}

  std::vector<std::string> problems() {
    for (at_ = 0; at_ < points_.size(); ++at_) {
      switch (points_[at_]) {
        case '\'': find("’ (U+2019) instead of the ASCII apostrophe"); break;
        case '"': find("« » instead of straight quotation marks"); break;
        case 0x201C:
        case 0x201D: find("« » instead of “ ”"); break;
        case '.':
          if (at(1) == '.' && at(2) == '.') find("… (U+2026) instead of three dots");
          break;
        case '?':
        case '!':
        case ';':
          if (is_punctuation()) want_before(kNarrowNoBreakSpace, "U+202F before ? ! ;");
          break;
        case ':':
          if (is_punctuation()) want_before(kNoBreakSpace, "U+00A0 before :");
          break;
        case kOpeningQuote:
          if (at(1) != kNarrowNoBreakSpace) find("U+202F after «");
          break;
        case kClosingQuote: want_before(kNarrowNoBreakSpace, "U+202F before »"); break;
        default: break;
      }
    }
    return std::move(problems_);
  }

 private:
  // 0 outside of the sentence.
  char32_t at(std::ptrdiff_t offset) const {
    const std::ptrdiff_t index = static_cast<std::ptrdiff_t>(at_) + offset;
    return index < 0 || index >= std::ssize(points_) ? 0 : points_[static_cast<std::size_t>(index)];
  }

  // Not part of an address or a time, nor the second mark of "?!" or alone as in "(!)".
  bool is_punctuation() const {
    static constexpr std::u32string_view kAfter = U"?!)»…";
    static constexpr std::u32string_view kBefore = U"?!(";
    if (at(-1) == 0 || kBefore.find(at(-1)) != std::u32string_view::npos) return false;
    return at(1) == 0 || is_space(at(1)) || is_space(at(-1)) || kAfter.find(at(1)) != std::u32string_view::npos;
  }

  void want_before(char32_t wanted, std::string_view rule) {
    if (at(-1) != wanted) find(rule);
  }

  void find(std::string_view rule) {
    constexpr std::size_t kAround = 16;
    const std::size_t start = at_ > kAround ? at_ - kAround : 0;
    const std::string_view before = first_code_points(text_, start);
    const std::string_view words = first_code_points(std::string_view(text_).substr(before.size()), 2 * kAround);
    problems_.push_back(fmt::format("{}: {}{}{}", rule, start > 0 ? "[…]" : "", words,
                                    start + 2 * kAround < points_.size() ? "[…]" : ""));
  }

  std::string text_;
  std::u32string points_;
  std::size_t at_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> typography_problems(std::string_view sentence) {
  if (!is_utf8(sentence)) return {"not UTF-8"};
  return Sentence(sentence).problems();
}

bool is_sentence(const ContentString& text) {
  static constexpr std::array<std::string_view, 14> kOthers{"id",      "url",   "path",     "file",    "source",
                                                            "pattern", "words", "places",   "link",    "page",
                                                            "version", "phase", "shown_if", "for_each"};
  const bool is_other = std::ranges::any_of(kOthers, [&](std::string_view other) {
    return text.name == other || text.name.ends_with("_" + std::string(other)) ||
           text.name.ends_with("-" + std::string(other));
  });
  return !is_other;
}

void check_typography(const std::vector<ContentString>& strings, std::vector<TextFinding>& findings) {
  for (const ContentString& text : strings) {
    if (!is_sentence(text)) continue;
    for (std::string& problem : typography_problems(text.value))
      findings.push_back({text.file, text.line, fmt::format("{}: {}", text.key, problem)});
  }
}

}  // namespace garde::tools
