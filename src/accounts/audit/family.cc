#include "accounts/audit/family.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "accounts/exports/folded_text.h"

namespace garde::accounts {
namespace {

enum class Part : std::uint8_t { letters, site, year, department, number, sign };

struct Token {
  Part part{};
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The letter meant by a single digit or sign between two letters.
char letter_meant(char32_t c) {
  switch (c) {
    case U'4':
    case U'@': return 'a';
    case U'3':
    case U'€': return 'e';
    case U'1':
    case U'!': return 'i';
    case U'0': return 'o';
    case U'5':
    case U'$': return 's';
    case U'7': return 't';
    case U'8': return 'b';
    default: return '\0';
  }
}

int number_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

// What a run of digits most likely is.
Part kind_of_number(std::string_view digits) {
  const auto is_department = [](int number) {
    return (number >= 1 && number <= 95) || (number >= 971 && number <= 976);
  };
  if (digits.size() == 4) return number_of(digits) >= 1930 && number_of(digits) <= 2039 ? Part::year : Part::number;
  if (digits.size() == 2 || digits.size() == 3)
    return is_department(number_of(digits)) ? Part::department : Part::number;
  if (digits.size() == 5) return is_department(number_of(digits.substr(0, 2))) ? Part::department : Part::number;
  return Part::number;
}

std::string_view name(Part part) {
  switch (part) {
    case Part::letters: return "<racine>";
    case Part::site: return "<site>";
    case Part::year: return "<année>";
    case Part::department: return "<département>";
    case Part::number: return "<nombre>";
    case Part::sign: return "<signe>";
  }
  return "";
}

class Shaping {
 public:
  Shaping(std::string_view password, std::string_view site_label, SecretPool& pool)
      : pool_(pool), site_(site_label), chars_(fold(password, pool)), spelled_(pool.reserve(chars_.size())) {}

  std::optional<FamilyShape> shape() {
    spell();
    cut();
    return assemble();
  }

 private:
  void spell();
  void cut();
  void cut_out_site(const Token& letters);
  std::optional<FamilyShape> assemble() const;
  std::string_view text(const Token& token) const { return {spelled_.data() + token.begin, token.end - token.begin}; }

  SecretPool& pool_;
  std::string_view site_;
  std::span<const FoldedChar> chars_;
  std::span<char> spelled_;  // letters in lower case, digits, and '*' for any sign
  std::vector<Token> tokens_;
};

void Shaping::spell() {
  for (std::size_t i = 0; i < chars_.size(); ++i) {
    const char c = chars_[i].folded;
    spelled_[i] = is_letter(c) || is_digit(c) ? c : '*';
  }
  for (std::size_t i = 1; i + 1 < chars_.size(); ++i) {
    const char letter = letter_meant(chars_[i].code);
    if (letter != '\0' && is_letter(spelled_[i - 1]) && is_letter(chars_[i + 1].folded)) spelled_[i] = letter;
  }
}

void Shaping::cut() {
  for (std::size_t begin = 0; begin < spelled_.size();) {
    const auto same_kind = [&](char c) {
      return is_letter(spelled_[begin]) == is_letter(c) && is_digit(spelled_[begin]) == is_digit(c);
    };
    std::size_t end = begin;
    while (end < spelled_.size() && same_kind(spelled_[end])) ++end;
    Token token{Part::sign, begin, end};
    if (is_letter(spelled_[begin])) {
      token.part = Part::letters;
      cut_out_site(token);
    } else {
      if (is_digit(spelled_[begin])) token.part = kind_of_number(text(token));
      tokens_.push_back(token);
    }
    begin = end;
  }
}

void Shaping::cut_out_site(const Token& letters) {
  const std::size_t at = site_.size() < 3 ? std::string_view::npos : text(letters).find(site_);
  if (at == std::string_view::npos) return tokens_.push_back(letters);
  const std::size_t begin = letters.begin + at;
  const std::size_t end = begin + site_.size();
  if (letters.begin < begin) tokens_.push_back({Part::letters, letters.begin, begin});
  tokens_.push_back({Part::site, begin, end});
  if (end < letters.end) tokens_.push_back({Part::letters, end, letters.end});
}

std::optional<FamilyShape> Shaping::assemble() const {
  const std::span<char> root = pool_.reserve(spelled_.size());
  std::size_t size = 0;
  const auto append = [&](std::string_view part) {
    std::ranges::copy(part, root.subspan(size).begin());
    size += part.size();
  };
  for (const Token& token : tokens_)
    if (token.part == Part::letters) append(text(token));
  if (size < kShortestRoot) {
    // The site's own name with something around it: that something is what they share.
    const bool has_site = std::ranges::find(tokens_, Part::site, &Token::part) != tokens_.end();
    if (!has_site || tokens_.size() < 2) return std::nullopt;
    size = 0;
    for (const Token& token : tokens_) append(token.part == Part::site ? "<" : text(token));
  }
  FamilyShape shape{.root = SecretPool::text_of(root.first(size)), .rule = {}};
  for (const Token& token : tokens_) {
    if (!shape.rule.empty()) shape.rule += '+';
    shape.rule += name(token.part);
  }
  return shape;
}

}  // namespace

std::optional<FamilyShape> family_shape(SecretString password, std::string_view site_label, SecretPool& pool) {
  return Shaping(password.reveal(), site_label, pool).shape();
}

}  // namespace garde::accounts
