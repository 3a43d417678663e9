// The drill's "opened" for database dumps: loaded into a real database server of this computer, made for it alone and
// wiped after. A dump that reads to its end may still be one that no server takes back.
//
// A dump is a program: its statements run with the rights of a server, and whoever writes to the backup wrote them. So
// nothing here may be called outside a worker that holds what it starts (cage::Programs, worker/backups/loadings.h).
// Within, the server listens on a socket in a private folder and loads as a role that may do nothing to the computer.
// What a dump says to the client program (psql, mariadb) is never obeyed. See docs/opening.md.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "backups/reasons.h"
#include "base/byte_count.h"
#include "base/instant.h"
#include "formats/dumps/dump_file.h"
#include "io/scratch.h"
#include "io/system_account.h"
#include "io/tree.h"

namespace garde::restorer {

enum class Loaded : std::uint8_t {
  loaded,         // every statement, by the server
  does_not_load,  // the server refuses its content, or it ends too early
  not_loaded,     // and nothing can be said of it
  no_server,      // this computer has none of its kind
  no_cage,        // nor is there one for its server: nothing would keep it from this computer
};
std::string_view name(Loaded loaded);

struct Loading {
  Loaded outcome{};
  std::optional<backups::LoadingReason> reason = {};  // why it was not loaded, but for want of a server or a cage
  // Of a server's refusal; never a value of the dump, which may be a patient's.
  std::string code = {};   // an SQLSTATE, a number of MariaDB's
  std::string table = {};  // at which it stopped
  std::optional<std::uint64_t> line = {};
  std::optional<std::uint64_t> offset = {};  // in the dump's text
  std::uint64_t statements = 0;
};

// The programs of database servers, where this computer has them; empty paths where it has not.
struct DatabasePrograms {
  struct Postgresql {
    std::string initdb;
    std::string postgres;
    std::string pg_restore;
  };
  struct Mariadb {
    std::string install;  // mariadb-install-db
    std::string server;   // mariadbd
    std::string client;   // mariadb
  };
  std::optional<Postgresql> postgresql;
  std::optional<Mariadb> mariadb;
};
// Looks for them in these folders, in this order.
DatabasePrograms find_database_programs(const std::vector<std::string>& folders);
// Where Debian and others put them, the newest version first, then the folders of `path` (as in PATH).
std::vector<std::string> usual_program_folders(std::string_view path);

// Looked for in the usual places and in PATH.
DatabasePrograms this_computers_databases();

// Who a server is to run as; nothing: as we do, who are not the super-user. `unsupported` when we are, and there is
// nobody else.
Result<std::optional<io::SystemAccount>> account_for_servers();

// Where a server lives.
struct ServerPlace {
  io::ScratchFolder folder;  // wiped at the end
  std::optional<io::SystemAccount> account;
};
// Below `scratch` when its path is short enough for a socket and we are not the super-user, else below `temporary`.
// As account_for_servers and io::ScratchFolder::create.
Result<ServerPlace> make_server_place(const std::filesystem::path& scratch, const std::filesystem::path& temporary);

struct LoadingSetting {
  DatabasePrograms programs = {};
  std::filesystem::path folder;      // of a ServerPlace
  ByteCount spare_space = {};        // a load ends before less than this is free
  std::function<bool()> spent = {};  // true once the time for it is; asked from another thread
  std::stop_token stop = {};
};

// Whether a file is a dump that a server can be asked to load, by its first bytes, decompressed if it is compressed.
std::optional<formats::dumps::DumpKind> loadable_dump(const io::File& file);

bool has_server_for(formats::dumps::DumpKind kind, const DatabasePrograms& programs);

// Makes the files of a server in the folder, which is empty: nothing of a dump is near yet, and programs run that are
// not needed any more once one is. `loaded`, or why not.
Loading prepare_server(formats::dumps::DumpKind kind, const LoadingSetting& setting);

// Starts it, gives it the dump, and ends it. `descriptor` is the same file, for a program that reads it itself.
Loading load_dump(formats::dumps::DumpKind kind, const io::File& file, int descriptor, const LoadingSetting& setting);

}  // namespace garde::restorer
