#include "restorer/loading.h"

#include <algorithm>
#include <array>

#include "formats/archives/plain_stream.h"
#include "restorer/loading/mariadb.h"
#include "restorer/loading/postgresql.h"

namespace garde::restorer {
namespace {

namespace fs = std::filesystem;
using backups::LoadingReason;
using formats::archives::Compression;
using formats::archives::PlainStream;
using formats::dumps::DumpKind;

Compression compression_of(const io::File& file) {
  std::array<std::byte, 6> first{};
  const auto got = file.read_at(0, first);
  return got ? formats::archives::compression_of(std::span<const std::byte>(first).first(*got)) : Compression::none;
}

// The first of these that is there in one of the folders.
std::string find_program(const std::vector<std::string>& folders, std::initializer_list<std::string_view> names) {
  for (const std::string& folder : folders)
    for (const std::string_view name : names) {
      std::error_code code;
      fs::path path = fs::path(folder) / name;
      if (fs::is_regular_file(path, code)) return path.string();
    }
  return "";
}

// A dump whose reading ended, ended where its compressed form did.
Loading told_by_stream(Loading loading, const PlainStream& stream) {
  if (stream.flaw() && loading.reason == LoadingReason::truncated) loading.reason = LoadingReason::unreadable;
  if (stream.unjudged() && loading.reason == LoadingReason::statement_too_long)
    loading.reason = LoadingReason::decompression;
  return loading;
}

}  // namespace

std::string_view name(Loaded loaded) {
  switch (loaded) {
    case Loaded::loaded: return "loaded";
    case Loaded::does_not_load: return "does_not_load";
    case Loaded::not_loaded: return "not_loaded";
    case Loaded::no_server: return "no_server";
    case Loaded::no_cage: return "no_cage";
  }
  fail_check("a Loaded outside its enum", __FILE__, __LINE__);
}

DatabasePrograms find_database_programs(const std::vector<std::string>& folders) {
  DatabasePrograms programs;
  // All of one version, that of the server.
  for (const std::string& folder : folders) {
    const DatabasePrograms::Postgresql found{find_program({folder}, {"initdb"}), find_program({folder}, {"postgres"}),
                                             find_program({folder}, {"pg_restore"})};
    if (found.initdb.empty() || found.postgres.empty() || found.pg_restore.empty()) continue;
    programs.postgresql = found;
    break;
  }
  const DatabasePrograms::Mariadb mariadb{find_program(folders, {"mariadb-install-db"}),
                                          find_program(folders, {"mariadbd"}), find_program(folders, {"mariadb"})};
  if (!mariadb.install.empty() && !mariadb.server.empty() && !mariadb.client.empty()) programs.mariadb = mariadb;
  return programs;
}

std::vector<std::string> usual_program_folders(std::string_view path) {
  std::vector<std::pair<int, std::string>> versions;
  std::error_code code;
  for (fs::directory_iterator entry("/usr/lib/postgresql", code), end; !code && entry != end; entry.increment(code))
    versions.emplace_back(std::atoi(entry->path().filename().c_str()), (entry->path() / "bin").string());
  std::ranges::sort(versions, std::greater<>());
  std::vector<std::string> folders;
  for (auto& [version, folder] : versions) folders.push_back(std::move(folder));
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    if (folder.starts_with('/')) folders.emplace_back(folder);
    path.remove_prefix(std::min(path.size(), folder.size() + 1));
  }
  for (const char* folder : {"/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"})
    folders.emplace_back(folder);
  return folders;
}

std::optional<DumpKind> loadable_dump(const io::File& file) {
  std::vector<std::byte> first(formats::dumps::kTelling);
  first.resize(file.read_at(0, first).value_or(0));
  const Compression compression = formats::archives::compression_of(first);
  if (compression != Compression::none) {
    first.clear();
    PlainStream stream(file, compression);
    while (first.size() < formats::dumps::kTelling) {
      const auto piece = stream.take(formats::dumps::kTelling - first.size());
      if (piece.empty()) break;
      first.insert(first.end(), piece.begin(), piece.end());
    }
  }
  const auto kind = formats::dumps::dump_kind_of(first);
  const bool loadable =
      kind == DumpKind::postgresql_text || kind == DumpKind::postgresql_custom || kind == DumpKind::mysql;
  return loadable ? kind : std::nullopt;
}

struct DumpLoader::Servers {
  explicit Servers(LoadingSetting given) : setting(std::move(given)) {}

  // The server of a kind, started when it is not running; null when it cannot be, and `why` says so.
  template <class Server, class Programs>
  Server* running(std::unique_ptr<Server>& server, const Programs& programs, LoadingReason& why) {
    if (server != nullptr && server->is_running()) return server.get();
    server.reset();
    auto started = Server::start(programs, setting);
    if (!started) {
      why = loading::why_not_started(started.error());
      return nullptr;
    }
    server = std::move(*started);
    return server.get();
  }

  const LoadingSetting setting;
  std::unique_ptr<loading::ScratchPostgresql> postgresql = {};
  std::unique_ptr<loading::ScratchMariadb> mariadb = {};
};

DumpLoader::DumpLoader(LoadingSetting setting) : servers_(std::make_unique<Servers>(std::move(setting))) {}
DumpLoader::~DumpLoader() = default;

Loading DumpLoader::load(DumpKind kind, const io::File& file, const std::string& path_on_disk) {
  if (servers_->setting.cage == nullptr) return {.outcome = Loaded::no_cage};
  const bool is_mysql = kind == DumpKind::mysql;
  const DatabasePrograms& programs = servers_->setting.programs;
  if (is_mysql ? !programs.mariadb : !programs.postgresql) return {.outcome = Loaded::no_server};
  if (servers_->setting.spent && servers_->setting.spent())
    return {.outcome = Loaded::not_loaded, .reason = LoadingReason::takes_too_long};
  const Compression compression = compression_of(file);
  PlainStream stream(file, compression);
  const auto source = [&]() -> Result<std::span<const std::byte>> {
    const auto piece = stream.next();
    if (piece.empty() && stream.flaw())
      return Error{ErrorKind::damaged, "", stream.stored_offset(), stream.flaw()->detail};
    if (piece.empty() && stream.unjudged())
      return Error{ErrorKind::unsupported, "", stream.stored_offset(), std::string(name(*stream.unjudged()))};
    return piece;
  };
  LoadingReason why{};
  if (is_mysql) {
    auto* const server = servers_->running(servers_->mariadb, *programs.mariadb, why);
    if (server == nullptr) return {.outcome = Loaded::not_loaded, .reason = why};
    return told_by_stream(server->load(source), stream);
  }
  auto* const server = servers_->running(servers_->postgresql, *programs.postgresql, why);
  if (server == nullptr) return {.outcome = Loaded::not_loaded, .reason = why};
  if (kind == DumpKind::postgresql_text) {
    loading::SqlText text(source);
    return told_by_stream(server->load_text(text), stream);
  }
  if (compression != Compression::none)
    return {.outcome = Loaded::not_loaded, .reason = LoadingReason::compressed_twice};
  return server->load_custom(path_on_disk);
}

}  // namespace garde::restorer
