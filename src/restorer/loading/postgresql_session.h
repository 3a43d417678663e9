// A connection to one database of a scratch PostgreSQL server.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "base/result.h"

namespace garde::restorer::loading {

class PostgresqlSession {
 public:
  using Answer = std::unique_ptr<PGresult, decltype(&::PQclear)>;

  // `folder` holds the server's socket.
  PostgresqlSession(std::string folder, std::string user) : folder_(std::move(folder)), user_(std::move(user)) {}

  bool connect(const std::string& database) {
    // Apart, not in one text: a folder may be called anything.
    const std::array<const char*, 6> keywords = {"host", "user", "dbname", "connect_timeout", "client_encoding",
                                                 nullptr};
    const std::array<const char*, 6> values = {folder_.c_str(), user_.c_str(), database.c_str(), "10", "UTF8", nullptr};
    connection_.reset(::PQconnectdbParams(keywords.data(), values.data(), 0));
    ::PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
    return is_alive();
  }
  bool is_alive() const { return ::PQstatus(connection_.get()) == CONNECTION_OK; }

  // The first refusal, or the last word, without a row: those come one by one and are dropped, as a dump may ask for
  // more of them than memory holds.
  Answer run(const std::string& statement) {
    Answer said(nullptr, &::PQclear);
    if (::PQsendQuery(connection_.get(), statement.c_str()) != 1) return said;
    ::PQsetSingleRowMode(connection_.get());
    for (Answer next = take(); next != nullptr; next = take()) {
      const auto status = ::PQresultStatus(next.get());
      if (said == nullptr || ::PQresultStatus(said.get()) != PGRES_FATAL_ERROR) said = std::move(next);
      if (status == PGRES_COPY_IN) break;  // rows are awaited: give_rows
      if (status == PGRES_COPY_OUT) drop_copied();
    }
    return said;
  }
  bool does(const std::string& statement) { return ::PQresultStatus(run(statement).get()) == PGRES_COMMAND_OK; }

  // After a statement that is answered by PGRES_COPY_IN.
  Result<void> give_rows(std::string_view rows) {
    if (::PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size())) == 1) return {};
    return Error{ErrorKind::unreachable, "", std::nullopt, "the server takes no more rows"};
  }
  // `why_not` null: they are all given.
  Answer end_rows(const char* why_not) {
    ::PQputCopyEnd(connection_.get(), why_not);
    Answer answer = take();
    while (const Answer rest = take()) continue;
    return answer;
  }

 private:
  Answer take() { return {::PQgetResult(connection_.get()), &::PQclear}; }
  void drop_copied() {
    char* row = nullptr;
    while (::PQgetCopyData(connection_.get(), &row, 0) > 0) ::PQfreemem(row);
  }
  std::string folder_;
  std::string user_;
  std::unique_ptr<PGconn, decltype(&::PQfinish)> connection_{nullptr, &::PQfinish};
};

}  // namespace garde::restorer::loading
