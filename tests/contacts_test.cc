// `garde contacts` as a script uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "io/testing/temporary_folder.h"
#include "tests/running_garde.h"

namespace garde::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kFine = 0;
constexpr int kFoundBad = 1;
constexpr int kWrongUse = 2;

class ContactCommands : public testing::Test {
 protected:
  Ran run(std::vector<std::string> words) const {
    words.insert(words.begin(), "contacts");
    words.insert(words.end(), {"--data", "data"});
    return run_garde(folder_.path(), words);
  }
  Ran add(const std::string& number) const {
    return run({"add", "--role", "provider", "--name", "Noëlle d’Œuf L'Hôte", "--phone", number});
  }
  io::testing::TemporaryFolder folder_;
};

TEST_F(ContactCommands, StartFromNothing) {
  const Ran empty = run({"list"});
  EXPECT_EQ(empty.status, kFoundBad);
  EXPECT_THAT(empty.out, HasSubstr("17Cyber"));
  EXPECT_THAT(empty.err, HasSubstr("garde contacts add"));

  const Ran added = add("+33 1 99 00 12 34");
  EXPECT_EQ(added.status, kFine) << added.err;
  EXPECT_THAT(added.out, HasSubstr("Noëlle d’Œuf L'Hôte"));
  const Ran listed = run({"list", "--json"});
  EXPECT_EQ(listed.status, kFine);
  const auto json = boost::json::parse(listed.out);
  EXPECT_EQ(json.at("contacts").at(0).at("numbers").at(0).at("shown").as_string(), "01 99 00 12 34");
}

TEST_F(ContactCommands, NameWhatIsWrongWithEachOption) {
  const Ran wrong = run({"add", "--role", "king", "--name", "x", "--phone", "00 00 00 00 00", "--email", "x"});
  EXPECT_EQ(wrong.status, kWrongUse);
  EXPECT_EQ(wrong.out, "");
  EXPECT_THAT(wrong.err, AllOf(HasSubstr("--role: "), HasSubstr("--phone: "), HasSubstr("--email: ")));
  EXPECT_EQ(add("01 99 00 12 34").status, kFine);
  EXPECT_EQ(add("01 99 00 12 34").status, kWrongUse) << "the same person twice";
}

TEST_F(ContactCommands, WriteTheSheetInEveryFormat) {
  ASSERT_EQ(add("01 99 00 12 34").status, kFine);
  for (const char* format : {"a4", "a5", "wallet", "large"}) {
    const std::string name = std::string(format) + ".pdf";
    const Ran ran = run({"sheet", "--format", format, "--output", name, "--json"});
    EXPECT_EQ(ran.status, kFine) << ran.err;
    EXPECT_EQ(boost::json::parse(ran.out).at("output").as_string(), name);
    EXPECT_THAT(read_file(folder_ / name), StartsWith("%PDF-1.7"));
  }
  const Ran wrong = run({"sheet", "--format", "a3", "--output", "x.pdf"});
  EXPECT_EQ(wrong.status, kWrongUse);
  EXPECT_THAT(wrong.err, HasSubstr("a4, a5, wallet, large"));
}

TEST_F(ContactCommands, ShareInEveryFormat) {
  ASSERT_EQ(add("01 99 00 12 34").status, kFine);
  const std::vector<std::pair<std::string, std::string>> starts = {{"vcard", "BEGIN:VCARD\r\nVERSION:4.0\r\n"},
                                                                   {"vcard3", "BEGIN:VCARD\r\nVERSION:3.0\r\n"},
                                                                   {"eml", "X-Unsent: 1\r\n"},
                                                                   {"html", "<!DOCTYPE html>"},
                                                                   {"ics", "BEGIN:VCALENDAR\r\n"}};
  for (const auto& [format, start] : starts) {
    const Ran ran = run({"share", "--format", format, "--output", "-"});
    EXPECT_EQ(ran.status, kFine) << ran.err;
    EXPECT_THAT(ran.out, StartsWith(start)) << format;
  }
  EXPECT_EQ(run({"share", "--format", "fax", "--output", "-"}).status, kWrongUse);
}

}  // namespace
}  // namespace garde::tests
