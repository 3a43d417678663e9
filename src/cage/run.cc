#include "cage/run.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "cage/process.h"
#include "cage/start.h"

namespace garde::cage {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kPiece = 64U << 10U;  // read at a time
constexpr std::size_t kLastWords = 4096;    // bytes kept of what it writes for a log
// A worker that talks without end costs no more than this: it is then left waiting for the rest of a period.
constexpr milliseconds kPeriod{100};
constexpr std::uint64_t kEventsInPeriod = 2000;
constexpr std::uint64_t kPiecesInPeriod = 1024;

// How long a worker may do nothing at all, of the time it is given. A disk that retries what it cannot read, or wakes
// up, keeps it waiting for a minute or two; a share whose server is gone, for ever.
milliseconds rest_within(milliseconds deadline) {
  constexpr int kPart = 8;
  constexpr milliseconds kLeast{1000};  // the system counts what was used in hundredths of a second
  constexpr milliseconds kLongest = std::chrono::minutes(3);
  return std::clamp(deadline / kPart, kLeast, kLongest);
}

Error refused(std::string_view call) {
  return {ErrorKind::unreadable, "worker", std::nullopt,
          std::string(call) + ": " + std::generic_category().message(errno)};
}

struct Channel {
  io::FileDescriptor ours;
  io::FileDescriptor theirs;
};

// Writing to a socket whose other end is gone can be told without a signal.
Result<Channel> make_channel() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return refused("socketpair");
  return Channel{io::FileDescriptor(ends[0]), io::FileDescriptor(ends[1])};
}

void append_frame(WipedBytes& out, FrameKind kind, std::span<const std::byte> bytes) {
  const FrameHead head = frame_head(kind, static_cast<std::uint32_t>(bytes.size()));
  out.append(head);
  out.append(bytes);
}

// What remains to be said to the worker.
class Outbox {
 public:
  explicit Outbox(WipedBytes bytes = WipedBytes()) : bytes_(std::move(bytes)) {}
  bool empty() const { return sent_ == bytes_.size(); }
  // False when nobody listens.
  bool send(int channel) {
    const ssize_t count = ::send(channel, bytes_.data() + sent_, bytes_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    sent_ += static_cast<std::size_t>(count);
    return true;
  }

 private:
  WipedBytes bytes_;
  std::size_t sent_ = 0;
};

// How fast a worker is listened to.
class Pace {
 public:
  explicit Pace(Clock::time_point now) : begun_(now) {}
  void note(std::uint64_t events) {
    ++pieces_;
    events_ = events;
  }
  // How long nothing more is to be read; zero: now.
  milliseconds pause(Clock::time_point now) {
    if (now - begun_ >= kPeriod) {
      begun_ = now;
      pieces_ = 0;
      events_before_ = events_;
    }
    if (pieces_ < kPiecesInPeriod && events_ - events_before_ < kEventsInPeriod) return {};
    return std::chrono::ceil<milliseconds>(begun_ + kPeriod - now);
  }

 private:
  Clock::time_point begun_;
  std::uint64_t pieces_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t events_before_ = 0;
};

class Session {
 public:
  Session(const Call& call, Process process, io::FileDescriptor channel, io::FileDescriptor log, WipedBytes request)
      : call_(call),
        process_(std::move(process)),
        channel_(std::move(channel)),
        log_(std::move(log)),
        request_(std::move(request)),
        conversation_(call.limits, call.on_event),
        begun_(Clock::now()),
        pace_(begun_),
        longest_rest_(rest_within(call.deadline)),
        looked_at_(begun_),
        moved_at_(begun_) {}

  Ended run(WipedBytes start) {
    outbox_ = Outbox(std::move(start));
    {
      const std::stop_callback on_stop(call_.stop, [this] { process_.kill(); });
      while (step()) {
      }
      process_.kill();
    }
    const auto exit = process_.reap(kPatience);
    return conclude(exit);
  }

 private:
  // Whether it has neither spoken nor used the processor for too long: it waits for a medium that no longer answers.
  // Not so who starts slowly on a busy computer, nor who waits for programs of others, which do the work. Where the
  // system does not tell how much it used, the deadline alone counts.
  bool rests_too_long(Clock::time_point now) {
    if (call_.policy.programs) return false;
    const Life life{conversation_.events(),
                    process_.processor_time().value_or(static_cast<std::uint64_t>(now.time_since_epoch().count()))};
    if (std::exchange(life_, life) != life) moved_at_ = now;
    return now - moved_at_ >= longest_rest_;
  }

