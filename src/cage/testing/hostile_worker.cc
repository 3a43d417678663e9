// A worker that a backup has taken over. Each task is one way to get at what is outside, or at who listens.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <vector>

#include "cage/frame.h"
#include "cage/start.h"
#include "cage/testing/hostile_calls.h"
#include "cage/worker.h"
#include "crypto/digest.h"
#include "crypto/secret.h"
#include "io/child_program.h"
#include "io/disk_tree.h"

namespace garde::cage {
namespace {

using testing::HostileCall;
using testing::HostileResult;
using Bytes = std::span<const std::byte>;
using Answer = Result<WipedBytes>;

WipedBytes copy(Bytes bytes) { return WipedBytes(bytes); }
WipedBytes number(std::uint64_t value) { return encode(value).take(); }

long address_of(const testing::Argument& argument) {
  struct Visitor {
    long operator()(testing::Null) const { return 0; }
    long operator()(std::int64_t value) const { return value; }
    long operator()(const std::string& text) const { return reinterpret_cast<long>(text.c_str()); }
    long operator()(testing::Parent) const { return ::getppid(); }
    long operator()(testing::Own) const { return ::getpid(); }
  };
  return std::visit(Visitor{}, argument);
}

// Any call of the system.
Answer call(Bytes request, Port&) {
  const auto wanted = TRY(decode<HostileCall>(request));
  std::array<long, 6> arguments{};
  for (std::size_t i = 0; i < wanted.arguments.size(); ++i) arguments[i] = address_of(wanted.arguments[i]);
  errno = 0;
  HostileResult result;
  result.value =
      ::syscall(wanted.number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
  result.error = errno;
  return encode(result);
}

// The 32-bit table of calls, which a filter of the 64-bit one does not know: getpid is 20 there, and execve 11.
Answer old_call_table(Bytes, Port&) {
#if defined(__x86_64__)
  long result = 20;
  __asm__ volatile("int $0x80" : "+a"(result) : : "memory");
  return number(static_cast<std::uint64_t>(result));
#else
  ::raise(SIGSYS);
  return number(0);
#endif
}

Answer x32_call_table(Bytes, Port&) {
#if defined(__x86_64__)
  constexpr long kX32 = 0x40000000;
  return number(static_cast<std::uint64_t>(::syscall(kX32 | SYS_getpid)));
#else
  ::raise(SIGSYS);
  return number(0);
#endif
}

Answer echo(Bytes request, Port& port) {
  TRY(port.send(request));
  return copy(request);
}

Answer fail(Bytes, Port&) { return Error{ErrorKind::wrong_secret, "repository", 17, "no key opens"}; }

Answer fail_at_length(Bytes, Port&) {
  return Error{ErrorKind::damaged, std::string(2 * kMaxPath, 'p'), std::nullopt, std::string(2 * kMaxDetail, 'd')};
}

// What readers do: threads that read, hash and allocate, the cryptographic libraries.
Answer ordinary_work(Bytes request, Port& port) {
  std::atomic<std::uint64_t> sum = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        std::vector<std::byte> memory(16U << 20U, std::byte{1});
        crypto::SecretBytes secret = crypto::SecretBytes::copy_of(request);
        sum += static_cast<std::uint64_t>(crypto::sha256(memory).bytes[0]) + secret.size();
        if (!port.send(request)) std::abort();
      });
  }
  return number(sum);
}

Answer read_given(Bytes, Port& port) {
  WipedBytes all;
  for (const int descriptor : port.descriptors()) {
    std::array<std::byte, 64> piece{};
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    all.append(std::span(piece).first(static_cast<std::size_t>(std::max<ssize_t>(count, 0))));
  }
  return all;
}

// Everything in a folder, as readers see it.
Answer read_tree(Bytes request, Port&) {
  const std::string path(reinterpret_cast<const char*>(request.data()), request.size());
  const auto tree = TRY(io::DiskTree::open(path));
  std::string seen;
  const auto note = [&](std::string_view what, const auto& result) {
    seen += std::string(what) + (result ? ": there\n" : ": " + describe(result.error()) + "\n");
  };
  const auto count = [&](const io::Entry& entry) -> Result<void> {
    seen += std::string(entry.name) + "\n";
    return {};
  };
  note("list", tree->list("a/b", io::Detail::stats, count));
  for (const char* path_in : {"a/b/file", "a/b", "a/b/link", "out/garde.sqlite3", "out", "a/none", "a/b/file/x"}) {
    note(path_in, tree->stat(path_in));
    note(path_in, tree->open(path_in, io::Access::random));
    note(path_in, tree->list(path_in, io::Detail::names, count));
  }
  return copy(std::as_bytes(std::span(seen)));
}

