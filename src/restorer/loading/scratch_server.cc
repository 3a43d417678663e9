#include "restorer/loading/scratch_server.h"

#include <csignal>

#include "io/volume.h"

namespace garde::restorer::loading {

using backups::LoadingReason;

io::ProgramCall Place::call(std::string program, std::vector<std::string> arguments) const {
  return {.program = std::move(program),
          .arguments = std::move(arguments),
          .environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C", "TZ=UTC", "HOME=" + path, "TMPDIR=" + path,
                          // Each arena reserves 64 MiB, which the limit counts.
                          "MALLOC_ARENA_MAX=2"},
          .folder = path,
          .memory = kServerMemory};
}

Result<std::string> Place::empty_folder() const {
  using std::filesystem::perms;
  constexpr perms kReadByAll = perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec;
  const std::filesystem::path made = std::filesystem::path(path) / "none";
  std::error_code code;
  std::filesystem::create_directory(made, code);
  if (!code) std::filesystem::permissions(made, kReadByAll, code);
  if (code) return Error{ErrorKind::unreadable, made.string(), std::nullopt, code.message()};
  return made.string();
}

Watch::Watch(const io::ChildProgram& program, int signal, const LoadingSetting& setting, const Place& place)
    : program_(program),
      signal_(signal),
      setting_(setting),
      folder_(place.path),
      thread_([this](const std::stop_token& over) { watch(over); }) {}

void Watch::watch(const std::stop_token& over) {
  constexpr std::chrono::milliseconds kBetweenLooks{200};
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, over, kBetweenLooks, [&] { return over.stop_requested(); })) {
    if (over.stop_requested()) return;
    if (setting_.stop.stop_requested())
      reason_ = LoadingReason::stopped;
    else if (setting_.spent && setting_.spent())
      reason_ = LoadingReason::takes_too_long;
    else if (const auto access = io::access_to(folder_); access && access->free < setting_.spare_space)
      reason_ = LoadingReason::disk_full;
    if (!reason_) continue;
    program_.signal(signal_);
    return;
  }
}

std::optional<LoadingReason> Watch::finish() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  return reason_;
}

Error ended(LoadingReason reason) {
  const ErrorKind kind = reason == LoadingReason::stopped          ? ErrorKind::cancelled
                         : reason == LoadingReason::takes_too_long ? ErrorKind::busy
                         : reason == LoadingReason::disk_full      ? ErrorKind::no_space
                                                                   : ErrorKind::unreadable;
  return {kind, "", std::nullopt, std::string(name(reason))};
}

LoadingReason why_not_started(const Error& error) {
  for (const LoadingReason reason : {LoadingReason::stopped, LoadingReason::takes_too_long, LoadingReason::disk_full})
    if (ended(reason).kind == error.kind) return reason;
  return LoadingReason::does_not_start;
}

Loading cannot_be_read(const Error& error) {
  Loading loading{.outcome = Loaded::not_loaded, .reason = LoadingReason::ended, .offset = error.offset};
  if (error.kind == ErrorKind::unsupported) loading.reason = LoadingReason::statement_too_long;
  if (error.kind == ErrorKind::invalid_input) loading.reason = LoadingReason::client_command;
  if (error.kind == ErrorKind::damaged) {
    loading.outcome = Loaded::does_not_load;
    loading.reason = LoadingReason::truncated;
  }
  return loading;
}

Result<RanToEnd> run_to_end(const io::ProgramCall& call, const LoadingSetting& setting, const Place& place) {
  auto program = TRY(io::ChildProgram::start(call));
  Watch watch(program, SIGKILL, setting, place);
  RanToEnd ran;
  // The watch may send its signal until the program's output ends; only then is it waited for.
  std::vector<std::byte> ignored(4096);
  for (;;) {
    const auto count = program.read(ignored);
    if (!count || *count == 0) break;
  }
  ran.ended_because = watch.finish();
  ran.status = program.wait();
  ran.errors = program.errors();
  return ran;
}

}  // namespace garde::restorer::loading