  // One wait and what it brought; false when the worker has ended, or is to.
  bool step() {
    const auto now = Clock::now();
    const auto left = std::chrono::ceil<milliseconds>(end() - now);
    if (left <= milliseconds{}) {
      is_late_ = !conversation_.is_over();
      return false;
    }
    if (now - looked_at_ >= longest_rest_ / kLooksInARest) {
      looked_at_ = now;
      if (rests_too_long(now)) {
        is_late_ = !conversation_.is_over();
        return false;
      }
    }
    const milliseconds pause = pace_.pause(now);
    const bool listens = pause == milliseconds{};
    const milliseconds longest = longest_rest_ / kLooksInARest;
    const auto wait = static_cast<int>(
        std::min<std::int64_t>(listens ? left.count() : std::min(left, pause).count(), longest.count()));
    std::array<pollfd, 3> polled{pollfd{process_.descriptor(), POLLIN, 0},
                                 pollfd{is_silent_ ? -1 : channel_.get(), wanted(listens), 0},
                                 pollfd{listens ? log_.get() : -1, POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), wait) < 0) return errno == EINTR;
    if ((polled[1].revents & POLLOUT) != 0 && !outbox_.send(channel_.get())) outbox_ = Outbox();
    if (listens && (polled[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !listen()) return false;
    if (polled[2].revents != 0) take_log();
    if (polled[0].revents == 0) return true;
    process_.kill();  // what it may have started
    // What it had still said is taken first.
    return !listens || (polled[1].revents & POLLIN) != 0 || (polled[2].revents & POLLIN) != 0;
  }

  short wanted(bool listens) const {
    return static_cast<short>((listens ? POLLIN : 0) | (outbox_.empty() ? 0 : POLLOUT));
  }

  // After its last word it has a moment to leave.
  Clock::time_point end() const {
    constexpr std::chrono::years kNever{1};
    const auto deadline = begun_ + std::min<milliseconds>(call_.deadline, std::chrono::ceil<milliseconds>(kNever));
    return over_at_ ? std::min(deadline, *over_at_ + kPatience) : deadline;
  }

  bool listen() {
    WipedBytes piece(kPiece);
    const ssize_t count = ::recv(channel_.get(), piece.data(), piece.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (count <= 0) {
      is_silent_ = true;
      return true;
    }
    const bool knew_walls = conversation_.walls().has_value();
    const auto taken = conversation_.take(std::span(piece).first(static_cast<std::size_t>(count)));
    pace_.note(conversation_.events());
    if (!taken) {
      broken_ = taken.error();
      return false;
    }
    if (!knew_walls && conversation_.walls()) {
      const Walls& walls = *conversation_.walls();
      const bool stand = call_.policy.programs ? walls.hold_programs() : walls.hold();
      // What others have written is started nowhere else.
      if ((call_.needs_walls || call_.policy.programs) && !stand) {
        lacks_walls_ = true;
        return false;
      }
      outbox_ = Outbox(std::move(request_));
    }
    if (conversation_.is_over() && !over_at_) over_at_ = Clock::now();
    return true;
  }

  void take_log() {
    std::array<char, kLastWords> piece{};
    const ssize_t count = ::read(log_.get(), piece.data(), piece.size());
    pace_.note(conversation_.events());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (count <= 0) {
      log_ = io::FileDescriptor();
      return;
    }
    last_words_.append(piece.data(), static_cast<std::size_t>(count));
    if (last_words_.size() > kLastWords) last_words_.erase(0, last_words_.size() - kLastWords);
  }

  Ended conclude(const std::optional<Exit>& exit) {
    Ended ended;
    ended.walls = conversation_.walls();
    ended.last_words = std::move(last_words_);
    ended.elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - begun_);
    if (exit) {
      ended.signal = exit->signal;
      ended.status = exit->status;
      ended.cpu = exit->cpu;
      ended.peak_memory = exit->peak_memory;
    }
    ended.ending = ending(exit);
    if (ended.ending == Ending::finished) ended.answer = *std::move(conversation_.answer());
    if (ended.ending == Ending::failed || ended.ending == Ending::not_started)
      ended.error = *std::move(conversation_.failure());
    if (ended.ending == Ending::broken_protocol)
      ended.error =
          broken_ ? *broken_ : Error{ErrorKind::damaged, "channel", std::nullopt, "it left without an answer"};
    return ended;
  }

  Ending ending(const std::optional<Exit>& exit) {
    if (broken_) return Ending::broken_protocol;
    if (lacks_walls_) return Ending::no_walls;
    const bool left_well = exit && exit->signal == 0 && exit->status == static_cast<int>(WorkerStatus::done);
    if (left_well && conversation_.answer()) return Ending::finished;
    if (left_well && conversation_.failure()) return conversation_.walls() ? Ending::failed : Ending::not_started;
    if (call_.stop.stop_requested()) return Ending::cancelled;
    if (is_late_ || !exit) return Ending::late;
    switch (exit->signal) {
      case SIGXCPU: return Ending::cpu_limit;
      case SIGXFSZ: return Ending::file_size_limit;
      case SIGSYS: return Ending::forbidden_call;
      case SIGKILL: return exit->cpu >= call_.policy.cpu ? Ending::cpu_limit : Ending::crashed;
      case 0: break;
      default: return Ending::crashed;
    }
    if (exit->status == static_cast<int>(WorkerStatus::out_of_memory)) return Ending::memory_limit;
    return exit->status == static_cast<int>(WorkerStatus::done) ? Ending::broken_protocol : Ending::crashed;
  }

  static constexpr int kLooksInARest = 10;
  struct Life {
    std::uint64_t events = 0;
    std::uint64_t processor = 0;
    bool operator==(const Life&) const = default;
  };

  const Call& call_;
  Process process_;
  io::FileDescriptor channel_;
  io::FileDescriptor log_;
  WipedBytes request_;
  Outbox outbox_;
  Conversation conversation_;
  Clock::time_point begun_;
  Pace pace_;
  Life life_;  // as it was looked at last
  const milliseconds longest_rest_;
  Clock::time_point looked_at_;
  Clock::time_point moved_at_;
  std::optional<Clock::time_point> over_at_;
  std::optional<Error> broken_;
  bool is_late_ = false;
  bool is_silent_ = false;  // nothing more comes on the channel
  bool lacks_walls_ = false;
  std::string last_words_;
};

Result<Ended> start_and_run(const Call& call) {
  WipedBytes start;
  append_frame(start, FrameKind::start,
               TRY(encode(Start{call.policy, static_cast<std::uint32_t>(call.descriptors.size()), call.limits.event,
                                call.limits.answer})));
  WipedBytes request;
  append_frame(request, FrameKind::request, TRY(encode(OrderView{call.task, call.request})));
  const io::FileDescriptor nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!nothing.is_open()) return refused("/dev/null");
  Channel channel = TRY(make_channel());
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return refused("pipe2");
  io::FileDescriptor log(pipe[0]);
  io::FileDescriptor log_end(pipe[1]);
  std::vector<int> given = {nothing.get(), nothing.get(), log_end.get(), channel.theirs.get()};
  static_assert(kChannel == 3 && kFirstGiven == 4);
  given.insert(given.end(), call.descriptors.begin(), call.descriptors.end());
  Process process = TRY(Process::start(call.program, std::string(kWorkerWord), given));
  channel.theirs = io::FileDescriptor();
  log_end = io::FileDescriptor();
  Session session(call, std::move(process), std::move(channel.ours), std::move(log), std::move(request));
  return session.run(std::move(start));
}

}  // namespace

