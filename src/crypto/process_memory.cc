#include "crypto/process_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace garde::crypto {
namespace {

constexpr rlim_t kLargeExport = 4U << 20U;  // bytes: a file of a megabyte, its text and its passwords

bool raise_lock_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return false;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(::setrlimit(RLIMIT_MEMLOCK, &limit));
  return limit.rlim_max >= kLargeExport;
}

}  // namespace

MemoryGuard guard_process_memory() {
  const rlimit none{};
  const bool no_core = ::setrlimit(RLIMIT_CORE, &none) == 0;
  const bool not_dumpable = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
  return {.no_dump = no_core && not_dumpable, .can_lock = raise_lock_limit()};
}

}  // namespace garde::crypto
