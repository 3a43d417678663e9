// The drill's "opened" for database dumps: loaded into a real database server of this computer, made for it alone and
// wiped after. A dump that reads to its end may still be one that no server takes back.
//
// A dump may hold SQL that runs programs, so nothing is loaded without a cage. Within it the server listens on a socket
// in a private folder and nowhere else, runs as an account that is not the super-user, and loads as a role that may do
// nothing to the computer. What a dump says to the client program (psql, mariadb) is never obeyed. See docs/opening.md.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "backups/reasons.h"
#include "base/byte_count.h"
#include "base/instant.h"
#include "formats/dumps/dump_file.h"
#include "io/tree.h"
#include "restorer/program_cage.h"

namespace garde::restorer {

enum class Loaded : std::uint8_t {
  loaded,         // every statement, by the server
  does_not_load,  // the server refuses its content, or it ends too early
  not_loaded,     // and nothing can be said of it
  no_server,      // this computer has none of its kind
  no_cage,        // nor may a server be given it: nothing would keep it from this computer
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

struct LoadingSetting {
  const ProgramCage* cage = nullptr;  // null: no dump is loaded, and no server started; must outlive the loader
  DatabasePrograms programs;
  std::filesystem::path
      scratch;  // where a folder is made, when its path is short enough for a socket and we are not root
  std::filesystem::path temporary;  // else here
  ByteCount spare_space;            // a load ends before less than this is free
  std::function<bool()> spent;      // true once the time for all loads is; asked from another thread
  std::stop_token stop;
};

// Whether a file is a dump that a server can be asked to load, by its first bytes, decompressed if it is compressed.
std::optional<formats::dumps::DumpKind> loadable_dump(const io::File& file);

// Starts each server when its first dump comes. For one thread.
class DumpLoader {
 public:
  explicit DumpLoader(LoadingSetting setting);
  ~DumpLoader();  // ends the servers and wipes their folders
  DumpLoader(const DumpLoader&) = delete;
  DumpLoader& operator=(const DumpLoader&) = delete;

  // `path_on_disk` is where the file lies, for programs that read it themselves.
  Loading load(formats::dumps::DumpKind kind, const io::File& file, const std::string& path_on_disk);

 private:
  struct Servers;
  std::unique_ptr<Servers> servers_;
};

}  // namespace garde::restorer
