// Every statement of the stores, found in their sources, is prepared by each engine over the real schema: one
// that names a column that does not exist, or that one engine reads otherwise, does not reach a user.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/testing/source_directory.h"
#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"

namespace garde::storage {
namespace {

struct Found {
  std::string file;
  std::string sql;
};

std::vector<Found> statements_in_sources() {
  std::vector<Found> all;
  for (const auto& entry : std::filesystem::directory_iterator(source_directory() / "src/storage")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cc" || name.ends_with("_test.cc")) continue;
    std::stringstream source;
    source << std::ifstream(entry.path()).rdbuf();
    const std::string text = source.str();
    constexpr std::string_view kOpen = "R\"sql(";
    constexpr std::string_view kClose = ")sql\"";
    for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
      at += kOpen.size();
      const std::size_t end = text.find(kClose, at);
      all.push_back({name, text.substr(at, end - at)});
    }
  }
  return all;
}

class Statements : public EngineTest {};
GARDE_ON_EVERY_ENGINE(Statements);

TEST_P(Statements, AreAllPrepared) {
  const auto all = migrations();
  ASSERT_TRUE(ok(migrate(connection(), all, Instant())));
  const auto found = statements_in_sources();
  ASSERT_FALSE(found.empty());
  for (const auto& [file, sql] : found) {
    const auto prepared =
        engine() == Engine::sqlite
            ? connection().run_script("EXPLAIN " + sql)
            : connection().run_script("PREPARE every AS " + number_parameters(sql).text + "; DEALLOCATE every");
    EXPECT_TRUE(ok(prepared)) << file << ": " << sql;
  }
}

// What the engines accept and understand differently.
TEST(StatementTexts, UseNoWordThatMeansSomethingElseElsewhere) {
  for (const auto& [file, sql] : statements_in_sources()) {
    for (const std::string_view banned :
         {"OR IGNORE", "OR REPLACE", "json_extract", "string_agg", "group_concat", "DISTINCT ON", "lower(", "upper(",
          "date(", "now()", "SELECT *", "ILIKE", "LIKE", "::"})
      EXPECT_EQ(sql.find(banned), std::string::npos) << file << ": " << banned << " in " << sql;
  }
}

}  // namespace
}  // namespace garde::storage
