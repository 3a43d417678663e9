#include "storage/connection.h"

#include <cstdlib>
#include <limits>

#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"

namespace garde::storage {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;

constexpr std::string_view kTables = R"(
CREATE TABLE thing (id {integer} NOT NULL PRIMARY KEY, word {text}, number {integer}, bytes {blob},
                    CHECK (number < 1000 OR number > 1000)) {strict};
CREATE TABLE part (thing_id {integer} NOT NULL REFERENCES thing (id), word {text} NOT NULL) {strict};
)";

constexpr Sql kInsert = R"sql(INSERT INTO thing (id, word, number, bytes) VALUES (?, ?, ?, ?))sql";
constexpr Sql kSelect = R"sql(SELECT word, number, bytes FROM thing WHERE id = ?)sql";

struct Thing {
  std::optional<std::string> word;
  std::optional<std::int64_t> number;
  std::optional<Blob> bytes;
  bool operator==(const Thing&) const = default;
};

Result<Thing> read_thing(Row& row) {
  auto word = TRY(row.optional(&Row::text));
  const auto number = TRY(row.optional(&Row::integer));
  auto bytes = TRY(row.optional(&Row::blob));
  return Thing{std::move(word), number, std::move(bytes)};
}

TEST(Engines, IncludePostgresqlUnderContinuousIntegration) {
  const char* ci = std::getenv("CI");
  const bool required = ci != nullptr && std::string_view(ci) == "true";
  EXPECT_TRUE(!required || !tested_postgresql().empty()) << "set GARDE_TEST_POSTGRESQL to a conninfo";
}

class Connections : public EngineTest {
 protected:
  Connections() { EXPECT_TRUE(ok(connection().run_script(in_words_of(engine(), kTables, Instant())))); }

  Result<std::uint64_t> insert(int id, const Value& word, const Value& number = Null{}, const Value& bytes = Null{}) {
    return connection().execute(kInsert, {id, word, number, bytes});
  }
  std::optional<Thing> find(int id) {
    const auto found = read_optional(connection().query(kSelect, {id}), read_thing);
    EXPECT_TRUE(ok(found));
    return found.value_or(std::nullopt);
  }
};
GARDE_ON_EVERY_ENGINE(Connections);
// A connection of its own in the process that dies: this one's would lose its place in the conversation.
using ConnectionsDeath = Connections;
GARDE_ON_EVERY_SHARED_ENGINE(ConnectionsDeath);

TEST_P(Connections, GiveBackWhatWasStored) {
  const Blob bytes{std::byte{0}, std::byte{0xff}, std::byte{'\''}, std::byte{'\\'}};
  ASSERT_TRUE(ok(insert(1, "Cabinet de l’Étoile 🩺 'x' \\ ? $1", -42, bytes)));
  EXPECT_EQ(find(1), (Thing{"Cabinet de l’Étoile 🩺 'x' \\ ? $1", -42, bytes}));
}

TEST_P(Connections, KeepNullApartFromEmpty) {
  ASSERT_TRUE(ok(insert(1, "", 0, Blob{})));
  ASSERT_TRUE(ok(insert(2, Null{}, Null{}, Null{})));
  EXPECT_EQ(find(1), (Thing{"", 0, Blob{}}));
  EXPECT_EQ(find(2), (Thing{}));
  EXPECT_EQ(find(3), std::nullopt);
}

