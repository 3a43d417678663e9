#include "cage/worker.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <new>
#include <numeric>
#include <vector>

#include "cage/frame.h"
#include "cage/start.h"
#include "cage/walls.h"
#include "io/disk_tree.h"

namespace garde::cage {
namespace {

[[noreturn]] void leave(WorkerStatus status) { ::_exit(static_cast<int>(status)); }

// The process is over when who started it listens no more: SIGPIPE ends it.
void write_all(int channel, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(channel, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) leave(WorkerStatus::no_orders);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void write_frame(int channel, FrameKind kind, std::span<const std::byte> bytes) {
  write_all(channel, frame_head(kind, static_cast<std::uint32_t>(bytes.size())));
  write_all(channel, bytes);
}

// The next frame, which is of that kind.
WipedBytes read_frame(int channel, FrameKind kind) {
  WipedBytes frame;
  bool there = false;
  FrameReader reader(
      [kind](FrameKind found) {
        return found == kind ? std::optional(ByteCount{kMaxRequest + kMaxTaskName + 64}) : std::nullopt;
      },
      [&](FrameKind, WipedBytes bytes) -> Result<void> {
        frame = std::move(bytes);
        there = true;
        return {};
      });
  WipedBytes piece(64U << 10U);
  while (!there) {
    const ssize_t count = ::read(channel, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || !reader.take(std::span(piece).first(static_cast<std::size_t>(count))))
      leave(WorkerStatus::no_orders);
  }
  return frame;
}

void write_failure(int channel, Error error) {
  if (error.subject.size() > kMaxPath) error.subject.resize(kMaxPath);
  if (error.detail.size() > kMaxDetail) error.detail.resize(kMaxDetail);
  write_frame(channel, FrameKind::failure, encode(Failure{std::move(error)}).take());
}

// Dies with who started it, who made the other end of the channel.
void follow_to_the_end() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(kChannel, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.pid != ::getppid())
    leave(WorkerStatus::no_orders);
}

// A server is not run as the super-user, nor does one of another account have to be.
void become(const io::SystemAccount& account) {
  if (::setgroups(0, nullptr) != 0 || ::setgid(account.group) != 0 || ::setuid(account.user) != 0)
    leave(WorkerStatus::no_orders);
  follow_to_the_end();  // which another account forgets
}

// When the computer runs out of memory, this process goes rather than another.
void volunteer_to_go_first() {
  const io::FileDescriptor score(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  constexpr std::string_view kFirst = "1000";
  static_cast<void>(!::write(score.get(), kFirst.data(), kFirst.size()));
}

Error too_long(std::string_view what) {
  return {ErrorKind::invalid_input, std::string(what), std::nullopt, "longer than the call allows"};
}

Result<WipedBytes> run_task(std::span<const Task> tasks, const Order& order, Port& port) {
  if (order.task.empty()) return WipedBytes();
  const auto task = std::ranges::find(tasks, order.task, &Task::name);
  if (task == tasks.end()) return Error{ErrorKind::not_found, order.task, std::nullopt, "no such task"};
  return task->run(order.request, port);
}

}  // namespace

Result<void> Port::send(std::span<const std::byte> event) {
  if (event.size() > longest_event_.value) return too_long("event");
  if (!say_) return Error{ErrorKind::invalid_input, "event", std::nullopt, "nobody asked for it"};
  const std::scoped_lock lock(mutex_);
  return say_(event);
}

bool is_worker(int argc, const char* const* argv) {
  if (argc != 2 || argv[1] != kWorkerWord) return false;
  struct stat status{};
  return ::fstat(kChannel, &status) == 0 && S_ISSOCK(status.st_mode);
}

void work(std::span<const Task> tasks) {
  follow_to_the_end();
  std::set_new_handler([] { leave(WorkerStatus::out_of_memory); });
  volunteer_to_go_first();
  const auto start = decode<Start>(read_frame(kChannel, FrameKind::start));
  if (!start) leave(WorkerStatus::no_orders);
  ::close_range(kFirstGiven + start->given, ~0U, 0);
  if (start->policy.account) become(*start->policy.account);
  std::vector<int> given(start->given);
  std::iota(given.begin(), given.end(), kFirstGiven);

  const auto walls = enter_cage(start->policy);
  if (!walls) {
    write_failure(kChannel, walls.error());
    leave(WorkerStatus::done);
  }
  write_frame(kChannel, FrameKind::hello, encode(*walls).take());

  auto order = decode<Order>(read_frame(kChannel, FrameKind::request));
  if (!order) leave(WorkerStatus::no_orders);
  const auto say = [](std::span<const std::byte> event) -> Result<void> {
    write_frame(kChannel, FrameKind::event, event);
    return {};
  };
  Port port(say, given, start->longest_event, {});
  auto answer = run_task(tasks, *order, port);
  if (answer && answer->size() > start->longest_answer.value) answer = too_long("answer");
  if (answer)
    write_frame(kChannel, FrameKind::answer, *answer);
  else
    write_failure(kChannel, answer.error());
  leave(WorkerStatus::done);
}

}  // namespace garde::cage
