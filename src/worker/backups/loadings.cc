#include "worker/backups/loadings.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "io/disk_tree.h"
#include "worker/backups/load_orders.h"

namespace garde::worker {
namespace {

namespace fs = std::filesystem;
using backups::LoadingReason;
using restorer::Loaded;
using restorer::Loading;
using std::chrono::milliseconds;

// Of addresses, for each process: the worker reads pieces of some megabytes, and a server has a limit of its own.
constexpr ByteCount kMemory = 2_GiB;
constexpr std::uint32_t kOpenFiles = 1024;
// PostgreSQL has one for each session and half a dozen beside; MariaDB some thirty threads.
constexpr std::uint32_t kProcesses = 100;
// PostgreSQL asks for 56 bytes, by which it knows whether another serves its folder; for a megabyte while its files are
// made, unless somewhere it may use POSIX's.
constexpr ByteCount kSharedWhilePreparing = 1_MiB;
constexpr ByteCount kLongestFile = ByteCount{1ULL << 44U};
// Beyond what the loading may take: to start, to end a server that does not listen, to leave.
constexpr std::chrono::seconds kBeside{120};

// A program finds its libraries, its time zones and what is installed with it, and nothing else of this computer.
constexpr auto kLibraries = std::to_array<const char*>(
    {"/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/etc/ld.so.cache"});
constexpr auto kInstalled = std::to_array<const char*>(
    {"/usr/share/postgresql", "/usr/share/pgsql", "/usr/share/mysql", "/usr/share/mariadb", "/usr/share/zoneinfo"});
// By which the kernel starts any program: of those there are, the one of this processor is there.
constexpr auto kInterpreters = std::to_array<const char*>(
    {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-linux-armhf.so.3", "/lib/ld-linux.so.2",
     "/lib64/ld64.so.2", "/lib/ld64.so.1", "/lib/ld-linux-riscv64-lp64d.so.1", "/lib64/ld-linux-loongarch-lp64d.so.1"});

// "/opt/pg/bin/postgres": what lies in "/opt/pg" belongs to it. Never what belongs to a person, whose own programs may
// stand beside anything.
std::optional<std::string> own_folder(const std::string& program) {
  const std::string prefix = fs::path(program).parent_path().parent_path().string();
  const bool is_its_own = (prefix.starts_with("/opt/") || prefix.starts_with("/usr/")) && prefix != "/usr/local";
  return is_its_own ? std::optional(prefix) : std::nullopt;
}

// Where the name of a program leads, which may be a link: there it has to be too.
void add_program(std::vector<std::string>& places, const std::string& program) {
  places.push_back(program);
  std::error_code code;
  const fs::path real = fs::canonical(program, code);
  if (!code && real != program) places.push_back(real.string());
}

struct Needed {
  std::vector<std::string> before;  // a dump is near
  std::vector<std::string> with;
};
Needed programs_of(formats::dumps::DumpKind kind, const restorer::DatabasePrograms& all) {
  if (kind == formats::dumps::DumpKind::mysql)
    return {{all.mariadb->install, all.mariadb->server}, {all.mariadb->server, all.mariadb->client}};
  return {{all.postgresql->initdb, all.postgresql->postgres}, {all.postgresql->postgres, all.postgresql->pg_restore}};
}

cage::Call call_for(const restorer::ServerPlace& place, const LoadOrder& order, const std::stop_token& stop) {
  const auto cpu = std::chrono::ceil<std::chrono::seconds>(order.limit) + kBeside;
  return {.task = {},
          .policy = {.readable = {},
                     .writable = {order.folder},
                     .memory = kMemory,
                     .cpu = cpu,
                     .file_size = kLongestFile,
                     .open_files = kOpenFiles,
                     .programs = cage::Programs{.runnable = {}, .processes = kProcesses},
                     .account = place.account},
          .deadline = order.limit + kBeside,
          .stop = stop};
}

// The programs that make a server's files are shell scripts and start others: they have all that is installed, and
// nothing of a dump.
void allow_preparing(cage::Policy& policy, const std::vector<std::string>& programs) {
  constexpr auto kSystem = std::to_array<const char*>({"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"});
  policy.programs->runnable.assign(kSystem.begin(), kSystem.end());
  policy.programs->shared_segment = kSharedWhilePreparing;
  policy.readable = {"/etc/ld.so.cache"};
  for (const std::string& program : programs) {
    add_program(policy.programs->runnable, program);
    if (auto own = own_folder(program)) policy.programs->runnable.push_back(*std::move(own));
  }
}

// No shell, no other program, and nothing to read but what these need.
void allow_loading(cage::Policy& policy, const std::vector<std::string>& programs) {
  policy.readable.assign(kLibraries.begin(), kLibraries.end());
  policy.readable.insert(policy.readable.end(), kInstalled.begin(), kInstalled.end());
  policy.programs->runnable.assign(kInterpreters.begin(), kInterpreters.end());
  for (const std::string& program : programs) {
    add_program(policy.programs->runnable, program);
    if (auto own = own_folder(program)) policy.readable.push_back(*std::move(own));
  }
}

restorer::LoadingSetting setting_of(const LoadOrder& order, const std::stop_token& stop) {
  const auto until = std::chrono::steady_clock::now() + order.limit;
  return {.programs = order.programs,
          .folder = order.folder,
          .spare_space = order.spare_space,
          .spent = [until] { return std::chrono::steady_clock::now() >= until; },
          .stop = stop};
}

struct PrepareServer {
  static constexpr std::string_view kName = "prepare-server";
  using Request = LoadOrder;
  using Answer = Loading;
  static Result<Answer> run(const Request& order, cage::Port& port) {
    return restorer::prepare_server(order.kind, setting_of(order, port.stop()));
  }
};

struct LoadDump {
  static constexpr std::string_view kName = "load-dump";
  using Request = LoadOrder;
  using Answer = Loading;
  static Result<Answer> run(const Request& order, cage::Port& port) {
    if (port.descriptors().size() != 1) return Error{ErrorKind::invalid_input, "dump", std::nullopt, "no file"};
    const int descriptor = port.descriptors().front();
    const auto file = TRY(io::file_behind(descriptor, "dump", io::Access::sequential));
    return restorer::load_dump(order.kind, *file, descriptor, setting_of(order, port.stop()));
  }
};

// The end of a worker says nothing of the dump.
Loading not_loaded(cage::Ending ending) {
  switch (ending) {
    case cage::Ending::no_walls:
    case cage::Ending::not_started: return {.outcome = Loaded::no_cage};
    case cage::Ending::late:
    case cage::Ending::cpu_limit: return {.outcome = Loaded::not_loaded, .reason = LoadingReason::takes_too_long};
    case cage::Ending::cancelled: return {.outcome = Loaded::not_loaded, .reason = LoadingReason::stopped};
    case cage::Ending::finished:
    case cage::Ending::failed:
    case cage::Ending::memory_limit:
    case cage::Ending::file_size_limit:
    case cage::Ending::forbidden_call:
    case cage::Ending::crashed:
    case cage::Ending::broken_protocol: break;
  }
  return {.outcome = Loaded::not_loaded, .reason = LoadingReason::ended};
}

}  // namespace

cage::Task prepare_server_task() { return cage::task_of<PrepareServer>(); }
cage::Task load_dump_task() { return cage::task_of<LoadDump>(); }

Loading load_dump(const cage::Runner& runner, const DumpToLoad& dump, const LoadingPlace& place) {
  if (!restorer::has_server_for(dump.kind, place.programs)) return {.outcome = Loaded::no_server};
  std::error_code code;
  const auto server = restorer::make_server_place(place.scratch, fs::temp_directory_path(code));
  if (!server) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::does_not_start};
  const LoadOrder order{.kind = dump.kind,
                        .programs = place.programs,
                        .folder = server->folder.path().string(),
                        .spare_space = place.spare_space,
                        .limit = place.limit};
  const Needed needed = programs_of(dump.kind, place.programs);
  cage::Call preparing = call_for(*server, order, place.stop);
  allow_preparing(preparing.policy, needed.before);
  const auto prepared = cage::ask<PrepareServer>(runner, order, std::move(preparing));
  if (!prepared) return not_loaded(prepared.error().ending);
  if (prepared->outcome != Loaded::loaded) return *prepared;
  cage::Call loading = call_for(*server, order, place.stop);
  allow_loading(loading.policy, needed.with);
  loading.descriptors = std::span(&dump.descriptor, 1);
  auto loaded = cage::ask<LoadDump>(runner, order, std::move(loading));
  return loaded ? std::move(loaded).value() : not_loaded(loaded.error().ending);
}

Result<cage::Walls> walls_around_servers(const std::string& program) {
  return cage::walls_of_this_computer(
      program, { .programs = cage::Programs{}, .account = TRY(restorer::account_for_servers()) });
}

}  // namespace garde::worker