std::string_view name(Ending ending) {
  switch (ending) {
    case Ending::finished: return "finished";
    case Ending::failed: return "failed";
    case Ending::cancelled: return "cancelled";
    case Ending::late: return "late";
    case Ending::cpu_limit: return "cpu-limit";
    case Ending::memory_limit: return "memory-limit";
    case Ending::file_size_limit: return "file-size-limit";
    case Ending::forbidden_call: return "forbidden-call";
    case Ending::crashed: return "crashed";
    case Ending::broken_protocol: return "broken-protocol";
    case Ending::no_walls: return "no-walls";
    case Ending::not_started: return "not-started";
  }
  return "";
}

Ended run_in_cage(const Call& call) {
  auto ended = start_and_run(call);
  if (ended) return std::move(ended).take();
  return {.ending = Ending::not_started, .error = ended.error()};
}

Result<Walls> walls_of_this_computer(const std::string& program, Policy policy) {
  constexpr milliseconds kLong{10'000};
  const Ended ended = run_in_cage(
      {.task = "", .policy = std::move(policy), .deadline = kLong, .needs_walls = false, .program = program});
  if (ended.walls) return *ended.walls;
  return ended.error.value_or(Error{ErrorKind::unreadable, "worker", std::nullopt, std::string(name(ended.ending))});
}

}  // namespace garde::cage
