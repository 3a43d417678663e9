#include "contacts/phone.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

#include <unictype.h>
#include <unistr.h>

#include "base/utf8.h"

namespace garde::contacts {
namespace {

constexpr std::size_t kFewestForeignDigits = 7;  // E.164 sets no least; no country has fewer with its code
constexpr std::size_t kMostDigits = 15;          // E.164

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Typed {
  bool plus = false;
  std::string text;    // what was typed, in ASCII: digits and what people write between them
  std::string digits;  // of it, without what is dialled for abroad
};

// Digits and signs of every script in ASCII; without the marks that come with a number that is pasted. Nothing when
// something else stands there.
std::optional<std::string> in_ascii(std::string_view text) {
  constexpr ucs4_t kFullwidthPlus = 0xFF0B;
  constexpr ucs4_t kMinus = 0x2212;
  constexpr ucs4_t kMiddleDot = 0xB7;
  std::string ascii;
  const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t left = text.size(); left > 0;) {
    ucs4_t code = 0;
    const int size = u8_mbtoucr(&code, at, left);
    if (size <= 0) return std::nullopt;
    at += size;
    left -= static_cast<std::size_t>(size);
    if (const int digit = uc_decimal_value(code); digit >= 0)
      ascii += static_cast<char>('0' + digit);
    else if (code == '+' || code == kFullwidthPlus)
      ascii += '+';
    else if (code == '.' || code == '/' || code == '(' || code == ')')
      ascii += static_cast<char>(code);
    else if (uc_is_general_category(code, UC_DASH_PUNCTUATION) || code == kMinus || code == kMiddleDot)
      ascii += '-';
    else if (uc_is_general_category(code, UC_SPACE_SEPARATOR) || code == '\t' || code == '\n' || code == '\r')
      ascii += ' ';
    else if (!uc_is_general_category(code, UC_FORMAT))
      return std::nullopt;
  }
  return std::string(trimmed(ascii));
}

// The digits, without what people write between them; nothing when there is something else.
std::optional<Typed> digits_of(std::string_view text) {
  if (text.size() > 4 * kMaxPhoneText) return std::nullopt;
  auto ascii = in_ascii(text);
  if (!ascii || ascii->size() > kMaxPhoneText) return std::nullopt;
  Typed typed{.plus = ascii->starts_with('+'), .text = *std::move(ascii), .digits = {}};
  for (const char c : std::string_view(typed.text).substr(typed.plus ? 1 : 0)) {
    if (c == '+') return std::nullopt;
    if (is_digit(c)) typed.digits += c;
  }
  if (typed.digits.empty()) return std::nullopt;
  if (!typed.plus && typed.digits.starts_with("00")) {
    typed.plus = true;
    typed.digits.erase(0, 2);
    typed.text.erase(0, typed.text.find('0', 1) + 1);
    typed.text.insert(0, "+");
  }
  return typed;
}

// Of a number with its country code: how many digits that code has (ITU-T E.164, its list of assigned codes).
std::size_t country_code_size(std::string_view digits) {
  constexpr std::string_view kOfTwo[] = {"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41",
                                         "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54",
                                         "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
                                         "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"};
  if (digits.starts_with('1') || digits.starts_with('7')) return 1;
  return std::ranges::find(kOfTwo, digits.substr(0, 2)) != std::end(kOfTwo) ? 2 : 3;
}

std::string grouped(std::string_view digits, const std::vector<std::int64_t>& groups) {
  std::string shown;
  std::size_t at = 0;
  for (const std::int64_t size : groups) {
    if (!shown.empty()) shown += ' ';
    shown += digits.substr(at, static_cast<std::size_t>(size));
    at += static_cast<std::size_t>(size);
  }
  return shown;
}

// "+32 2 123 45 67" as it was typed, one space wherever something stood between two digits; without `zeros` digits
// behind the first `code`.
std::string respaced(std::string_view typed, std::size_t code, std::size_t zeros) {
  std::string shown = "+";
  bool gap = false;
  std::size_t digits = 0;
  for (const char c : typed.substr(1)) {
    if (!is_digit(c)) {
      gap = true;
      continue;
    }
    if (const std::size_t at = digits++; at >= code && at < code + zeros) continue;
    if (gap && shown.size() > 1) shown += ' ';
    gap = false;
    shown += c;
  }
  return shown;
}

}  // namespace

std::string unbroken(const Phone& phone) {
  std::string joined;
  for (const char c : phone.shown) joined += c == ' ' ? std::string("\u00A0") : std::string(1, c);
  return joined;
}

std::string international(const Phone& phone) {
  // A French number is shown with the zero that its country code replaces.
  if (!phone.dialled.starts_with('+') || !phone.shown.starts_with('0')) return phone.shown;
  const std::size_t national_digits = static_cast<std::size_t>(std::ranges::count_if(phone.shown, is_digit)) - 1;
  std::string_view national = std::string_view(phone.shown).substr(1);
  if (national.starts_with(' ')) national.remove_prefix(1);
  return phone.dialled.substr(0, phone.dialled.size() - national_digits) + " " + std::string(national);
}

