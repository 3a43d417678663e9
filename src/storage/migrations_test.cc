#include "storage/migrations.h"

#include <filesystem>
#include <thread>

#include "base/testing/source_directory.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

using testing::HasSubstr;

const Instant kNow = *parse_instant("2026-11-23T17:30:00Z");

constexpr Sql kSelectNames = R"sql(SELECT name FROM migration ORDER BY version)sql";

class Migrations : public EngineTest {
 protected:
  std::vector<std::string> applied() {
    auto names = read_all(connection().query(kSelectNames), &Row::text);
    EXPECT_TRUE(ok(names));
    return names.value_or(std::vector<std::string>());
  }
  const std::vector<Migration> two_{
      {"001_first",
       "CREATE TABLE one (id {integer} NOT NULL PRIMARY KEY, word {text} NOT NULL, at {integer}) {strict};"
       "INSERT INTO one (id, word, at) VALUES (1, 'a;b', {now});"},
      {"002_second",
       "CREATE TABLE two (id {integer} NOT NULL REFERENCES one (id), bytes {blob}) {strict};"
       "INSERT INTO two (id) SELECT id FROM one;"}};
};
GARDE_ON_EVERY_ENGINE(Migrations);

TEST_P(Migrations, LeadFromEveryEarlierSchemaToTheLast) {
  const auto all = migrations();
  ASSERT_FALSE(all.empty());
  for (std::size_t start = 0; start < all.size(); ++start) {
    start_afresh();
    ASSERT_TRUE(ok(migrate(connection(), std::span(all).first(start), kNow)));
    ASSERT_TRUE(ok(migrate(connection(), all, kNow)));
    EXPECT_EQ(applied().size(), all.size());
    ASSERT_TRUE(ok(migrate(connection(), all, kNow)));
    EXPECT_EQ(applied().size(), all.size());
  }
}

TEST_P(Migrations, CreateOnePractice) {
  ASSERT_TRUE(ok(migrate(connection(), kNow)));
  const auto created =
      read_one(connection().query(R"sql(SELECT created_at FROM practice WHERE id = 'default')sql"), &Row::instant);
  EXPECT_EQ(created, kNow);
}

TEST_P(Migrations, KeepTheRowsOfEarlierOnes) {
  ASSERT_TRUE(ok(migrate(connection(), std::span(two_).first(1), kNow)));
  ASSERT_TRUE(ok(migrate(connection(), two_, kNow)));
  EXPECT_THAT(applied(), testing::ElementsAre("001_first", "002_second"));
  EXPECT_EQ(read_one(connection().query(R"sql(SELECT word FROM one, two WHERE one.id = two.id)sql"), &Row::text),
            "a;b");
}

TEST_P(Migrations, LeaveNothingOfOneThatFails) {
  auto broken = two_;
  broken[1].script =
      "CREATE TABLE two (id {integer}) {strict}; INSERT INTO two VALUES (1); INSERT INTO nothing VALUES (1);";
  EXPECT_EQ(failure(migrate(connection(), broken, kNow)), ErrorKind::damaged);
  EXPECT_FALSE(connection().query(R"sql(SELECT id FROM one)sql")) << "nor of those before it, in the same call";

  ASSERT_TRUE(ok(migrate(connection(), std::span(two_).first(1), kNow)));
  EXPECT_EQ(failure(migrate(connection(), broken, kNow)), ErrorKind::damaged);
  EXPECT_THAT(applied(), testing::ElementsAre("001_first"));
  EXPECT_FALSE(connection().query(R"sql(SELECT id FROM two)sql"));
  EXPECT_TRUE(ok(migrate(connection(), two_, kNow)));
}

TEST_P(Migrations, RefuseANewerSchemaAndLeaveItAlone) {
  ASSERT_TRUE(ok(migrate(connection(), two_, kNow)));
  const auto refused = migrate(connection(), std::span(two_).first(1), kNow);
  EXPECT_EQ(failure(refused), ErrorKind::unsupported);
  EXPECT_THAT(refused.error().subject, HasSubstr("002_second"));
  EXPECT_EQ(applied().size(), 2U);
}

TEST_P(Migrations, NoticeAPastOneThatWasChanged) {
  ASSERT_TRUE(ok(migrate(connection(), std::span(two_).first(1), kNow)));
  auto changed = two_;
  changed[0].script += " ";
  EXPECT_EQ(failure(migrate(connection(), changed, kNow)), ErrorKind::unsupported);
  EXPECT_EQ(applied().size(), 1U);
}

TEST_P(Migrations, NoticeAHoleInTheRecord) {
  ASSERT_TRUE(ok(migrate(connection(), two_, kNow)));
  ASSERT_TRUE(ok(connection().execute(R"sql(DELETE FROM migration WHERE version = 1)sql")));
  EXPECT_EQ(failure(migrate(connection(), two_, kNow)), ErrorKind::damaged);
}

TEST_P(Migrations, StopAtARecordOfAnotherShape) {
  ASSERT_TRUE(ok(connection().run_script("CREATE TABLE migration (id INTEGER)")));
  EXPECT_EQ(failure(migrate(connection(), two_, kNow)), ErrorKind::damaged);
}

class ConcurrentMigrations : public EngineTest {};
GARDE_ON_EVERY_SHARED_ENGINE(ConcurrentMigrations);

TEST_P(ConcurrentMigrations, ApplyEachOnce) {
  constexpr int kThreads = 4;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([own = std::shared_ptr<Connection>(connect())] { EXPECT_TRUE(ok(migrate(*own, kNow))); });
    }
  }
  const auto names = read_all(connection().query(kSelectNames), &Row::text);
  ASSERT_TRUE(ok(names));
  EXPECT_EQ(names->size(), migrations().size());
}

TEST(MigrationFiles, AreAllCompiledIn) {
  const std::filesystem::directory_iterator files(source_directory() / "src/storage/migrations");
  EXPECT_EQ(std::distance(begin(files), end(files)), static_cast<std::ptrdiff_t>(migrations().size()));
}

TEST(MigrationWords, DifferBetweenEngines) {
  EXPECT_EQ(in_words_of(Engine::sqlite, "a {blob}, b {integer}) {strict}", kNow), "a BLOB, b INTEGER) STRICT");
  EXPECT_EQ(in_words_of(Engine::postgresql, "a {blob}, b {integer}) {strict}", kNow), "a BYTEA, b BIGINT) ");
  EXPECT_EQ(in_words_of(Engine::sqlite, "{now}", Instant(std::chrono::milliseconds(17))), "17");
}

TEST(MigrationWordsDeath, AbortWhenUnknown) { EXPECT_DEATH(in_words_of(Engine::sqlite, "a {bolb}", kNow), "bolb"); }

}  // namespace
}  // namespace garde::storage