// The numbers of all that is open.
Answer open_descriptors(Bytes, Port&) {
  std::string open;
  for (int i = 0; i < 64; ++i)
    if (::fcntl(i, F_GETFD) >= 0) open += std::to_string(i) + " ";
  return copy(std::as_bytes(std::span(open)));
}

Answer environment(Bytes, Port&) {
  std::string all;
  for (char** one = environ; *one != nullptr; ++one) all += *one;
  return copy(std::as_bytes(std::span(all)));
}

Answer allocate(Bytes, Port&) {
  constexpr std::size_t kHuge = 64ULL << 30U;
  const std::vector<char> memory(kHuge, 'x');
  return number(memory.size());
}

Answer map_memory(Bytes, Port&) {
  constexpr std::size_t kHuge = 64ULL << 30U;
  void* memory = ::mmap(nullptr, kHuge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return number(memory == MAP_FAILED ? static_cast<std::uint64_t>(errno) : 0);
}

Answer spin(Bytes, Port&) {
  for (std::atomic<std::uint64_t> turns = 0;;) ++turns;
}

Answer spin_deaf(Bytes request, Port& port) {
  for (int i = 1; i < NSIG; ++i) ::signal(i, SIG_IGN);
  return spin(request, port);
}

Answer sleep(Bytes, Port&) {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

Answer thread_bomb(Bytes, Port&) {
  std::vector<std::jthread> threads;
  for (std::uint64_t count = 0;; ++count) {
    try {
      threads.emplace_back([] {
        for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
      });
    } catch (const std::system_error&) {
      // Joining them would wait for an hour.
      const WipedBytes answer = number(count);
      const FrameHead head = frame_head(FrameKind::answer, static_cast<std::uint32_t>(answer.size()));
      static_cast<void>(!::write(kChannel, head.data(), head.size()));
      static_cast<void>(!::write(kChannel, answer.data(), answer.size()));
      ::_exit(0);
    }
  }
}

Answer open_many(Bytes request, Port&) {
  const std::string path(reinterpret_cast<const char*>(request.data()), request.size());
  std::uint64_t count = 0;
  while (::open(path.c_str(), O_RDONLY) >= 0) ++count;
  return number(count);
}

Answer write_much(Bytes request, Port&) {
  const std::string path(reinterpret_cast<const char*>(request.data()), request.size());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
  const std::vector<char> piece(1U << 20U);
  while (::write(file, piece.data(), piece.size()) > 0) {
  }
  return number(static_cast<std::uint64_t>(errno));
}

Answer abort(Bytes, Port&) { fail_check("a mistake of ours", __FILE__, __LINE__); }

Answer segfault(Bytes, Port&) {
  ::signal(SIGSEGV, SIG_DFL);
  const auto* nowhere = reinterpret_cast<const volatile char*>(8);
  return number(static_cast<std::uint64_t>(*nowhere));
}

// Another process, which holds what was given and outlives this one if it can.
Answer fork_and_leave(Bytes, Port&) {
  if (::fork() == 0)
    for (;;) ::pause();
  return WipedBytes();
}

// A program of others, the words of the request one after the other: what it returns and what it said.
Answer run_program(Bytes request, Port&) {
  std::vector<std::string> words;
  std::string text(reinterpret_cast<const char*>(request.data()), request.size());
  for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
    words.push_back(text.substr(0, end));
  io::ProgramCall call{.program = words.front(), .arguments = {words.begin() + 1, words.end()}};
  auto program = TRY(io::ChildProgram::start(call));
  std::string said;
  std::array<std::byte, 4096> piece{};
  for (std::size_t count = 0; (count = TRY(program.read(piece))) > 0;)
    said.append(reinterpret_cast<const char*>(piece.data()), count);
  said = std::to_string(program.wait()) + ' ' + said;
  return WipedBytes(std::as_bytes(std::span(said)));
}

// Code of others, from that file.
Answer load_object(Bytes request, Port&) {
  const std::string path(reinterpret_cast<const char*>(request.data()), request.size());
  const std::string said = ::dlopen(path.c_str(), RTLD_NOW) != nullptr ? "loaded" : ::dlerror();
  return WipedBytes(std::as_bytes(std::span(said)));
}

// Two generations away, in a session of its own, and holding a file.
Answer leave_a_daemon(Bytes request, Port&) {
  const std::string path(reinterpret_cast<const char*>(request.data()), request.size());
  std::array<int, 2> ready{};
  if (::pipe(ready.data()) != 0) return Error{ErrorKind::unreadable, "pipe", std::nullopt, ""};
  if (::fork() == 0) {
    ::setsid();
    if (::fork() != 0) ::_exit(0);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT, 0600);
    if (::flock(file, LOCK_EX) == 0) static_cast<void>(!::write(ready[1], "x", 1));
    for (;;) ::pause();
  }
  char held = 0;
  static_cast<void>(!::read(ready[0], &held, 1));
  return WipedBytes(std::as_bytes(std::span(&held, 1)));
}

// How many there can be.
Answer fork_bomb(Bytes, Port&) {
  std::uint64_t count = 0;
  constexpr std::uint64_t kEnough = 10'000;
  while (count < kEnough) {
    const pid_t child = ::fork();
    if (child == 0)
      for (;;) ::pause();
    if (child < 0) break;
    ++count;
  }
  return number(count);
}

[[noreturn]] void say_and_leave(std::string_view bytes, int status) {
  static_cast<void>(!::write(kChannel, bytes.data(), bytes.size()));
  ::_exit(status);
}

std::string frame(FrameKind kind, std::uint32_t size, std::string_view bytes) {
  const FrameHead head = frame_head(kind, size);
  return std::string(reinterpret_cast<const char*>(head.data()), head.size()) + std::string(bytes);
}

Answer say(Bytes request, Port&) { say_and_leave({reinterpret_cast<const char*>(request.data()), request.size()}, 0); }
Answer leave_silently(Bytes, Port&) { ::_exit(0); }
Answer claim_memory(Bytes, Port&) { ::_exit(static_cast<int>(WorkerStatus::out_of_memory)); }

Answer flood(Bytes, Port& port) {
  for (;;) TRY(port.send({}));
}

Answer flood_log(Bytes, Port&) {
  const std::string line(4096, '!');
  for (;;) static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
}

Answer answer_and_stay(Bytes, Port&) {
  const std::string bytes = frame(FrameKind::answer, 0, "");
  static_cast<void>(!::write(kChannel, bytes.data(), bytes.size()));
  for (;;) ::pause();
}

std::vector<Task> tasks() {
  return {
      {"call", call},
      {"old-call-table", old_call_table},
      {"x32-call-table", x32_call_table},
      {"echo", echo},
      {"fail", fail},
      {"fail-at-length", fail_at_length},
      {"ordinary-work", ordinary_work},
      {"read-given", read_given},
      {"read-tree", read_tree},
      {"open-descriptors", open_descriptors},
      {"environment", environment},
      {"allocate", allocate},
      {"map-memory", map_memory},
      {"spin", spin},
      {"spin-deaf", spin_deaf},
      {"sleep", sleep},
      {"sleep-holding", sleep},
      {"thread-bomb", thread_bomb},
      {"open-many", open_many},
      {"write-much", write_much},
      {"fork-and-leave", fork_and_leave},
      {"run-program", run_program},
      {"load-object", load_object},
      {"leave-a-daemon", leave_a_daemon},
      {"fork-bomb", fork_bomb},
      {"abort", abort},
      {"segfault", segfault},
      {"say", say},
      {"leave-silently", leave_silently},
      {"claim-memory", claim_memory},
      {"flood", flood},
      {"flood-log", flood_log},
      {"answer-and-stay", answer_and_stay},
  };
}

}  // namespace
}  // namespace garde::cage

int main(int argc, char** argv) {
  if (!garde::cage::is_worker(argc, argv)) return 2;
  garde::cage::work(garde::cage::tasks());
}
