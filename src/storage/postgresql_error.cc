#include "storage/postgresql_error.h"

#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace garde::storage {
namespace {

struct Meaning {
  std::string_view prefix;  // of the SQLSTATE; the first that fits counts
  ErrorKind kind;
};

constexpr std::array kMeanings{
    Meaning{"08", ErrorKind::unreachable},    // connection exception
    Meaning{"57P", ErrorKind::unreachable},   // shutting down, starting up, database dropped
    Meaning{"57014", ErrorKind::busy},        // statement time-out
    Meaning{"40", ErrorKind::busy},           // serialisation failure, deadlock
    Meaning{"25P", ErrorKind::busy},          // the server ended a transaction that was idle for too long
    Meaning{"55P03", ErrorKind::busy},        // lock time-out
    Meaning{"23505", ErrorKind::conflict},    // unique
    Meaning{"23503", ErrorKind::conflict},    // foreign key
    Meaning{"23", ErrorKind::invalid_input},  // NOT NULL, CHECK
    Meaning{"22", ErrorKind::invalid_input},  // a value that does not fit its type
    Meaning{"54", ErrorKind::invalid_input},  // over a limit of the server
    Meaning{"53100", ErrorKind::no_space},    // disk full
    Meaning{"53400", ErrorKind::no_space},    // a configured limit on disk use
    Meaning{"53", ErrorKind::busy},           // memory, connections
    Meaning{"25006", ErrorKind::unreadable},  // read-only transaction: a standby
    Meaning{"28", ErrorKind::unreadable},     // not allowed in
    Meaning{"42501", ErrorKind::unreadable},  // no privilege
    Meaning{"58", ErrorKind::unreadable},     // I/O error of the server
    Meaning{"0A", ErrorKind::unsupported},    // a feature this server lacks
};

}  // namespace

ErrorKind kind_of_sqlstate(std::string_view sqlstate) {
  if (sqlstate.empty()) return ErrorKind::unreachable;
  for (const Meaning& meaning : kMeanings) {
    if (sqlstate.starts_with(meaning.prefix)) return meaning.kind;
  }
  // XX001 is found damage; class 42 is a table or column of ours that is missing: our statements are all
  // prepared by a test, so the schema is not ours any more.
  return ErrorKind::damaged;
}

Error postgresql_error(std::string_view sqlstate, std::string_view message) {
  const bool may_quote_a_value = sqlstate.starts_with("22");
  std::string detail(may_quote_a_value ? "a value was refused" : message);
  if (!sqlstate.empty()) detail = fmt::format("{}: {}", sqlstate, detail);
  return {kind_of_sqlstate(sqlstate), "PostgreSQL", std::nullopt, std::move(detail)};
}

}  // namespace garde::storage
