#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "cage/landlock.h"
#include "cage/namespaces.h"
#include "cage/sanitized.h"
#include "cage/system_calls.h"
#include "cage/walls.h"

namespace garde::cage {
namespace {

Error refused(std::string_view what) {
  return {ErrorKind::unreadable, std::string(what), std::nullopt, std::generic_category().message(errno)};
}

Result<void> limit(__rlimit_resource what, std::string_view name, rlim_t soft, rlim_t hard) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return refused(name);
  const rlimit wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
  if (::setrlimit(what, &wanted) != 0) return refused(name);
  return {};
}

Result<void> limit_resources(const Policy& policy) {
  const auto seconds = static_cast<rlim_t>(policy.cpu.count());
  TRY(limit(RLIMIT_CPU, "RLIMIT_CPU", seconds, seconds + 1));  // SIGXCPU, and SIGKILL for who does not listen
  TRY(limit(RLIMIT_FSIZE, "RLIMIT_FSIZE", policy.file_size.value, policy.file_size.value));
  TRY(limit(RLIMIT_NOFILE, "RLIMIT_NOFILE", policy.open_files, policy.open_files));
  TRY(limit(RLIMIT_CORE, "RLIMIT_CORE", 0, 0));
  if (!kSanitized) TRY(limit(RLIMIT_AS, "RLIMIT_AS", policy.memory.value, policy.memory.value));
  // Counted within the namespace; elsewhere it would count all that the account runs.
  if (policy.programs) TRY(limit(RLIMIT_NPROC, "RLIMIT_NPROC", policy.programs->processes, policy.programs->processes));
  return {};
}

Result<bool> leave_the_others(const Policy& policy) {
  if (!policy.kernel.namespaces) return false;
  std::vector<std::string> readable = policy.readable;
  readable.insert(readable.end(), policy.programs->runnable.begin(), policy.programs->runnable.end());
  return enter_namespaces({readable, policy.writable});
}

Reach reach_of(const Policy& policy) {
  Reach reach{.readable = policy.readable, .writable = policy.writable, .runnable = {}};
  if (!policy.programs) return reach;
  reach.readable.emplace_back(kAccounts);
  reach.runnable = policy.programs->runnable;
  reach.devices = kDevices;
  reach.sockets = true;
  return reach;
}

// no_new_privs and Landlock bind the thread that asks, and those it makes.
Result<void> require_single_thread() {
  if (kSanitized) return {};  // the thread sanitizer has one of its own
  constexpr nlink_t kFolderOfOne = 3;
  struct stat status{};
  if (::stat("/proc/self/task", &status) == 0 && status.st_nlink != kFolderOfOne)
    return Error{ErrorKind::conflict, "cage", std::nullopt, "other threads are running"};
  return {};
}

}  // namespace

Result<Walls> enter_cage(const Policy& policy) {
  TRY(require_single_thread());
  Walls walls;
  if (policy.programs) walls.apart = TRY(leave_the_others(policy));
  ::umask(077);
  TRY(limit_resources(policy));
  walls.memory = !kSanitized;
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("PR_SET_DUMPABLE");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("PR_SET_NO_NEW_PRIVS");
  walls.no_new_privileges = true;
  walls.landlock = std::min(landlock_abi(), policy.kernel.landlock);
  if (walls.landlock > 0) TRY(restrict_files(walls.landlock, reach_of(policy)));
  if (policy.kernel.seccomp) {
    const SystemCalls reading{.writes = !policy.writable.empty(), .truncation_restricted = walls.landlock >= 3};
    walls.system_calls = TRY(policy.programs ? restrict_system_calls_of_programs(policy.programs->shared_segment)
                                             : restrict_system_calls(reading));
  }
  return walls;
}

}  // namespace garde::cage