TEST_P(Connections, HoldEveryIntegerOf64Bits) {
  ASSERT_TRUE(ok(insert(1, Null{}, std::numeric_limits<std::int64_t>::min())));
  ASSERT_TRUE(ok(insert(2, Null{}, std::numeric_limits<std::int64_t>::max())));
  EXPECT_EQ(find(1)->number, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(find(2)->number, std::numeric_limits<std::int64_t>::max());
}

TEST_P(Connections, StoreInstantsBooleansAndDaysAsDocumented) {
  const Instant instant = *parse_instant("1969-12-31T23:59:59.999Z");
  ASSERT_TRUE(ok(insert(1, *parse_date("2026-11-23"), instant)));
  ASSERT_TRUE(ok(insert(2, Null{}, true)));
  EXPECT_EQ(find(1), (Thing{"2026-11-23", -1, std::nullopt}));
  EXPECT_EQ(find(2)->number, 1);
}

TEST_P(Connections, SayHowManyRowsChanged) {
  constexpr Sql kUpdate = R"sql(UPDATE thing SET number = 5 WHERE id > ?)sql";
  for (int id = 1; id <= 3; ++id) EXPECT_EQ(insert(id, "x"), 1U);
  EXPECT_EQ(connection().execute(kUpdate, {1}), 2U);
  EXPECT_EQ(connection().execute(kUpdate, {3}), 0U);
  EXPECT_EQ(connection().execute(R"sql(DELETE FROM thing)sql"), 3U);
}

TEST_P(Connections, UpsertAndReturnOnBothEngines) {
  constexpr Sql kUpsert = R"sql(
INSERT INTO thing (id, word) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET word = excluded.word RETURNING word)sql";
  const auto word = [](Row& row) { return row.text(); };
  EXPECT_EQ(read_one(connection().query(kUpsert, {1, "a"}), word), "a");
  EXPECT_EQ(read_one(connection().query(kUpsert, {1, "b"}), word), "b");
}

TEST_P(Connections, OrderTextByItsBytes) {
  for (const auto& [id, word] : {std::pair(1, "a"), {2, "B"}, {3, "é"}, {4, "z"}, {5, "Z"}, {6, "_"}})
    ASSERT_TRUE(ok(insert(id, word)));
  const auto words = read_all(connection().query(R"sql(SELECT word FROM thing ORDER BY word)sql"),
                              [](Row& row) { return row.text(); });
  ASSERT_TRUE(ok(words));
  EXPECT_THAT(*words, ElementsAre("B", "Z", "_", "a", "z", "é"));
}

TEST_P(Connections, RefuseASecondRowWithTheSameKeyAsAConflict) {
  ASSERT_TRUE(ok(insert(1, "x")));
  EXPECT_EQ(failure(insert(1, "y")), ErrorKind::conflict);
  EXPECT_EQ(find(1)->word, "x");
}

TEST_P(Connections, RefuseAReferenceToNothingAsAConflict) {
  constexpr Sql kPart = R"sql(INSERT INTO part (thing_id, word) VALUES (?, ?))sql";
  EXPECT_EQ(failure(connection().execute(kPart, {1, "x"})), ErrorKind::conflict);
  ASSERT_TRUE(ok(insert(1, "x")));
  EXPECT_TRUE(ok(connection().execute(kPart, {1, "x"})));
  EXPECT_EQ(failure(connection().execute(R"sql(DELETE FROM thing)sql")), ErrorKind::conflict);
}

TEST_P(Connections, RefuseAValueThatBreaksAConstraint) {
  EXPECT_EQ(failure(insert(1, "x", 1000)), ErrorKind::invalid_input);
  ASSERT_TRUE(ok(insert(1, "x")));
  constexpr Sql kPart = R"sql(INSERT INTO part (thing_id, word) VALUES (?, ?))sql";
  EXPECT_EQ(failure(connection().execute(kPart, {1, Null{}})), ErrorKind::invalid_input);
}

TEST_P(Connections, RefuseAValueOfAnotherTypeThanTheColumn) {
  EXPECT_EQ(failure(insert(1, Null{}, "twelve")), ErrorKind::invalid_input);
}

TEST_P(Connections, PutNoValueOfARowIntoAnError) {
  ASSERT_TRUE(ok(insert(1, "x")));
  const auto secret = std::string("secret-value");
  for (const auto& refused :
       {insert(1, secret), insert(2, Null{}, secret), insert(3, "a\0secret-value"s), insert(4, "secret-value\xff")}) {
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), testing::Not(testing::HasSubstr(secret)));
  }
}

