// A worker that was taken over tries everything it can think of. Each attempt fails, and we are told how.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cage/frame.h"
#include "cage/run.h"
#include "cage/start.h"
#include "cage/testing/hostile_attempt.h"
#include "io/testing/temporary_folder.h"

namespace garde::cage {
namespace {

using namespace std::chrono_literals;
using testing::Null;
using testing::Own;
using testing::Parent;
using Arguments = std::vector<testing::Argument>;

std::int64_t number(auto value) { return static_cast<std::int64_t>(value); }

class HostileReader : public ::testing::Test {
 protected:
  HostileReader() {
    backup_ = folder_.write("backup/file", "the backup").string();
    home_ = folder_.write("home/garde.sqlite3", "the journal").string();
    std::filesystem::create_directory(folder_ / "scratch");
    call_.policy.readable = {(folder_ / "backup").string()};
    call_.deadline = 60s;
    call_.program = GARDE_HOSTILE_WORKER;
    call_.on_event = [](std::span<const std::byte>) -> Result<void> { return {}; };
  }

  void may_write() {
    call_.policy.writable = {scratch()};
    call_.policy.file_size = 1_MiB;
  }
  std::string scratch(std::string_view name = "") const { return (folder_ / "scratch" / name).string(); }

  Ended run(std::string task, std::string_view request = "") {
    call_.task = std::move(task);
    call_.request = WipedBytes(std::as_bytes(std::span(request)));
    return run_in_cage(call_);
  }

  // What became of one call of the system: its result, the name of its error, or how the worker ended.
  std::string attempt(long call, Arguments arguments) { return testing::attempt(call_, call, std::move(arguments)); }
  std::string try_open(const std::string& path, int flags) {
    return attempt(SYS_openat, {number(AT_FDCWD), path, number(flags), number(0600)});
  }

  static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string file_in_backup() const { return backup_; }
  std::string database() const { return home_; }

