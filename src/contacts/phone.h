// Telephone numbers, held to the numbering plan of content/directory/numbering.toml.
//
// libphonenumber would be the library for this; its Debian package is of 2022, older than today's plan, and needs
// another Boost than the one we build with. It is what the tests compare with, and what the ranges were taken from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "content/table.h"

namespace garde::contacts {

struct Phone {
  std::string dialled;  // what a telephone is given: "+33199001234", or "3608" for a short number
  std::string shown;    // "01 99 00 12 34", "36 08"; a foreign number keeps the spaces it was typed with
  bool operator==(const Phone&) const = default;
};

// As it is shown, with spaces at which no line ends: for pages and paper.
std::string unbroken(const Phone& phone);
// "+33 1 99 00 12 34". A short number has no form for abroad: as it is shown.
std::string international(const Phone& phone);
// tel:+33199001234 (RFC 3966); a short number is dialled as it is: tel:3608.
std::string tel_uri(const Phone& phone);

enum class PhoneProblem : std::uint8_t {
  not_a_number,   // letters, or something that no number is written with
  wrong_length,   // of a range of the plan, and too short or too long
  no_such_range,  // no number of the plan starts so
};

// As people type and paste it: spaces, points, hyphens and slashes of every form between the digits of every script,
// marks of writing direction around them; "+33", "0033" and "(0)" understood.
inline constexpr std::size_t kMaxPhoneText = 40;  // characters: a number with its country code, written at its widest

class NumberingPlan {
 public:
  static NumberingPlan read(const content::Files& files, content::Problems& problems);
  tl::expected<Phone, PhoneProblem> parse(std::string_view typed) const;

 private:
  struct Range {
    std::string prefix;
    std::size_t digits = 0;
    std::vector<std::int64_t> groups;
    std::string country;  // empty: dialled as it is
  };
  static void read_range(content::Table& table, std::vector<Range>& ranges);
  const Range* range_of(std::string_view digits) const;
  std::string national(std::string_view after_plus) const;
  Phone foreign(std::string_view text, std::string digits) const;

  std::vector<Range> ranges_;            // the longest prefix first
  std::vector<std::string> keeps_zero_;  // country codes
};

}  // namespace garde::contacts
