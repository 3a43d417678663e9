#include "cage/system_calls.h"

#include <array>
#include <cerrno>
#include <initializer_list>
#include <memory>
#include <span>
#include <system_error>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cage/sanitized.h"

namespace garde::cage {
namespace {

// What reading needs: files, memory, threads, time.
constexpr auto kAllowed = std::to_array<const char*>({
    // clang-format off
    "read", "pread64", "readv", "preadv", "preadv2", "write", "pwrite64", "writev", "pwritev", "pwritev2", "lseek",
    "close", "close_range", "dup", "fadvise64", "readahead", "getdents64", "getcwd",
    "fstat", "newfstatat", "stat", "lstat", "statx", "statfs", "fstatfs", "readlink", "readlinkat",
    "access", "faccessat", "faccessat2", "poll", "ppoll",
    "brk", "munmap", "mremap", "madvise", "mlock", "mlock2", "munlock",
    "futex", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "getcpu", "membarrier",
    "exit", "exit_group", "restart_syscall",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times",
    "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid",
    "getrandom", "getrlimit", "getrusage", "sysinfo", "uname",
    // clang-format on
});

// What restoring needs beside.
constexpr auto kWriting = std::to_array<const char*>({
    // clang-format off
    "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2", "ftruncate", "fallocate",
    "fsync", "fdatasync", "flock",
    // clang-format on
});

// What a library tries by itself and goes on without. Where files lie, and who may do what with them, stays as it is:
// Landlock keeps neither.
constexpr auto kNotPermitted = std::to_array<const char*>({
    // clang-format off
    "chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat",
    "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "truncate", "umask", "chdir", "fchdir",
    "setrlimit", "setpriority", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "ioprio_set",
    // clang-format on
});

// What nothing of ours asks for: whoever does is somebody else, and ends. First other programs, the network, and what
// processes of one account share.
constexpr auto kOfPrograms = std::to_array<const char*>({
    // clang-format off
    "execve", "fork", "vfork", "kill", "tkill", "setpgid", "setsid",
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "recvfrom", "recvmsg", "setsockopt", "shutdown", "shmget", "shmat",
    // clang-format on
});

// And what programs of others have no use for either.
constexpr auto kDeadly = std::to_array<const char*>({
    // clang-format off
    // Other processes.
    "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp",
    "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
    "sendmmsg", "recvmmsg", "socketcall", "msgget", "msgsnd", "msgrcv", "semget", "semop", "mq_open", "mq_unlink",
    // The parts of the kernel where holes are found most.
    "io_uring_enter", "io_uring_register", "userfaultfd", "bpf", "perf_event_open", "keyctl", "add_key",
    "request_key", "memfd_create", "memfd_secret", "fanotify_init", "name_to_handle_at", "open_by_handle_at", "vmsplice",
    "modify_ldt", "uselib", "lookup_dcookie", "remap_file_pages",
    // Other views of the system, and the system itself.
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "quotactl", "quotactl_fd", "acct", "swapon", "swapoff", "reboot", "syslog",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "iopl", "ioperm", "settimeofday",
    "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup",
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setfsuid", "setfsgid", "setgroups", "capset",
    // clang-format on
});

// What a database server needs beside: to run processes that wait for and signal each other, and to change what lies
// in its own folder.
constexpr auto kRunning = std::to_array<const char*>({
    // clang-format off
    "execve", "fork", "vfork", "wait4", "waitid", "kill", "tkill", "tgkill", "setpgid", "getpgid", "getpgrp", "setsid",
    "getsid", "set_tid_address", "arch_prctl", "prlimit64", "setrlimit", "umask", "alarm", "setitimer", "getitimer",
    "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete", "pause", "rt_sigsuspend",
    "rt_sigtimedwait", "rt_sigpending", "signalfd", "signalfd4", "eventfd", "eventfd2", "epoll_create",
    "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "epoll_pwait2", "select", "pselect6", "pipe", "pipe2",
    "dup2", "dup3", "fcntl", "open", "openat", "openat2", "creat", "chdir", "fchdir", "chmod", "fchmod", "fchmodat",
    "link", "linkat", "truncate", "utime", "utimes", "utimensat", "sync_file_range", "msync", "mincore",
    "getgroups", "getresuid", "getresgid", "capget", "sched_getscheduler", "sched_getparam",
    "sched_get_priority_max", "sched_get_priority_min", "getpriority", "copy_file_range", "sendfile", "splice",
    "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "recvfrom", "recvmsg", "setsockopt",
    "getsockopt", "getsockname", "getpeername", "shutdown", "shmdt", "shmctl",
    // clang-format on
});

constexpr auto kNotPermittedToPrograms = std::to_array<const char*>({
    // clang-format off
    "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr",
    "fremovexattr", "symlink", "symlinkat", "mknod", "mknodat", "setpriority", "sched_setaffinity",
    "sched_setscheduler", "sched_setparam", "ioprio_set", "mlockall", "sync", "syncfs",
    // clang-format on
});

// What a sanitizer looks at memory with before it reports on it.
constexpr auto kSanitizers = std::to_array<const char*>({"pipe", "pipe2"});

constexpr std::uint32_t kAllow = SCMP_ACT_ALLOW;
constexpr std::uint32_t kKill = SCMP_ACT_KILL_PROCESS;
// Whatever is on no list, those of later kernels among it: to a library this kernel is an older one.
constexpr std::uint32_t kUnknown = SCMP_ACT_ERRNO(ENOSYS);

struct Release {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};

class Filter {
 public:
  Filter() : filter_(::seccomp_init(kUnknown)) {}

