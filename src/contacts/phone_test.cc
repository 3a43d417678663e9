// The numbering plan of the content, beside another one: Google's libphonenumber, through its Python port.
#include "contacts/phone.h"

#include <array>
#include <cstdio>
#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::contacts {
namespace {

const NumberingPlan& plan() {
  static const NumberingPlan compiled_in = [] {
    content::Problems problems;
    NumberingPlan read = NumberingPlan::read(content::Files::from_program(), problems);
    EXPECT_TRUE(problems.empty());
    return read;
  }();
  return compiled_in;
}

Phone parsed(std::string_view typed) {
  const auto phone = plan().parse(typed);
  EXPECT_TRUE(phone.has_value()) << typed;
  return phone ? *phone : Phone{};
}

PhoneProblem problem(std::string_view typed) {
  const auto phone = plan().parse(typed);
  EXPECT_FALSE(phone.has_value()) << typed << " was taken as " << phone->dialled;
  return phone ? PhoneProblem{255} : phone.error();
}

TEST(Phones, AreReadAsPeopleWriteThem) {
  for (const char* typed : {"0199001234", "01 99 00 12 34", "01.99.00.12.34", "01-99-00-12-34", "01/99/00/12/34",
                            " 01\u00A099\u202F00 12 34 ", "+33199001234", "+33 1 99 00 12 34", "+33 (0)1 99 00 12 34",
                            "0033 1 99 00 12 34", "(01) 99 00 12 34"}) {
    EXPECT_EQ(parsed(typed), (Phone{"+33199001234", "01 99 00 12 34"})) << typed;
  }
}

TEST(Phones, KeepTheirShapeOverseas) {
  EXPECT_EQ(parsed("0262 61 91 00"), (Phone{"+262262619100", "0262 61 91 00"}));
  EXPECT_EQ(parsed("+262 692 12 34 56"), (Phone{"+262692123456", "0692 12 34 56"}));
  EXPECT_EQ(parsed("0596 12 34 56").dialled, "+596596123456");
  EXPECT_EQ(international(parsed("0692 12 34 56")), "+262 692 12 34 56");
}

TEST(Phones, OfExamplesAreOfTheMainland) {
  EXPECT_EQ(parsed("06 39 98 00 03"), (Phone{"+33639980003", "06 39 98 00 03"}));
}

TEST(Phones, MayBeShortOrSpecial) {
  EXPECT_EQ(parsed("36 08"), (Phone{"3608", "36 08"}));
  EXPECT_EQ(parsed("17"), (Phone{"17", "17"}));
  EXPECT_EQ(parsed("116006"), (Phone{"116006", "116 006"}));
  EXPECT_EQ(parsed("0806 800 213"), (Phone{"+33806800213", "0 806 800 213"}));
  EXPECT_EQ(tel_uri(parsed("36 08")), "tel:3608");
}

TEST(Phones, OfOtherCountriesKeepTheirSpaces) {
  EXPECT_EQ(parsed("+32 2.123 45-67"), (Phone{"+3221234567", "+32 2 123 45 67"}));
  EXPECT_EQ(parsed("0041 22 345 67 89"), (Phone{"+41223456789", "+41 22 345 67 89"}));
  EXPECT_EQ(international(parsed("+32 2 123 45 67")), "+32 2 123 45 67");
}

TEST(Phones, ShowTheirInternationalForm) {
  EXPECT_EQ(international(parsed("01 99 00 12 34")), "+33 1 99 00 12 34");
  EXPECT_EQ(international(parsed("0 800 71 13 13")), "+33 800 711 313");
  EXPECT_EQ(international(parsed("17")), "17");
}

TEST(Phones, ThatCannotBeAreRefusedWithTheReason) {
  for (const char* typed : {"", " ", "dix-sept", "01 99 00 12 3O", "17Cyber", "01;99", "+", "()", "\xFF\xFE",
                            "0199001234 poste 12", "01990012340199001234019900123401990012340199"})
    EXPECT_EQ(problem(typed), PhoneProblem::not_a_number) << typed;
  for (const char* typed : {"01 99 00 12 3", "01 99 00 12 34 5", "36 08 1", "175", "1", "+33 1 99 00 12 3", "+32 2 12",
                            "+32 2 1234 5678 9012 345"})
    EXPECT_NE(problem(typed), PhoneProblem::not_a_number) << typed;
  for (const char* typed : {"00 00 00 00 00", "0000000000", "2", "99", "+33 0", "+33 000000000", "+0 12345678", "4812"})
    EXPECT_EQ(problem(typed), PhoneProblem::no_such_range) << typed;
}

// What Garde shows is read again as what it was: a stored number stays one.
TEST(Phones, ReadBackWhatTheyShow) {
  std::mt19937 random(20261126);  // NOLINT(cert-msc51-cpp): the same numbers each run
  std::uniform_int_distribution<int> digit('0', '9');
  int numbers = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string typed = "0";
    for (int j = 0; j < 9; ++j) typed += static_cast<char>(digit(random));
    const auto phone = plan().parse(typed);
    if (!phone) continue;
    ++numbers;
    EXPECT_EQ(plan().parse(phone->shown), *phone) << typed;
    EXPECT_EQ(plan().parse(phone->dialled), *phone) << typed;
    EXPECT_EQ(plan().parse(international(*phone)), *phone) << typed;
  }
  EXPECT_GT(numbers, 10'000);
}

std::string run(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "popen failed";
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), count);
  pclose(pipe);
  return output;
}

// Every number that libphonenumber takes for a French one is one here, and is dialled in the same way; but those of
// machines (083 to 087: data, dial-up). The other way round we are more lenient: it knows which blocks are given to
// an operator, we know the shape. It takes any number in 01 to 05 for one of the mainland: where the plan gives the
// first four digits to an overseas department, that department is asked.
TEST(Phones, AreThoseThatLibphonenumberKnows) {
  const std::string output = run(R"py(/usr/bin/python3 - <<'END'
import random, phonenumbers as p
random.seed(20261126)
overseas = ("0262", "0263", "0268", "0269", "0590", "0594", "0596")
for _ in range(60000):
    typed = "0" + "".join(random.choice("0123456789") for _ in range(9))
    if typed[1] == "0" or typed[:3] in ("083", "084", "085", "086", "087"):
        continue
    for region in ("RE", "YT", "GP", "GF", "MQ") if typed.startswith(overseas) else ("FR",):
        number = p.parse(typed, region)
        if p.is_valid_number(number) and p.region_code_for_number(number) == region:
            print(typed, p.format_number(number, p.PhoneNumberFormat.E164))
            break
for _ in range(20000):
    typed = random.choice(("0692", "0693", "0639", "0690", "0691", "0694", "0696", "0697")) + "".join(
        random.choice("0123456789") for _ in range(6))
    for region in ("RE", "YT", "GP", "GF", "MQ"):
        number = p.parse(typed, region)
        if p.is_valid_number(number) and p.region_code_for_number(number) == region:
            print(typed, p.format_number(number, p.PhoneNumberFormat.E164))
            break
END
)py");
  std::istringstream lines(output);
  int compared = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    ASSERT_EQ(space, 10U) << line;
    const auto phone = plan().parse(line.substr(0, space));
    ASSERT_TRUE(phone.has_value()) << line;
    EXPECT_EQ(phone->dialled, line.substr(space + 1)) << line;
    ++compared;
  }
  EXPECT_GT(compared, 10'000) << output.substr(0, 200);
}

}  // namespace
}  // namespace garde::contacts
