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

TEST(Phones, OfOtherCountriesLoseTheZeroForCallsInside) {
  EXPECT_EQ(parsed("+41 (0)22 767 61 11"), (Phone{"+41227676111", "+41 22 767 61 11"}));
  EXPECT_EQ(parsed("0041 (0)22 767 61 11"), (Phone{"+41227676111", "+41 22 767 61 11"}));
  EXPECT_EQ(parsed("+32 (0)2 555 12 12").dialled, "+3225551212");
  EXPECT_EQ(parsed("+49 (0)89 636 48018").dialled, "+498963648018");
  EXPECT_EQ(parsed("+44 (0)20 7946 0958").dialled, "+442079460958");
  EXPECT_EQ(parsed("+44 020 7946 0958"), (Phone{"+442079460958", "+44 20 7946 0958"}));
  EXPECT_EQ(parsed("+352 (0)26 12 34").dialled, "+352261234");
  // Where numbers themselves begin with one it is dialled.
  EXPECT_EQ(parsed("+39 06 6982 1234").dialled, "+390669821234");
  EXPECT_EQ(parsed("+225 07 12 34 56 78").dialled, "+2250712345678");
  for (const char* typed : {"+41 (0)22 767 61 11", "+44 020 7946 0958", "+39 06 6982 1234"})
    EXPECT_EQ(plan().parse(parsed(typed).shown), parsed(typed)) << typed;
}

TEST(Phones, AreReadWithTheMarksAndSignsTheyArePastedWith) {
  for (const char* typed :
       {"\u202a01 99 00 12 34\u202c", "\u200e01 99 00 12 34", "\u206801 99 00 12 34\u2069", "\uFEFF01 99 00 12 34",
        "01\t99\t00\t12\t34", "01\u201099\u201000\u201012\u201034", "01\u221299\u221200\u221212\u221234",
        "01\u00B799\u00B700\u00B712\u00B734", "０１９９００１２３４", "＋33 1 99 00 12 34",
        "\u0660\u0661 \u0669\u0669 \u0660\u0660 \u0661\u0662 \u0663\u0664", "01\u300099 00 12 34\n"})
    EXPECT_EQ(parsed(typed), (Phone{"+33199001234", "01 99 00 12 34"})) << typed;
  EXPECT_EQ(problem("01 99 00 12 34 😀"), PhoneProblem::not_a_number);
  EXPECT_EQ(problem("01 99 00 12 +34"), PhoneProblem::not_a_number);
}

TEST(Phones, OfRangesOpenedSinceAreOfTheirDepartment) {
  EXPECT_EQ(parsed("0709 20 12 34").dialled, "+262709201234");
  EXPECT_EQ(parsed("0709 36 12 34").dialled, "+262709361234");
  EXPECT_EQ(parsed("0709 04 12 34").dialled, "+590709041234");
  EXPECT_EQ(parsed("0709 31 12 34").dialled, "+594709311234");
  EXPECT_EQ(parsed("0709 10 12 34").dialled, "+596709101234");
  EXPECT_EQ(parsed("+262 709 20 12 34"), (Phone{"+262709201234", "0709 20 12 34"}));
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
overseas = ("0262", "0263", "0268", "0269", "0590", "0594", "0596", "05987", "05988", "05989")
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