  template <std::size_t kCount>
  void add(std::uint32_t action, const std::array<const char*, kCount>& calls) {
    for (const char* call : calls) add(action, call, {});
  }

  void add(std::uint32_t action, const char* call, std::initializer_list<scmp_arg_cmp> conditions) {
    if (failed_ != 0 || filter_ == nullptr) return;
    const int number = ::seccomp_syscall_resolve_name(call);
    if (number == __NR_SCMP_ERROR) return;  // of a later kernel than the library, or of another processor
    failed_ = ::seccomp_rule_add_array(filter_.get(), action, number, static_cast<unsigned>(conditions.size()),
                                       conditions.begin());
  }

  // Of the number in place `argument`: allowed when it is `value`, else `otherwise`.
  void add_if(std::uint32_t otherwise, const char* call, unsigned argument, std::uint64_t value) {
    add(kAllow, call, {scmp_arg_cmp{argument, SCMP_CMP_EQ, value, 0}});
    add(otherwise, call, {scmp_arg_cmp{argument, SCMP_CMP_NE, value, 0}});
  }

  // 0, or a negative error number.
  int load() {
    if (filter_ == nullptr) return -ENOMEM;
    if (failed_ != 0) return failed_;
    for (const auto& [attribute, value] : std::initializer_list<std::pair<scmp_filter_attr, std::uint32_t>>{
             {SCMP_FLTATR_ACT_BADARCH, kKill},
             {SCMP_FLTATR_CTL_NNP, 0},  // set by who calls
             {SCMP_FLTATR_CTL_TSYNC, 1},
             {SCMP_FLTATR_API_SYSRAWRC, 1},
             {SCMP_FLTATR_CTL_OPTIMIZE, 2}})  // a tree: the same cost for every call
      if (const int error = ::seccomp_attr_set(filter_.get(), attribute, value); error != 0) return error;
    return ::seccomp_load(filter_.get());
  }

 private:
  std::unique_ptr<void, Release> filter_;
  int failed_ = 0;
};

void add_memory(Filter& filter) {
  // No code but what was loaded at the start.
  for (const char* call : {"mmap", "mprotect"}) {
    filter.add(kAllow, call, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
    filter.add(SCMP_ACT_ERRNO(EACCES), call, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)});
  }
}

void add_threads(Filter& filter) {
  // Threads as the C library makes them; anything else is another process. clone3, whose flags cannot be seen, is
  // unknown here, and the C library falls back to clone.
  constexpr std::uint64_t kThread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                                    CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
  filter.add_if(kKill, "clone", 0, kThread);
  // abort() signals its own thread.
  filter.add_if(kKill, "tgkill", 0, static_cast<std::uint64_t>(::getpid()));
  for (const int option : {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, PR_GET_DUMPABLE})
    filter.add(kAllow, "prctl", {SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(option))});
}

void add_descriptors(Filter& filter, const SystemCalls& allowed) {
  for (const int command : {F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETLK, F_OFD_GETLK, F_OFD_SETLK})
    filter.add(kAllow, "fcntl", {SCMP_A1(SCMP_CMP_EQ, static_cast<std::uint64_t>(command))});
  filter.add(SCMP_ACT_ERRNO(ENOTTY), "ioctl", {});
  // Limits are looked at, never changed.
  filter.add_if(SCMP_ACT_ERRNO(EPERM), "prlimit64", 2, 0);
  // Landlock before its ABI 3 lets a file that may be read be cut to nothing as it is opened. openat shows how it
  // opens; openat2 does not, and io::DiskTree does without.
  const std::uint64_t forbidden = allowed.writes ? (allowed.truncation_restricted ? 0 : O_TRUNC)
                                                 : (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY));
  filter.add(kAllow, "openat", {SCMP_A2(SCMP_CMP_MASKED_EQ, forbidden, 0)});
  if (allowed.truncation_restricted) filter.add(kAllow, "openat2", {});
}