  io::testing::TemporaryFolder folder_;
  std::string backup_;
  std::string home_;
  Call call_{.task = "", .deadline = 60s};
};

bool opened(const std::string& result) {
  return !result.empty() && result.find_first_not_of("0123456789") == std::string::npos;
}

TEST_F(HostileReader, ReadsWhatItIsGivenAndNothingElse) {
  EXPECT_TRUE(opened(try_open(file_in_backup(), O_RDONLY)));
  EXPECT_TRUE(opened(try_open((folder_ / "backup").string(), O_RDONLY | O_DIRECTORY)));
  for (const std::string& path : {database(), std::string("/etc/passwd"), std::string("/etc/shadow"),
                                  std::string("/proc/self/maps"), std::string("/dev/zero")})
    EXPECT_EQ(try_open(path, O_RDONLY), "EACCES") << path;
  for (const char* path : {"/", "/root", "/home", "/proc", "/tmp"})
    EXPECT_EQ(try_open(path, O_RDONLY | O_DIRECTORY), "EACCES") << path;
  EXPECT_EQ(try_open((folder_ / "backup/../home/garde.sqlite3").string(), O_RDONLY), "EACCES");
}

TEST_F(HostileReader, FollowsNoLinkOutOfTheBackup) {
  std::filesystem::create_symlink(database(), folder_ / "backup/link");
  EXPECT_EQ(try_open((folder_ / "backup/link").string(), O_RDONLY), "EACCES");
}

TEST_F(HostileReader, WritesNothingWhenItOnlyReads) {
  for (const int flags : {O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC, O_WRONLY | O_APPEND})
    EXPECT_FALSE(opened(try_open(file_in_backup(), flags))) << flags;
  EXPECT_FALSE(opened(try_open((folder_ / "backup/new").string(), O_WRONLY | O_CREAT)));
  EXPECT_FALSE(opened(try_open((folder_ / "backup").string(), O_RDWR | O_TMPFILE)));
  EXPECT_EQ(attempt(SYS_unlinkat, {number(AT_FDCWD), file_in_backup(), number(0)}), "EROFS");
  EXPECT_EQ(attempt(SYS_mkdirat, {number(AT_FDCWD), (folder_ / "backup/new").string(), number(0700)}), "EROFS");
  EXPECT_EQ(attempt(SYS_renameat2, {number(AT_FDCWD), file_in_backup(), number(AT_FDCWD), scratch("x"), number(0)}),
            "EROFS");
  EXPECT_EQ(content(file_in_backup()), "the backup");
}

TEST_F(HostileReader, WritesInItsScratchFolderOnly) {
  may_write();
  EXPECT_TRUE(opened(try_open(scratch("restored"), O_RDWR | O_CREAT | O_EXCL)));
  EXPECT_EQ(attempt(SYS_mkdirat, {number(AT_FDCWD), scratch("folder"), number(0700)}), "0");
  EXPECT_EQ(attempt(SYS_unlinkat, {number(AT_FDCWD), scratch("restored"), number(0)}), "0");
  for (const int flags : {O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC}) {
    EXPECT_EQ(try_open(file_in_backup(), flags), "EACCES") << flags;
    EXPECT_EQ(try_open(database(), flags), "EACCES") << flags;
  }
  EXPECT_EQ(try_open((folder_ / "home/new").string(), O_WRONLY | O_CREAT), "EACCES");
  EXPECT_EQ(attempt(SYS_unlinkat, {number(AT_FDCWD), database(), number(0)}), "EACCES");
  EXPECT_EQ(attempt(SYS_renameat2, {number(AT_FDCWD), file_in_backup(), number(AT_FDCWD), scratch("x"), number(0)}),
            "EACCES");
  EXPECT_EQ(attempt(SYS_linkat, {number(AT_FDCWD), file_in_backup(), number(AT_FDCWD), scratch("x"), number(0)}),
            "EPERM");
  EXPECT_EQ(attempt(SYS_symlinkat, {database(), number(AT_FDCWD), scratch("link")}), "EPERM");
  EXPECT_EQ(attempt(SYS_mknodat, {number(AT_FDCWD), scratch("pipe"), number(S_IFIFO | 0600), number(0)}), "EPERM");
  EXPECT_EQ(content(database()), "the journal");
  EXPECT_EQ(content(file_in_backup()), "the backup");
}

// What Landlock does not keep.
TEST_F(HostileReader, ChangesNoModeOwnerTimeOrLength) {
  may_write();
  EXPECT_EQ(attempt(SYS_fchmodat, {number(AT_FDCWD), database(), number(0777)}), "EPERM");
  EXPECT_EQ(attempt(SYS_fchownat, {number(AT_FDCWD), database(), number(1), number(1), number(0)}), "EPERM");
  EXPECT_EQ(attempt(SYS_utimensat, {number(AT_FDCWD), database(), Null{}, number(0)}), "EPERM");
  EXPECT_EQ(attempt(SYS_setxattr, {database(), std::string("user.x"), std::string("y"), number(1), number(0)}),
            "EPERM");
  EXPECT_EQ(attempt(SYS_truncate, {database(), number(0)}), "EPERM");
  EXPECT_EQ(content(database()), "the journal");
}

// The kernel of Debian 12 has ABI 2, which lets a file that may be read be cut as it is opened.
TEST_F(HostileReader, CutsNoBackupOnAnOlderKernelEither) {
  struct OpenHow {
    std::uint64_t flags;
    std::uint64_t mode;
    std::uint64_t resolve;
  };
  const OpenHow cutting{O_RDONLY | O_TRUNC, 0, 0};
  const std::string how(reinterpret_cast<const char*>(&cutting), sizeof cutting);
  for (const bool writes : {false, true})
    for (const std::uint32_t abi : {1U, 2U, 3U}) {
      call_.policy.kernel.landlock = abi;
      if (writes) may_write();
      EXPECT_TRUE(opened(try_open(file_in_backup(), O_RDONLY)));
      EXPECT_FALSE(opened(try_open(file_in_backup(), O_RDONLY | O_TRUNC))) << abi;
      EXPECT_FALSE(opened(attempt(SYS_openat2, {number(AT_FDCWD), file_in_backup(), how, number(sizeof cutting)})))
          << abi;
      EXPECT_EQ(content(file_in_backup()), "the backup");
    }
}

// There readers do without openat2.
TEST_F(HostileReader, LeavesReadersTheSameTreeOnAnOlderKernel) {
  folder_.write("backup/a/b/file", "x");
  std::filesystem::create_symlink("file", folder_ / "backup/a/b/link");
  std::filesystem::create_directory_symlink(folder_ / "home", folder_ / "backup/out");
  const auto seen = [&](std::uint32_t abi) {
    call_.policy.kernel.landlock = abi;
    const Ended ended = run("read-tree", (folder_ / "backup").string());
    EXPECT_EQ(name(ended.ending), "finished");
    return std::string(reinterpret_cast<const char*>(ended.answer.data()), ended.answer.size());
  };
  const std::string today = seen(Kernel().landlock);
  EXPECT_NE(today.find("a/b/file: there"), std::string::npos) << today;
  EXPECT_EQ(seen(2), today);
}

// Each wall by itself.
TEST_F(HostileReader, IsHeldByLandlockWithoutAFilterOfCalls) {
  call_.policy.kernel.seccomp = false;
  call_.needs_walls = false;
  const Ended first = run("environment");
  ASSERT_TRUE(first.walls);
  EXPECT_FALSE(first.walls->hold());
  if (first.walls->landlock < 6) GTEST_SKIP() << "an older Landlock";
  EXPECT_EQ(attempt(SYS_execve, {std::string("/bin/sh"), Null{}, Null{}}), "EACCES");
  EXPECT_EQ(attempt(SYS_ptrace, {number(16), Parent{}, Null{}, Null{}}), "EPERM");  // PTRACE_ATTACH
  EXPECT_EQ(attempt(SYS_kill, {Parent{}, number(SIGTERM)}), "EPERM");
  EXPECT_EQ(try_open(fmt::format("/proc/{}/mem", ::getpid()), O_RDONLY), "EACCES");
  EXPECT_EQ(try_open(database(), O_RDONLY), "EACCES");
  EXPECT_EQ(try_open(file_in_backup(), O_RDONLY | O_TRUNC), "EACCES");
  EXPECT_EQ(attempt(SYS_mount, {std::string("none"), std::string("/tmp"), std::string("tmpfs"), number(0), Null{}}),
            "EPERM");
}

TEST_F(HostileReader, WritesNothingWithoutLandlockEither) {
  call_.policy.kernel.landlock = 0;
  call_.needs_walls = false;
  EXPECT_TRUE(opened(try_open(file_in_backup(), O_RDONLY)));
  for (const int flags : {O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC})
    EXPECT_FALSE(opened(try_open(file_in_backup(), flags))) << flags;
  EXPECT_FALSE(opened(try_open(scratch("new"), O_WRONLY | O_CREAT)));
  EXPECT_EQ(content(file_in_backup()), "the backup");
}

TEST_F(HostileReader, EndsWhenItAsksForTheNetwork) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = "\0garde"};
  const std::string name(reinterpret_cast<const char*>(&address), sizeof address);
  for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET, AF_VSOCK})
    EXPECT_EQ(attempt(SYS_socket, {number(family), number(SOCK_STREAM), number(0)}), "forbidden-call") << family;
  EXPECT_EQ(attempt(SYS_connect, {number(kChannel), name, number(name.size())}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_sendto, {number(kChannel), std::string("x"), number(1), number(0), name, number(name.size())}),
            "forbidden-call");
  EXPECT_EQ(attempt(SYS_bind, {number(kChannel), name, number(name.size())}), "forbidden-call");
}

