// What a drill finds of the files that it brings back, each with what it knows. See finding.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backups/foreign.h"
#include "backups/reasons.h"
#include "base/result.h"

namespace garde::backups {

struct NotRestored {
  std::string path = {};
  std::optional<ErrorKind> error = {};  // of reading it from the restore point
  std::optional<std::uint64_t> offset = {};
  bool operator==(const NotRestored&) const = default;
};

struct NotOpened {
  std::string path = {};
  std::optional<OpeningReason> reason = {};
  std::string part = {};                     // the entry of a container in which it lies
  std::optional<std::uint64_t> offset = {};  // where it went wrong
  bool operator==(const NotOpened&) const = default;
};

enum class DatabaseServer : std::uint8_t { postgresql, mariadb };
std::string_view name(DatabaseServer server);
enum class DumpTrouble : std::uint8_t {
  does_not_load,
  not_loaded,
  no_server,  // of its kind on this computer
  no_cage,    // to run one in
};
std::string_view name(DumpTrouble trouble);
struct DumpFinding {
  DumpTrouble trouble{};
  std::string path = {};
  std::optional<DatabaseServer> server = {};
  std::optional<LoadingReason> reason = {};  // of the first two
  std::string code = {};                     // of the server: an SQLSTATE, a number of MariaDB's
  std::string table = {};                    // at which it stopped
  std::optional<std::uint64_t> line = {};    // of the dump's text
  std::optional<std::uint64_t> offset = {};  // in the dump's text
  bool operator==(const DumpFinding&) const = default;
};

// Backups of another program, of which nothing was opened.
struct ForeignFinding {
  Foreign program{};
  std::string path = {};    // of one of them
  std::uint64_t files = 0;  // of them
  bool operator==(const ForeignFinding&) const = default;
};

// A database that comes back with less than one expects.
enum class Dwindling : std::uint8_t {
  no_table,      // in it
  fewer_tables,  // than in the restore point before
  fewer_bytes,   // idem
};
std::string_view name(Dwindling what);
struct DwindledDatabase {
  Dwindling what{};
  std::string path = {};
  std::uint64_t now = 0;     // tables or bytes
  std::uint64_t before = 0;  // idem, in the restore point before; 0 where none is
  bool operator==(const DwindledDatabase&) const = default;
};

}  // namespace garde::backups
