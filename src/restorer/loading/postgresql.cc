#include "restorer/loading/postgresql.h"

#include <array>
#include <csignal>

#include <fmt/format.h>

#include "restorer/loading/postgresql_load.h"
#include "restorer/loading/postgresql_session.h"

namespace garde::restorer::loading {
namespace {

using backups::LoadingReason;

constexpr std::chrono::seconds kTimeToStop{10};
constexpr const char* kOwner = "garde";
constexpr const char* kRestorer = "restorer";

// Small, without a network, without durability: it lives for one drill.
constexpr auto kSettings = std::to_array<const char*>(
    {"listen_addresses=", "unix_socket_permissions=0700", "fsync=off", "full_page_writes=off", "synchronous_commit=off",
     "max_connections=8", "shared_buffers=32MB", "maintenance_work_mem=32MB", "dynamic_shared_memory_type=mmap",
     "max_parallel_workers=0", "autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=256MB",
     "jit=off", "logging_collector=off", "log_min_messages=panic", "lc_messages=C", "restart_after_crash=off"});

}  // namespace

Result<void> ScratchPostgresql::prepare(const DatabasePrograms::Postgresql& programs, const LoadingSetting& setting) {
  const Place place{setting.folder.string()};
  const auto call =
      place.call(programs.initdb, {"--pgdata=" + place.path + "/data", fmt::format("--username={}", kOwner),
                                   "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"});
  const RanToEnd ran = TRY(run_to_end(call, setting, place));
  if (ran.status == 0) return {};
  if (ran.ended_because) return ended(*ran.ended_because);
  return Error{ErrorKind::unreadable, "", std::nullopt, fmt::format("initdb ends with {}", ran.status)};
}

Result<std::unique_ptr<ScratchPostgresql>> ScratchPostgresql::start(const DatabasePrograms::Postgresql& programs,
                                                                    const LoadingSetting& setting) {
  std::unique_ptr<ScratchPostgresql> made(new ScratchPostgresql(programs, setting, Place{setting.folder.string()}));
  TRY(made->start_server());
  return made;
}

ScratchPostgresql::~ScratchPostgresql() {
  if (server_) server_->end(SIGQUIT, kTimeToStop);  // at once: nothing of it is kept
}

Result<void> ScratchPostgresql::start_server() {
  std::vector<std::string> arguments = {"-D", place_.path + "/data", "-k", place_.path};
  for (const char* setting : kSettings) arguments.insert(arguments.end(), {"-c", setting});
  auto call = place_.call(programs_.postgres, std::move(arguments));
  call.output = io::ProgramCall::Output::none;  // a log may hold rows, and may grow
  call.death_signal = SIGQUIT;                  // on which it ends all its processes
  server_.emplace(TRY(io::ChildProgram::start(call)));
  constexpr int kLooks = 300;
  constexpr std::chrono::milliseconds kBetweenLooks{100};
  PostgresqlSession session(place_.path, kOwner);
  for (int look = 0; look < kLooks && server_->is_running() && !setting_.stop.stop_requested(); ++look) {
    if (session.connect("postgres")) {
      // Once there is a role that may make databases and nothing else, nobody enters as another.
      if (session.does(fmt::format("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS",
                                   kRestorer)) &&
          session.does("REVOKE CREATE ON DATABASE template1 FROM PUBLIC") &&
          session.does(fmt::format("ALTER ROLE {} NOLOGIN", kOwner)))
        return {};
      break;
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return Error{ErrorKind::unreadable, "", std::nullopt, "the scratch server does not start"};
}

Loading ScratchPostgresql::load_text(SqlText& text) {
  PostgresqlSession maker(place_.path, kRestorer);
  PostgresqlSession session(place_.path, kRestorer);
  const auto new_database = [&] {
    const std::string database = fmt::format("restored{}", ++databases_);
    return maker.connect("postgres") && maker.does(fmt::format("CREATE DATABASE {} TEMPLATE template0", database)) &&
           session.connect(database);
  };
  if (!new_database()) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::makes_no_database};
  Watch watch(*server_, SIGQUIT, setting_, place_);
  Loading loading = load_statements(text, session, new_database);
  if (const auto reason = watch.finish()) {
    server_->end(SIGQUIT, kTimeToStop);
    loading = {.outcome = Loaded::not_loaded, .reason = reason, .statements = loading.statements};
  }
  return loading;
}

Loading ScratchPostgresql::load_custom(int descriptor) {
  auto call = place_.call(programs_.pg_restore, {"--no-owner", "--no-privileges", "--file=-"});
  call.input = io::ProgramCall::Input::file;
  call.input_file = descriptor;
  auto program = io::ChildProgram::start(call);
  if (!program) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::not_converted};
  constexpr std::size_t kPiece = 65'536;
  std::vector<std::byte> piece(kPiece);
  SqlText text([&]() -> Result<std::span<const std::byte>> {
    return std::span<const std::byte>(piece).first(TRY(program->read(piece)));
  });
  Loading loading = load_text(text);
  if (loading.outcome == Loaded::not_loaded) return loading;
  // Where pg_restore itself gives up, the text it wrote so far may look like a whole dump.
  const int status = program->wait();
  if (status == 0) return loading;
  if (program->errors().find("unsupported version") != std::string::npos)
    return {.outcome = Loaded::not_loaded, .reason = LoadingReason::newer_version, .statements = loading.statements};
  return {.outcome = Loaded::does_not_load, .reason = LoadingReason::not_converted, .statements = loading.statements};
}

}  // namespace garde::restorer::loading