TEST_F(HostileReader, EndsWhenItAsksForAnotherProgramOrProcess) {
  const std::string shell = "/bin/sh";
  EXPECT_EQ(attempt(SYS_execve, {shell, Null{}, Null{}}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_execveat, {number(AT_FDCWD), shell, Null{}, Null{}, number(0)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_fork, {}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_vfork, {}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_clone, {number(SIGCHLD), Null{}}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_clone, {number(CLONE_NEWUSER | SIGCHLD), Null{}}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_clone3, {std::string(88, '\0'), number(88)}), "ENOSYS");
  EXPECT_EQ(attempt(SYS_memfd_create, {std::string("x"), number(0)}), "forbidden-call");
}

TEST_F(HostileReader, EndsWhenItReachesForOtherProcesses) {
  EXPECT_EQ(attempt(SYS_ptrace, {number(16), Parent{}, Null{}, Null{}}), "forbidden-call");  // PTRACE_ATTACH
  EXPECT_EQ(attempt(SYS_kill, {Parent{}, number(SIGKILL)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_kill, {number(-1), number(SIGKILL)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_tkill, {Parent{}, number(SIGKILL)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_tgkill, {Parent{}, Parent{}, number(SIGKILL)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_tgkill, {Own{}, Own{}, number(0)}), "0");
  EXPECT_EQ(attempt(SYS_rt_sigqueueinfo, {Parent{}, number(SIGTERM), std::string(128, '\0')}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_process_vm_readv, {Parent{}, Null{}, number(0), Null{}, number(0), number(0)}),
            "forbidden-call");
  EXPECT_EQ(attempt(SYS_pidfd_open, {Parent{}, number(0)}), "forbidden-call");
  EXPECT_EQ(attempt(SYS_shmget, {number(0), number(4096), number(0)}), "forbidden-call");
  for (const char* file : {"mem", "environ", "maps", "cmdline", "fd/0", "root/etc/passwd"})
    EXPECT_FALSE(opened(try_open(fmt::format("/proc/{}/{}", ::getpid(), file), O_RDONLY))) << file;
  // A descriptor whose readiness signals somebody else.
  EXPECT_EQ(attempt(SYS_fcntl, {number(kChannel), number(F_SETOWN), Parent{}}), "ENOSYS");
}

TEST_F(HostileReader, EndsWhenItAsksForTheWeakPartsOfTheKernel) {
  for (const long call : {SYS_io_uring_setup,  SYS_io_uring_enter,
                          SYS_userfaultfd,     SYS_bpf,
                          SYS_perf_event_open, SYS_keyctl,
                          SYS_add_key,         SYS_unshare,
                          SYS_setns,           SYS_mount,
                          SYS_umount2,         SYS_pivot_root,
                          SYS_chroot,          SYS_open_by_handle_at,
                          SYS_fanotify_init,   SYS_init_module,
                          SYS_kexec_load,      SYS_reboot,
                          SYS_setuid,          SYS_capset,
                          SYS_move_mount,      SYS_fsopen,
                          SYS_modify_ldt})
    EXPECT_EQ(attempt(call, {Null{}, Null{}, Null{}, Null{}}), "forbidden-call") << call;
}

TEST_F(HostileReader, EndsWhenItUsesAnotherTableOfCalls) {
  EXPECT_EQ(name(run("old-call-table").ending), "forbidden-call");
  EXPECT_EQ(name(run("x32-call-table").ending), "forbidden-call");
}

TEST_F(HostileReader, FindsACallNobodyKnowsOfNotThere) {
  constexpr long kNextCentury = 100'000;
  EXPECT_EQ(attempt(kNextCentury, {}), "ENOSYS");
}

TEST_F(HostileReader, TakesNoWallDown) {
  const std::string limits(16, '\xff');
  EXPECT_EQ(attempt(SYS_setrlimit, {number(RLIMIT_AS), limits}), "EPERM");
  EXPECT_EQ(attempt(SYS_prlimit64, {number(0), number(RLIMIT_CPU), limits, Null{}}), "EPERM");
  EXPECT_EQ(attempt(SYS_prlimit64, {Parent{}, number(RLIMIT_NOFILE), limits, Null{}}), "EPERM");
  EXPECT_EQ(attempt(SYS_prctl, {number(PR_SET_PDEATHSIG), number(0)}), "ENOSYS");
  EXPECT_EQ(attempt(SYS_prctl, {number(PR_SET_DUMPABLE), number(1)}), "ENOSYS");
  EXPECT_EQ(attempt(SYS_seccomp, {number(0), number(0), Null{}}), "ENOSYS");
  EXPECT_EQ(attempt(SYS_setpgid, {number(0), Parent{}}), "forbidden-call");
}

TEST_F(HostileReader, RunsNoCodeOfItsOwn) {
  EXPECT_EQ(attempt(SYS_mmap, {number(0), number(4096), number(PROT_READ | PROT_WRITE | PROT_EXEC),
                               number(MAP_PRIVATE | MAP_ANONYMOUS), number(-1), number(0)}),
            "EACCES");
  EXPECT_EQ(attempt(SYS_mprotect, {number(0x10000), number(4096), number(PROT_EXEC)}), "EACCES");
}

TEST_F(HostileReader, TypesNothingIntoATerminal) {
  EXPECT_EQ(attempt(SYS_ioctl, {number(2), number(TIOCSTI), std::string("x")}), "ENOTTY");
}

TEST_F(HostileReader, EndsPastItsMemory) {
  const Ended first = run("environment");
  ASSERT_TRUE(first.walls);
  if (!first.walls->memory) GTEST_SKIP() << "not limited under this sanitizer";
  EXPECT_EQ(name(run("allocate").ending), "memory-limit");
  const Ended mapped = run("map-memory");
  EXPECT_EQ(name(mapped.ending), "finished");
  EXPECT_EQ(decode<std::uint64_t>(mapped.answer).take(), std::uint64_t{ENOMEM});
  call_.policy.memory = 512_MiB;
  const Ended bomb = run("thread-bomb");
  EXPECT_EQ(name(bomb.ending), "finished");
  EXPECT_LT(decode<std::uint64_t>(bomb.answer).take(), 64U);
}

TEST_F(HostileReader, EndsPastItsProcessorTime) {
  call_.policy.cpu = 1s;
  for (const char* task : {"spin", "spin-deaf"}) {
    const Ended ended = run(task);
    EXPECT_EQ(name(ended.ending), "cpu-limit") << task;
    EXPECT_LT(ended.cpu, 4s) << task;
  }
}

TEST_F(HostileReader, EndsPastTheSizeOfAFile) {
  may_write();
  const Ended ended = run("write-much", scratch("huge"));
  EXPECT_EQ(name(ended.ending), "file-size-limit");
  EXPECT_EQ(std::filesystem::file_size(scratch("huge")), 1U << 20U);
}

TEST_F(HostileReader, OpensNoMoreThanItMay) {
  call_.policy.open_files = 50;
  const Ended ended = run("open-many", file_in_backup());
  EXPECT_EQ(name(ended.ending), "finished");
  EXPECT_EQ(decode<std::uint64_t>(ended.answer).take(), 46U);
}

std::string frame(FrameKind kind, std::uint32_t size, std::string_view bytes = "") {
  const FrameHead head = frame_head(kind, size);
  return std::string(reinterpret_cast<const char*>(head.data()), head.size()) + std::string(bytes);
}

TEST_F(HostileReader, IsHeardOnlyAsFarAsTheProtocolGoes) {
  using Said = std::pair<const char*, std::string>;
  for (const auto& [what, said] :
       {Said{"no frame", "GET / HTTP/1.1\r\n\r\n"}, Said{"a frame without end", frame(FrameKind::event, ~0U)},
        Said{"an answer without end", frame(FrameKind::answer, 1U << 30U)},
        Said{"hello again", frame(FrameKind::hello, 0)}, Said{"an order", frame(FrameKind::request, 0)},
        Said{"an event after the answer", frame(FrameKind::answer, 0) + frame(FrameKind::event, 0)},
        Said{"half a frame", frame(FrameKind::answer, 10, "half")}, Said{"nothing", ""},
        Said{"no failure", frame(FrameKind::failure, 3, "abc")}})
    EXPECT_EQ(name(run("say", said).ending), "broken-protocol") << what;
  EXPECT_EQ(name(run("leave-silently").ending), "broken-protocol");
}

TEST_F(HostileReader, IsNotWaitedForAfterItsAnswer) {
  const Ended ended = run("answer-and-stay");
  EXPECT_EQ(name(ended.ending), "crashed");
  EXPECT_LT(ended.elapsed, 5s);
}

TEST_F(HostileReader, CostsLittleWhenItFloods) {
  for (const char* task : {"flood", "flood-log"}) {
    call_.deadline = 2s;
    call_.limits.events = 1'000'000'000;
    rusage before{};
    ASSERT_EQ(::getrusage(RUSAGE_SELF, &before), 0);
    const Ended ended = run(task);
    rusage after{};
    ASSERT_EQ(::getrusage(RUSAGE_SELF, &after), 0);
    EXPECT_EQ(name(ended.ending), "late") << task;
    EXPECT_LE(ended.last_words.size(), 4096U);
    const double seconds = static_cast<double>(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
                           static_cast<double>(after.ru_utime.tv_usec - before.ru_utime.tv_usec) / 1e6;
    EXPECT_LT(seconds, 1.5) << task;
  }
  call_.limits.events = 1000;
  EXPECT_EQ(name(run("flood").ending), "broken-protocol");
}

}  // namespace
}  // namespace garde::cage