std::string tel_uri(const Phone& phone) { return "tel:" + phone.dialled; }

void NumberingPlan::read_range(content::Table& table, std::vector<Range>& ranges) {
  const std::vector<std::string> prefixes = table.texts("prefixes");
  const auto digits = static_cast<std::size_t>(table.integer("digits", 2, kMostDigits));
  const std::vector<std::string> group_texts = table.texts("groups");
  const std::string country = table.optional_text("country").value_or("");
  table.finish();
  std::vector<std::int64_t> groups;
  for (const std::string& text : group_texts)
    groups.push_back(text.size() == 1 && is_digit(text.front()) ? text.front() - '0' : 0);
  if (std::accumulate(groups.begin(), groups.end(), std::int64_t{0}) != static_cast<std::int64_t>(digits))
    table.problem("the groups must add up to the digits");
  if (prefixes.empty()) table.problem("prefixes is missing");
  for (const std::string& prefix : prefixes) {
    if (prefix.empty() || prefix.size() > digits || !std::ranges::all_of(prefix, is_digit))
      table.problem("a prefix is made of digits");
    else
      ranges.push_back({prefix, digits, groups, country});
  }
}

NumberingPlan NumberingPlan::read(const content::Files& files, content::Problems& problems) {
  NumberingPlan plan;
  for (const content::File* file : files.in("directory")) {
    if (file->path != "directory/numbering.toml") continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    if (auto source = document->table("source")) {
      static_cast<void>(source->text("title"));
      static_cast<void>(source->text("url"));
      static_cast<void>(source->date("checked"));
      source->finish();
    } else {
      document->problem("source is missing");
    }
    plan.keeps_zero_ = document->texts("keeps_zero");
    for (content::Table& table : document->tables("range")) read_range(table, plan.ranges_);
    document->finish();
  }
  std::ranges::stable_sort(plan.ranges_, std::greater<>(), [](const Range& range) { return range.prefix.size(); });
  return plan;
}

const NumberingPlan::Range* NumberingPlan::range_of(std::string_view digits) const {
  const auto found =
      std::ranges::find_if(ranges_, [&](const Range& range) { return digits.starts_with(range.prefix); });
  return found == ranges_.end() ? nullptr : &*found;
}

// The number as it is dialled here, when its country code is one of the plan's; empty when it is not.
std::string NumberingPlan::national(std::string_view after_plus) const {
  for (const Range& range : ranges_) {
    if (range.country.empty() || !after_plus.starts_with(range.country)) continue;
    std::string_view rest = after_plus.substr(range.country.size());
    if (rest.starts_with('0')) rest.remove_prefix(1);  // +33 (0)1 99 00 12 34
    std::string digits = "0" + std::string(rest);
    const Range* own = range_of(digits);
    if (own != nullptr && own->country == range.country) return digits;
  }
  return "";
}

// The zero of "+41 (0)22…" is for calls inside the country.
Phone NumberingPlan::foreign(std::string_view text, std::string digits) const {
  const std::size_t code = country_code_size(digits);
  const bool keeps = std::ranges::find(keeps_zero_, digits.substr(0, code)) != keeps_zero_.end();
  std::size_t zeros = 0;
  while (!keeps && code + zeros < digits.size() && digits[code + zeros] == '0') ++zeros;
  digits.erase(std::min(code, digits.size()), zeros);
  return {"+" + digits, respaced(text, code, zeros)};
}

tl::expected<Phone, PhoneProblem> NumberingPlan::parse(std::string_view typed) const {
  const auto read = digits_of(typed);
  if (!read) return tl::unexpected(PhoneProblem::not_a_number);
  std::string digits = read->digits;
  if (read->plus) {
    digits = national(read->digits);
    if (digits.empty()) {
      const bool french = std::ranges::any_of(ranges_, [&](const Range& range) {
        return !range.country.empty() && read->digits.starts_with(range.country);
      });
      if (french || read->digits.starts_with('0')) return tl::unexpected(PhoneProblem::no_such_range);
      Phone phone = foreign(read->text, read->digits);
      if (phone.dialled.size() <= kFewestForeignDigits || phone.dialled.size() > kMostDigits + 1)
        return tl::unexpected(PhoneProblem::wrong_length);
      return phone;
    }
  }
  const Range* range = range_of(digits);
  if (range == nullptr) return tl::unexpected(PhoneProblem::no_such_range);
  if (digits.size() != range->digits) return tl::unexpected(PhoneProblem::wrong_length);
  Phone phone{digits, grouped(digits, range->groups)};
  if (!range->country.empty()) phone.dialled = "+" + range->country + digits.substr(1);
  return phone;
}

}  // namespace garde::contacts
