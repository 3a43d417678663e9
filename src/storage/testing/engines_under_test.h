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

enum class Place { sqlite_in_memory, sqlite_on_disk, postgresql };

std::vector<Place> places();         // those of this run
std::vector<Place> shared_places();  // those that several connections can share
std::vector<Place> postgresql_places();
std::string name(Place place);

class EngineTest : public testing::TestWithParam<Place> {
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
  Engine engine() const { return GetParam() == Place::postgresql ? Engine::postgresql : Engine::sqlite; }

 private:
  TemporaryDirectory directory_;
  std::string schema_;  // PostgreSQL only
  std::unique_ptr<Connection> connection_;
};

#define GARDE_ON_EVERY_ENGINE(suite)                                    \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(places()), \
                           [](const auto& place) { return name(place.param); })
#define GARDE_ON_EVERY_SHARED_ENGINE(suite)                                    \
  INSTANTIATE_TEST_SUITE_P(Engines, suite, testing::ValuesIn(shared_places()), \
                           [](const auto& place) { return name(place.param); })

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

inline void PrintTo(Place place, std::ostream* out) { *out << name(place); }
inline void PrintTo(Engine engine, std::ostream* out) { *out << (engine == Engine::sqlite ? "sqlite" : "postgresql"); }

}  // namespace garde::storage

namespace garde {
inline void PrintTo(ErrorKind kind, std::ostream* out) { *out << name(kind); }
inline void PrintTo(const Error& error, std::ostream* out) { *out << describe(error); }
}  // namespace garde
