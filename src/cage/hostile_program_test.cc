// A program of others, which what it was given has taken over, tries to get out of the cage that its worker started it
// in. What holds the worker holds the program: most attempts are the worker's own.
#include <dlfcn.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cage/run.h"
#include "cage/sanitized.h"
#include "cage/testing/hostile_attempt.h"
#include "io/testing/temporary_folder.h"

namespace garde::cage {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::Null;
using ::testing::StartsWith;
using Arguments = std::vector<testing::Argument>;

std::int64_t number(auto value) { return static_cast<std::int64_t>(value); }

class HostileProgram : public ::testing::Test {
 protected:
  HostileProgram() {
    folder_.write("given/file", "what it was given");
    folder_.write("home/garde.sqlite3", "the journal");
    fs::create_directory(folder_ / "scratch");
    call_.policy.readable = {path("given"), "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache"};
    call_.policy.writable = {path("scratch")};
    call_.policy.file_size = 1_MiB;
    call_.policy.programs = Programs{.runnable = {"/usr/bin/cat", "/lib64", "/lib", "/usr/lib64", "/usr/lib"}};
    call_.deadline = 60s;
    call_.program = GARDE_HOSTILE_WORKER;
    if (!io::runs_as_super_user()) return;
    constexpr std::array<std::string_view, 1> kNames = {"nobody"};
    call_.policy.account = io::find_account(kNames);
    fs::permissions(folder_.path(), fs::perms::owner_all | fs::perms::others_exec);
    if (!call_.policy.account) return;
    EXPECT_EQ(::chown(path("scratch").c_str(), call_.policy.account->user, call_.policy.account->group), 0);
  }
  void SetUp() override {
    const auto walls = walls_of_this_computer(GARDE_HOSTILE_WORKER, call_.policy);
    ASSERT_TRUE(walls) << describe(walls.error());
    if (!walls->hold_programs()) GTEST_SKIP() << "this system has no cage for programs";
  }

  std::string path(std::string_view name) const { return (folder_ / name).string(); }

  std::string run(std::string task, std::string_view request = "") {
    call_.task = std::move(task);
    call_.request = WipedBytes(std::as_bytes(std::span(request)));
    const Ended ended = run_in_cage(call_);
    if (ended.ending != Ending::finished)
      return std::string(name(ended.ending)) + (ended.error ? " " + describe(*ended.error) : "") + ended.last_words;
    return {reinterpret_cast<const char*>(ended.answer.data()), ended.answer.size()};
  }
  std::string program(std::initializer_list<std::string> words) {
    std::string request;
    for (const std::string& word : words) request += word + '\n';
    return run("run-program", request);
  }
  std::string attempt(long call, Arguments arguments) { return testing::attempt(call_, call, std::move(arguments)); }

