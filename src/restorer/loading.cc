#include "restorer/loading.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "formats/archives/plain_stream.h"
#include "io/disk_tree.h"
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

// pg_restore gives up for many reasons: only what our own reading finds wrong is held against the dump.
Loading told_by_own_reading(Loading loading, int descriptor) {
  if (loading.outcome != Loaded::does_not_load || loading.reason != LoadingReason::not_converted) return loading;
  auto file = io::file_behind(descriptor, "dump", io::Access::sequential);
  bool is_whole = file.has_value();
  if (file)
    formats::dumps::open(std::move(file).take(), "dump", {}, Compression::none, DumpKind::postgresql_custom)
        ->check({.level = formats::Level::content, .go_on = {}, .on_bytes = {}},
                [&](const formats::archives::Flaw&) { is_whole = false; });
  if (is_whole) loading.outcome = Loaded::not_loaded;
  return loading;
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

DatabasePrograms this_computers_databases() {
  const char* path = std::getenv("PATH");
  return find_database_programs(usual_program_folders(path == nullptr ? "" : path));
}

Result<std::optional<io::SystemAccount>> account_for_servers() {
  if (!io::runs_as_super_user()) return std::optional<io::SystemAccount>();
  // One that owns nothing, if there is.
  constexpr std::array<std::string_view, 3> kAccounts = {"nobody", "postgres", "mysql"};
  auto account = io::find_account(kAccounts);
  if (account) return account;
  return Error{ErrorKind::unsupported, "", std::nullopt, "nobody but the super-user to run a server as"};
}

Result<ServerPlace> make_server_place(const fs::path& scratch, const fs::path& temporary) {
  // A socket's path is at most 107 bytes; the folder and the socket's name take some 45 of them.
  constexpr std::size_t kLongestParent = 60;
  const auto account = TRY(account_for_servers());
  // Another account cannot reach a folder within our private one.
  const bool beside = !account && scratch.native().size() <= kLongestParent;
  ServerPlace place {
    TRY(io::ScratchFolder::create(beside ? scratch : temporary))
    , account
  };
  if (account) TRY(place.folder.give_to(*account));
  return place;
}

bool has_server_for(DumpKind kind, const DatabasePrograms& programs) {
  return kind == DumpKind::mysql ? programs.mariadb.has_value() : programs.postgresql.has_value();
}

Loading prepare_server(DumpKind kind, const LoadingSetting& setting) {
  if (!has_server_for(kind, setting.programs)) return {.outcome = Loaded::no_server};
  const auto prepared = kind == DumpKind::mysql
                            ? loading::ScratchMariadb::prepare(*setting.programs.mariadb, setting)
                            : loading::ScratchPostgresql::prepare(*setting.programs.postgresql, setting);
  if (!prepared) return {.outcome = Loaded::not_loaded, .reason = loading::why_not_started(prepared.error())};
  return {.outcome = Loaded::loaded};
}

Loading load_dump(DumpKind kind, const io::File& file, int descriptor, const LoadingSetting& setting) {
  if (!has_server_for(kind, setting.programs)) return {.outcome = Loaded::no_server};
  const Compression compression = compression_of(file);
  if (kind == DumpKind::postgresql_custom && compression != Compression::none)
    return {.outcome = Loaded::not_loaded, .reason = LoadingReason::compressed_twice};
  PlainStream stream(file, compression);
  const auto source = [&]() -> Result<std::span<const std::byte>> {
    const auto piece = stream.next();
    if (piece.empty() && stream.flaw())
      return Error{ErrorKind::damaged, "", stream.stored_offset(), stream.flaw()->detail};
    if (piece.empty() && stream.unjudged())
      return Error{ErrorKind::unsupported, "", stream.stored_offset(), std::string(name(*stream.unjudged()))};
    return piece;
  };
  const auto not_started = [](const Error& error) {
    return Loading{.outcome = Loaded::not_loaded, .reason = loading::why_not_started(error)};
  };
  if (kind == DumpKind::mysql) {
    const auto server = loading::ScratchMariadb::start(*setting.programs.mariadb, setting);
    return server ? told_by_stream((*server)->load(source), stream) : not_started(server.error());
  }
  const auto server = loading::ScratchPostgresql::start(*setting.programs.postgresql, setting);
  if (!server) return not_started(server.error());
  if (kind == DumpKind::postgresql_custom) return told_by_own_reading((*server)->load_custom(descriptor), descriptor);
  loading::SqlText text(source);
  return told_by_stream((*server)->load_text(text), stream);
}

}  // namespace garde::restorer
