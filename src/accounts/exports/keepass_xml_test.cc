#include "accounts/exports/keepass_xml.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "accounts/exports/testing/exports.h"

namespace garde::accounts {
namespace {

using testing::accounts_of;
using testing::read_text;
using testing::skipped_of;
using Lines = std::vector<std::string>;

std::string entry(std::string_view title, std::string_view password, std::string_view more = {}) {
  return fmt::format(
      "<Entry><String><Key>Title</Key><Value>{}</Value></String>"
      "<String><Key>Password</Key><Value>{}</Value></String>{}</Entry>",
      title, password, more);
}

std::string file(std::string_view groups, std::string_view meta = {}) {
  return fmt::format("<KeePassFile><Meta>{}</Meta><Root>{}</Root></KeePassFile>", meta, groups);
}

std::string error_of(std::string_view text) {
  const auto read = read_text(text);
  return read ? "read" : describe(read.error());
}

TEST(KeePassXml, LeavesOutOldPasswordsAtAnyDepth) {
  const std::string history =
      "<History>" + entry("A", "ancien", "<History>" + entry("A", "plus ancien") + "</History>") + "</History>";
  const auto read = read_text(file("<Group>" + entry("A", "neuf", history) + entry("B", "autre") + "</Group>"));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), (Lines{"1|A|||neuf|||", "2|B|||autre|||"}));
}

TEST(KeePassXml, KnowsTheBinAndEverythingUnderIt) {
  const auto read = read_text(file("<Group><Group><UUID>QkI=</UUID>" + entry("A", "jeté") + "<Group>" +
                                       entry("B", "aussi") + "</Group></Group>" + entry("C", "gardé") + "</Group>",
                                   "<RecycleBinUUID>QkI=</RecycleBinUUID>"));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), Lines{"3|C|||gardé|||"});
  EXPECT_EQ(skipped_of(*read), (Lines{"1 discarded", "2 discarded"}));
}

TEST(KeePassXml, ReadsCharactersWrittenAsEntities) {
  const auto read = read_text(file("<Group>" + entry("A &amp; B", "&lt;&#233;&#x20AC;&quot;") + "</Group>"));
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(accounts_of(*read), Lines{"1|A & B|||<é€\"|||"});
}

TEST(KeePassXml, TakesNothingFromAKeyOutsideAnEntry) {
  const auto read =
      read_text(file("<Group><String><Key>Password</Key><Value>x</Value></String>" + entry("A", "b") + "</Group>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(accounts_of(*read), Lines{"1|A|||b|||"});
}

TEST(KeePassXml, RefusesADocumentType) {
  EXPECT_EQ(error_of("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><KeePassFile>&b;</KeePassFile>"),
            "unsupported: export at byte 12: XML with a document type");
  EXPECT_TRUE(error_of("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><KeePassFile/>").starts_with("unsupported: "));
}

TEST(KeePassXml, ReadsAsDeepAsTheLimitAndNotOneLevelMore) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 2; i < depth; ++i) text += "<Group>";
    for (std::size_t i = 2; i < depth; ++i) text += "</Group>";
    return file(text);
  };
  EXPECT_EQ(error_of(nested(kMaxXmlDepth)), "read");
  EXPECT_TRUE(error_of(nested(kMaxXmlDepth + 1)).starts_with("invalid_input: "));
}

TEST(KeePassXml, ReadsAValueAsLongAsTheLimitAndNotOneByteMore) {
  const auto with_title = [](std::size_t size) {
    return file("<Group>" + entry(std::string(size, 'x'), "p") + "</Group>");
  };
  EXPECT_EQ(error_of(with_title(kMaxXmlText)), "read");
  EXPECT_TRUE(error_of(with_title(kMaxXmlText + 1)).starts_with("invalid_input: "));
}

TEST(KeePassXml, RefusesXmlOfSomethingElseAndXmlThatIsCut) {
  EXPECT_TRUE(error_of("<html><KeePassFile/></html>").starts_with("unsupported: "));
  const std::string whole = file("<Group>" + entry("A", "tulipe") + "</Group>");
  for (std::size_t size = 1; size < whole.size(); ++size)
    EXPECT_FALSE(read_text(std::string_view(whole).substr(0, size))) << size;
}

}  // namespace
}  // namespace garde::accounts