  io::testing::TemporaryFolder folder_;
  Call call_;
};

TEST_F(HostileProgram, RunsAndReadsWhatItIsGiven) {
  EXPECT_EQ(program({"/usr/bin/cat", path("given/file")}), "0 what it was given");
}

TEST_F(HostileProgram, FindsNoOtherFile) {
  EXPECT_EQ(attempt(SYS_openat, {number(AT_FDCWD), path("home/garde.sqlite3"), number(O_RDONLY)}), "ENOENT");
  for (const char* there : {"/etc/shadow", "/etc/hostname", "/root", "/home", "/proc/self/environ", "/sys", "/run",
                            "/dev/mem", "/usr/bin/sh"})
    EXPECT_EQ(attempt(SYS_openat, {number(AT_FDCWD), std::string(there), number(O_RDONLY)}), "ENOENT") << there;
  EXPECT_EQ(attempt(SYS_openat, {number(AT_FDCWD), std::string("/new"), number(O_CREAT | O_WRONLY), number(0600)}),
            "EROFS");
  EXPECT_EQ(attempt(SYS_openat, {number(AT_FDCWD), path("given/file"), number(O_WRONLY | O_TRUNC)}), "EROFS");
  EXPECT_EQ(attempt(SYS_chmod, {path("given/file"), number(0777)}), "EROFS") << "which Landlock does not keep";
}

TEST_F(HostileProgram, RunsNoShellAndNothingItWrote) {
  EXPECT_THAT(program({"/bin/sh", "-c", "echo taken"}), StartsWith("127 "));
  EXPECT_THAT(program({"/usr/bin/id"}), StartsWith("127 "));
  fs::copy_file("/usr/bin/cat", folder_ / "scratch/cat");
  fs::permissions(folder_ / "scratch/cat", fs::perms::owner_all | fs::perms::others_all);
  EXPECT_THAT(program({path("scratch/cat"), path("given/file")}), StartsWith("127 "));
  EXPECT_EQ(attempt(SYS_mmap, {Null{}, number(4096), number(PROT_READ | PROT_EXEC), number(MAP_PRIVATE | MAP_ANONYMOUS),
                               number(-1), number(0)}),
            "EACCES");
}

TEST_F(HostileProgram, LoadsNoCodeItWrote) {
  Dl_info any{};
  ASSERT_NE(::dladdr(reinterpret_cast<const void*>(&::seccomp_init), &any), 0);
  for (const char* copy : {"given/library.so", "scratch/library.so"}) {
    fs::copy_file(any.dli_fname, folder_ / copy);
    fs::permissions(folder_ / copy, fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  }
  EXPECT_EQ(run("load-object", path("given/library.so")), "loaded");
  EXPECT_THAT(run("load-object", path("scratch/library.so")), HasSubstr("failed to map segment"));
}

TEST_F(HostileProgram, ReachesNoNetworkAndNoSocketOfOthers) {
  EXPECT_EQ(attempt(SYS_socket, {number(AF_INET), number(SOCK_STREAM), number(0)}), "EAFNOSUPPORT");
  EXPECT_EQ(attempt(SYS_socket, {number(AF_INET6), number(SOCK_DGRAM), number(0)}), "EAFNOSUPPORT");
  EXPECT_EQ(attempt(SYS_socket, {number(AF_NETLINK), number(SOCK_RAW), number(0)}), "EAFNOSUPPORT");
  EXPECT_EQ(attempt(SYS_socket, {number(AF_UNIX), number(SOCK_DGRAM), number(0)}), "ENOSYS");
}

TEST_F(HostileProgram, ReachesNoOtherProcess) {
  EXPECT_EQ(attempt(SYS_kill, {number(::getpid()), number(SIGTERM)}), "ESRCH");
  EXPECT_EQ(attempt(SYS_kill, {number(-1), number(SIGKILL)}), "ESRCH") << "nobody else is there";
  EXPECT_EQ(attempt(SYS_ptrace, {number(PTRACE_ATTACH), number(::getpid()), Null{}, Null{}}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_process_vm_readv, {number(::getpid()), Null{}, number(0), Null{}, number(0), number(0)}),
            "forbidden-call");
  const int segment = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0666);
  ASSERT_GE(segment, 0);
  EXPECT_THAT(attempt(SYS_shmat, {number(segment), Null{}, number(0)}), "EINVAL") << "a segment of ours";
  ::shmctl(segment, IPC_RMID, nullptr);
}

TEST_F(HostileProgram, MakesItselfNoOtherViewOfTheSystem) {
  EXPECT_EQ(attempt(SYS_unshare, {number(CLONE_NEWUSER)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_clone, {number(CLONE_NEWUSER | SIGCHLD), Null{}, Null{}, Null{}, Null{}}), "ENOSYS");
  EXPECT_EQ(attempt(SYS_mount, {std::string("x"), path("scratch"), std::string("tmpfs"), number(0), Null{}}),
            "forbidden-call");
  EXPECT_EQ(attempt(SYS_chroot, {path("scratch")}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_setuid, {number(0)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_bpf, {number(0), Null{}, number(0)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_io_uring_setup, {number(8), Null{}}), "ENOSYS");
}

TEST_F(HostileProgram, HasOnlyWhatItIsAllowed) {
  call_.policy.programs->processes = 20;
  const std::string count = run("fork-bomb");
  ASSERT_EQ(count.size(), 8U) << count;
  EXPECT_LT(static_cast<unsigned char>(count[0]), 20);
  EXPECT_EQ(attempt(SYS_shmget, {number(IPC_PRIVATE), number(4097), number(IPC_CREAT | 0600)}), "ENOSYS");
  if (kSanitized) return;
  EXPECT_EQ(attempt(SYS_mmap, {Null{}, number(64ULL << 30U), number(PROT_READ | PROT_WRITE),
                               number(MAP_PRIVATE | MAP_ANONYMOUS), number(-1), number(0)}),
            "ENOMEM");
}

// A worker of ours that neither speaks nor works for so long waits for a dead medium; this one waits for its program.
TEST_F(HostileProgram, MayTakeItsTimeUntilTheDeadline) {
  call_.policy.programs->runnable.emplace_back("/usr/bin/sleep");
  call_.deadline = 8s;
  EXPECT_EQ(program({"/usr/bin/sleep", "2.5"}), "0 ");
  EXPECT_EQ(program({"/usr/bin/sleep", "60"}), "late");
}

// Whatever it did to be left alone.
TEST_F(HostileProgram, EndsWithItsWorker) {
  ASSERT_EQ(run("leave-a-daemon", path("scratch/held")), "x");
  const int file = ::open(path("scratch/held").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(file, 0);
  bool is_free = false;
  for (int look = 0; look < 100 && !is_free; ++look) {
    is_free = ::flock(file, LOCK_EX | LOCK_NB) == 0;
    if (!is_free) std::this_thread::sleep_for(10ms);
  }
  EXPECT_TRUE(is_free);
  ::close(file);
}

TEST_F(HostileProgram, IsNotStartedWhereAWallIsMissing) {
  const auto without = [&](Kernel kernel) {
    call_.policy.kernel = kernel;
    return program({"/usr/bin/cat", path("given/file")});
  };
  call_.needs_walls = false;
  EXPECT_EQ(without({.namespaces = false}), "no-walls");
  EXPECT_EQ(without({.landlock = 0}), "no-walls");
  EXPECT_EQ(without({.seccomp = false}), "no-walls");
}

TEST_F(HostileProgram, OfTheSuperUserIsNotStarted) {
  if (!io::runs_as_super_user()) GTEST_SKIP() << "not the super-user";
  call_.policy.account = std::nullopt;
  EXPECT_EQ(program({"/usr/bin/cat", path("given/file")}), "no-walls");
}

}  // namespace
}  // namespace garde::cage