TEST_P(Connections, RefuseTextThatIsNotUtf8OrHoldsNul) {
  EXPECT_EQ(failure(insert(1, "caf\xe9")), ErrorKind::invalid_input);
  EXPECT_EQ(failure(insert(1, std::string_view("a\0b", 3))), ErrorKind::invalid_input);
}

TEST_P(Connections, StoreAValueOfTheLimitAndRefuseOneOverIt) {
  Blob bytes(kMaxValueBytes.value, std::byte{7});
  ASSERT_TRUE(ok(insert(1, Null{}, Null{}, bytes)));
  EXPECT_EQ(find(1)->bytes, bytes);
  bytes.push_back(std::byte{7});
  EXPECT_EQ(failure(insert(2, Null{}, Null{}, bytes)), ErrorKind::invalid_input);
  EXPECT_EQ(failure(insert(2, std::string(bytes.size(), 'x'))), ErrorKind::invalid_input);
}

TEST_P(Connections, GoOnAfterAnErrorOutsideATransaction) {
  ASSERT_TRUE(ok(insert(1, "x")));
  ASSERT_FALSE(insert(1, "y"));
  EXPECT_TRUE(ok(insert(2, "y")));
}

TEST_P(Connections, CallAMissingTableDamage) {
  EXPECT_EQ(failure(connection().query(R"sql(SELECT id FROM nothing)sql")), ErrorKind::damaged);
}

TEST_P(Connections, ReportAWrongTypeInARowAsDamage) {
  ASSERT_TRUE(ok(insert(1, "not a day", 2)));
  const auto read = [&](auto member) {
    return failure(read_one(connection().query(R"sql(SELECT word FROM thing)sql"), member));
  };
  EXPECT_EQ(read(&Row::integer), ErrorKind::damaged);
  EXPECT_EQ(read(&Row::blob), ErrorKind::damaged);
  EXPECT_EQ(read(&Row::date), ErrorKind::damaged);
  EXPECT_EQ(read(&Row::instant), ErrorKind::damaged);
  EXPECT_EQ(read(&Row::id<struct Word>), ErrorKind::damaged);
  EXPECT_EQ(failure(read_one(connection().query(R"sql(SELECT number FROM thing)sql"), &Row::boolean)),
            ErrorKind::damaged);
  EXPECT_EQ(failure(read_one(connection().query(R"sql(SELECT bytes FROM thing)sql"), &Row::blob)), ErrorKind::damaged);
}

TEST_P(Connections, RefuseAnInstantNobodyCouldPrint) {
  const auto read = [&](std::int64_t number) {
    EXPECT_TRUE(ok(connection().execute(R"sql(DELETE FROM thing)sql")));
    EXPECT_TRUE(ok(insert(1, Null{}, number)));
    return read_one(connection().query(R"sql(SELECT number FROM thing)sql"), &Row::instant);
  };
  const Instant last = *parse_instant("2199-12-31T23:59:59.999Z");
  EXPECT_EQ(read(last.time_since_epoch().count()), last);
  EXPECT_EQ(failure(read(last.time_since_epoch().count() + 1)), ErrorKind::damaged);
  EXPECT_EQ(failure(read(std::numeric_limits<std::int64_t>::min())), ErrorKind::damaged);
}

TEST_P(ConnectionsDeath, AbortOnAWrongNumberOfParameters) {
  EXPECT_DEATH(static_cast<void>(connect()->query(kSelect)), "parameters");
  EXPECT_DEATH(static_cast<void>(connect()->query(kSelect, {1, 2})), "parameters");
}

TEST_P(ConnectionsDeath, AbortOnColumnsLeftUnreadOrReadTwice) {
  ASSERT_TRUE(ok(insert(1, "x", 2)));
  constexpr Sql kTwo = R"sql(SELECT word, number FROM thing)sql";
  constexpr Sql kOne = R"sql(SELECT word FROM thing)sql";
  EXPECT_DEATH(static_cast<void>(read_one(connect()->query(kTwo), &Row::text)), "columns_.size");
  EXPECT_DEATH(static_cast<void>(read_one(connect()->query(kOne), read_thing)), "columns_.size");
}

}  // namespace
}  // namespace garde::storage