// Code comes out of files, and the folder that may be written to lets none in: nothing is made into code in memory.
void add_code_of_files(Filter& filter) {
  constexpr std::uint64_t kBoth = PROT_WRITE | PROT_EXEC;
  filter.add(kAllow, "mmap", {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
  filter.add(kAllow, "mmap",
             {SCMP_A2(SCMP_CMP_MASKED_EQ, kBoth, PROT_EXEC), SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0)});
  filter.add(SCMP_ACT_ERRNO(EACCES), "mmap", {SCMP_A2(SCMP_CMP_MASKED_EQ, kBoth, kBoth)});
  filter.add(
      SCMP_ACT_ERRNO(EACCES), "mmap",
      {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC), SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)});
  filter.add(kAllow, "mprotect", {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
  filter.add(SCMP_ACT_ERRNO(EACCES), "mprotect", {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)});
}

// Threads and processes, none with another view of the system.
void add_processes(Filter& filter) {
  constexpr std::uint64_t kViews =
      CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
  filter.add(kAllow, "clone", {SCMP_A0(SCMP_CMP_MASKED_EQ, kViews, 0)});
  for (const int option :
       {PR_SET_NAME, PR_GET_NAME, PR_SET_VMA, PR_GET_DUMPABLE, PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_SET_NO_NEW_PRIVS})
    filter.add(kAllow, "prctl", {SCMP_A0(SCMP_CMP_EQ, static_cast<std::uint64_t>(option))});
}

// Of streams that stay on this computer, where there is no other end than among themselves.
void add_local_sockets(Filter& filter) {
  constexpr std::uint64_t kKind = 0xF;  // without SOCK_CLOEXEC and SOCK_NONBLOCK
  for (const char* call : {"socket", "socketpair"}) {
    filter.add(kAllow, call, {SCMP_A0(SCMP_CMP_EQ, AF_UNIX), SCMP_A1(SCMP_CMP_MASKED_EQ, kKind, SOCK_STREAM)});
    filter.add(SCMP_ACT_ERRNO(EAFNOSUPPORT), call, {SCMP_A0(SCMP_CMP_NE, AF_UNIX)});
  }
}

// Which no limit of a process counts.
void add_shared_memory(Filter& filter, ByteCount largest) {
  filter.add(kAllow, "shmget", {SCMP_A1(SCMP_CMP_LE, largest.value)});
  filter.add(kAllow, "shmat", {SCMP_A2(SCMP_CMP_MASKED_EQ, SHM_EXEC, 0)});
}

Result<bool> load(Filter& filter) {
  const int error = filter.load();
  if (error == -ENOSYS || error == -EINVAL || error == -EOPNOTSUPP) return false;
  if (error != 0) return Error{ErrorKind::unreadable, "seccomp", std::nullopt, std::generic_category().message(-error)};
  return true;
}

}  // namespace

Result<bool> restrict_system_calls(const SystemCalls& allowed) {
  Filter filter;
  filter.add(kAllow, kAllowed);
  filter.add(allowed.writes ? kAllow : SCMP_ACT_ERRNO(EROFS), kWriting);
  filter.add(SCMP_ACT_ERRNO(EPERM), kNotPermitted);
  filter.add(kKill, kOfPrograms);
  filter.add(kKill, kDeadly);
  filter.add(kKill, "io_uring_setup", {});
  if (kSanitized) filter.add(kAllow, kSanitizers);
  add_memory(filter);
  add_threads(filter);
  add_descriptors(filter, allowed);
  return load(filter);
}

Result<bool> restrict_system_calls_of_programs(ByteCount shared_segment) {
  Filter filter;
  filter.add(kAllow, kAllowed);
  filter.add(kAllow, kWriting);
  filter.add(kAllow, kRunning);
  filter.add(SCMP_ACT_ERRNO(EPERM), kNotPermittedToPrograms);
  filter.add(SCMP_ACT_ERRNO(ENOTTY), "ioctl", {});
  filter.add(kKill, kDeadly);
  add_code_of_files(filter);
  add_processes(filter);
  add_local_sockets(filter);
  add_shared_memory(filter, shared_segment);
  return load(filter);
}

}  // namespace garde::cage
