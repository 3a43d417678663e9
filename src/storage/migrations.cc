#include "storage/migrations.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/resource.h"
#include "storage/row.h"
#include "storage/sql.h"
#include "storage/transaction.h"

namespace garde::storage {

std::span<const Resource> migration_files();  // compiled in by garde_resources

namespace {

constexpr std::string_view kCreateRecord = R"(
CREATE TABLE IF NOT EXISTS migration (
  version {integer} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,
  script {text} NOT NULL,
  applied_at {integer} NOT NULL
) {strict})";

constexpr Sql kSelectApplied = R"sql(SELECT version, name, script FROM migration ORDER BY version)sql";
constexpr Sql kInsertApplied = R"sql(
INSERT INTO migration (version, name, script, applied_at) VALUES (?, ?, ?, ?))sql";

struct Applied {
  std::int64_t version = 0;
  Migration migration;
};

Result<Applied> read_applied(Row& row) {
  const auto version = TRY(row.integer());
  auto name = TRY(row.text());
  auto script = TRY(row.text());
  return Applied{version, {std::move(name), std::move(script)}};
}

struct Word {
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgresql;
};
constexpr std::array kWords{
    Word{"integer", "INTEGER", "BIGINT"},
    Word{"text", "TEXT", "TEXT COLLATE \"C\""},
    Word{"blob", "BLOB", "BYTEA"},
    Word{"strict", "STRICT", ""},
};

std::string word(Engine engine, std::string_view name, Instant now) {
  if (name == "now") return std::to_string(now.time_since_epoch().count());
  for (const Word& known : kWords) {
    if (known.name == name) return std::string(engine == Engine::sqlite ? known.sqlite : known.postgresql);
  }
  fail_check(name, __FILE__, __LINE__);
}

// How many of `wanted` have been applied.
Result<std::size_t> count_applied(Connection& connection, std::span<const Migration> wanted) {
  const auto applied = TRY(read_all(connection.query(kSelectApplied), read_applied));
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const std::string subject = "migration " + applied[i].migration.name;
    if (applied[i].version != static_cast<std::int64_t>(i + 1))
      return Error{ErrorKind::damaged, subject, std::nullopt, "the one before it is not recorded"};
    if (i >= wanted.size())
      return Error{ErrorKind::unsupported, subject, std::nullopt, "applied by a newer version of Garde"};
    if (applied[i].migration.name != wanted[i].name || applied[i].migration.script != wanted[i].script)
      return Error{ErrorKind::unsupported, subject, std::nullopt, "was applied with another text than ours"};
  }
  return applied.size();
}

}  // namespace

std::string in_words_of(Engine engine, std::string_view script, Instant now) {
  std::string text;
  for (;;) {
    const std::size_t open = script.find('{');
    text += script.substr(0, open);
    if (open == std::string_view::npos) return text;
    const std::size_t close = script.find('}', open);
    GARDE_CHECK(close != std::string_view::npos);
    text += word(engine, script.substr(open + 1, close - open - 1), now);
    script.remove_prefix(close + 1);
  }
}

std::vector<Migration> migrations() {
  std::vector<Migration> all;
  for (const Resource& file : migration_files()) {
    constexpr std::string_view kSuffix = ".sql";
    GARDE_CHECK(file.path.ends_with(kSuffix));
    // The number in the name is its place, so that files sort as they are applied.
    GARDE_CHECK(file.path.starts_with(fmt::format("{:03}_", all.size() + 1)));
    all.push_back({std::string(file.path.substr(0, file.path.size() - kSuffix.size())),
                   std::string(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size())});
  }
  return all;
}

Result<void> migrate(Connection& connection, std::span<const Migration> wanted, Instant now) {
  auto transaction = TRY(Transaction::begin(connection, TransactionKind::migration));
  TRY(connection.run_script(in_words_of(connection.engine(), kCreateRecord, now)));
  const std::size_t done = TRY(count_applied(connection, wanted));
  if (done == wanted.size()) return {};
  for (std::size_t i = done; i < wanted.size(); ++i) {
    TRY(connection.run_script(in_words_of(connection.engine(), wanted[i].script, now)));
    TRY(connection.execute(kInsertApplied, {i + 1, wanted[i].name, wanted[i].script, now}));
  }
  return transaction.commit();
}

Result<void> migrate(Connection& connection, Instant now) { return migrate(connection, migrations(), now); }

}  // namespace garde::storage
