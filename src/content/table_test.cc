#include "content/table.h"

#include <functional>

#include <gtest/gtest.h>

namespace garde::content {
namespace {

using Lines = std::vector<std::string>;

Lines problems_of(std::string_view toml, const std::function<void(Table&)>& read) {
  Problems problems;
  if (auto table = parse({"a.toml", std::string(toml)}, problems)) {
    read(*table);
    table->finish();
  }
  Lines lines;
  for (const Problem& problem : problems) lines.push_back(describe(problem));
  return lines;
}

TEST(ContentTables, GiveWhatIsWritten) {
  Problems problems;
  auto table = parse(
      {"a.toml", "title = \"Plan\"\nminutes = 15\nchecked = 2026-11-23\nroles = [\"you\"]\n[[step]]\nid = \"a\"\n"},
      problems);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->text("title"), "Plan");
  EXPECT_EQ(table->integer("minutes", 1, 600), 15);
  EXPECT_EQ(to_iso(table->date("checked")), "2026-11-23");
  EXPECT_EQ(table->texts("roles"), Lines{"you"});
  auto steps = table->tables("step");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].text("id"), "a");
  table->finish();
  EXPECT_TRUE(problems.empty());
}

TEST(ContentTables, NameEveryProblemWithItsLine) {
  const auto lines = problems_of("minutes = 900\nchecked = \"2026-11-23\"\nempty = \"\"\n", [](Table& table) {
    table.text("title");
    table.integer("minutes", 1, 600);
    table.date("checked");
    table.text("empty");
  });
  EXPECT_EQ(lines,
            (Lines{"a.toml:1: title is missing", "a.toml:1: minutes must be a whole number from 1 to 600",
                   "a.toml:1: checked must be a day, unquoted: checked = 2026-11-23", "a.toml:1: empty is empty"}));
}

TEST(ContentTables, RefuseAKeyNobodyReads) {
  EXPECT_EQ(problems_of("title = \"x\"\ntilte = \"y\"\n", [](Table& table) { table.text("title"); }),
            Lines{"a.toml:2: tilte is not a key known here"});
}

TEST(ContentTables, RefuseTextThatIsNotToml) {
  const auto lines = problems_of("title = \"x\"\n= 3\n", [](Table&) {});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("a.toml:2: ")) << lines[0];
}

TEST(ContentTables, RefuseAKeyWrittenTwice) {
  EXPECT_EQ(problems_of("a = 1\na = 2\n", [](Table&) {}).size(), 1U);
}

TEST(ContentFiles, ListAFolderInNameOrder) {
  const Files files({{"q/2.toml", ""}, {"text/a.toml", ""}, {"q/1.toml", ""}, {"queue/1.toml", ""}});
  Lines paths;
  for (const File* file : files.in("q")) paths.push_back(file->path);
  EXPECT_EQ(paths, (Lines{"q/1.toml", "q/2.toml"}));
}

TEST(ContentFiles, SayWhichDirectoryIsMissing) {
  const auto files = Files::from_directory("/nonexistent/content");
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::content
