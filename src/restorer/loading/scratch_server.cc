#include "restorer/loading/scratch_server.h"

#include <csignal>

#include "io/volume.h"

namespace garde::restorer::loading {

io::ProgramCall Place::call(std::string program, std::vector<std::string> arguments) const {
  return {.program = std::move(program),
          .arguments = std::move(arguments),
          .environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C", "TZ=UTC", "HOME=" + path()},
          .folder = path(),
          .account = account};
}

Result<Place> make_place(const LoadingSetting& setting, std::span<const std::string_view> accounts) {
  GARDE_CHECK(setting.cage != nullptr);
  // A socket's path is at most 107 bytes; the folder and the socket's name take some 45 of them.
  constexpr std::size_t kLongestParent = 60;
  std::optional<io::SystemAccount> account;
  if (io::runs_as_super_user()) {
    account = io::find_account(accounts);
    if (!account)
      return Error{ErrorKind::unsupported, "", std::nullopt, "nobody but the super-user to run a server as"};
  }
  // Another account cannot reach a folder within our private one.
  const bool beside = !account && setting.scratch.native().size() <= kLongestParent;
  auto folder = TRY(io::ScratchFolder::create(beside ? setting.scratch : setting.temporary));
  if (account) TRY(folder.give_to(*account));
  return Place{std::move(folder), account, *setting.cage};
}

Watch::Watch(const io::ChildProgram& program, int signal, const LoadingSetting& setting, const Place& place)
    : program_(program),
      signal_(signal),
      setting_(setting),
      folder_(place.path()),
      thread_([this](const std::stop_token& over) { watch(over); }) {}

void Watch::watch(const std::stop_token& over) {
  constexpr std::chrono::milliseconds kBetweenLooks{200};
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, over, kBetweenLooks, [&] { return over.stop_requested(); })) {
    if (over.stop_requested()) return;
    if (setting_.stop.stop_requested())
      reason_ = "stopped";
    else if (setting_.spent && setting_.spent())
      reason_ = "it took longer than a drill gives it";
    else if (const auto access = io::access_to(folder_); access && access->free < setting_.spare_space)
      reason_ = "it filled the disk of the scratch folder";
    if (reason_.empty()) continue;
    program_.signal(signal_);
    return;
  }
}

std::string Watch::finish() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  return reason_;
}

Result<RanToEnd> run_to_end(const io::ProgramCall& call, const LoadingSetting& setting, const Place& place) {
  auto program = TRY(place.start(call));
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
