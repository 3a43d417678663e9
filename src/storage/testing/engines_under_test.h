// Every test of the storage suite runs on each engine: SQLite in memory, SQLite on disk, and PostgreSQL when
// GARDE_TEST_POSTGRESQL holds a conninfo of the form "host=… dbname=…". Each test has a database of its own.
//
//   class Transactions : public EngineTest {};
//   TEST_P(Transactions, RollBackUnlessCommitted) { ... connection() ... }
//   GARDE_ON_EVERY_ENGINE(Transactions);
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/connection.h"
#include "storage/testing/temporary_directory.h"

namespace garde::storage {

enum class TestedEngine { sqlite_in_memory, sqlite_on_disk, postgresql };

std::vector<TestedEngine> tested_engines();         // those of this run
std::vector<TestedEngine> tested_shared_engines();  // those that several connections can share
std::vector<TestedEngine> tested_postgresql();
std::string name(TestedEngine engine);

class EngineTest : public testing::TestWithParam<TestedEngine> {
 protected:
  EngineTest();
  ~EngineTest() override;

  // The first connection to the empty database of this test.
  Connection& connection() { return *connection_; }
  // Another one; only in shared places.
  std::unique_ptr<Connection> connect(std::chrono::milliseconds lock_timeout = std::chrono::seconds(10)) const;
  void close() { connection_.reset(); }
  // PostgreSQL finishes what a client asked for before it notices that the client is gone.
  void wait_for_the_other_sessions(Connection& own) const;
  // Empties the database.
  void start_afresh();
  Engine engine() const { return GetParam() == TestedEngine::postgresql ? Engine::postgresql : Engine::sqlite; }

 private:
  TemporaryDirectory directory_;
  std::string schema_;  // PostgreSQL only
  std::unique_ptr<Connection> connection_;
};

#define GARDE_ON_EVERY_ENGINE(suite)                                            \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(tested_engines()), \
                           [](const auto& engine) { return name(engine.param); })
#define GARDE_ON_EVERY_SHARED_ENGINE(suite)                                            \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(tested_shared_engines()), \
                           [](const auto& engine) { return name(engine.param); })

// gtest prints the error when it is there and should not be.
template <class T>
testing::AssertionResult ok(const Result<T>& result) {
  if (result) return testing::AssertionSuccess();
  return testing::AssertionFailure() << describe(result.error());
}

// The kind, or nothing on success.
template <class T>
std::optional<ErrorKind> failure(const Result<T>& result) {
  if (result) return std::nullopt;
  return result.error().kind;
}

inline void PrintTo(TestedEngine engine, std::ostream* out) { *out << name(engine); }
inline void PrintTo(Engine engine, std::ostream* out) { *out << (engine == Engine::sqlite ? "sqlite" : "postgresql"); }

}  // namespace garde::storage

namespace garde {
inline void PrintTo(ErrorKind kind, std::ostream* out) { *out << name(kind); }
inline void PrintTo(const Error& error, std::ostream* out) { *out << describe(error); }
}  // namespace garde
