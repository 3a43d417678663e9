#include "http/descriptors.h"

#include <sys/resource.h>

#include <algorithm>
#include <limits>

namespace garde::http {
namespace {

std::size_t count_of(rlim_t limit) {
  return limit == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(limit);
}

}  // namespace

void raise_descriptor_limit(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || count_of(limit.rlim_cur) >= wanted) return;
  limit.rlim_cur = static_cast<rlim_t>(std::min(wanted, count_of(limit.rlim_max)));
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));  // what is refused shows in connections_allowed
}

std::size_t connections_allowed(std::size_t wanted, std::size_t reserved) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const std::size_t all = count_of(limit.rlim_cur);
  return std::min(wanted, std::max(all / 2, all - std::min(all, reserved)));
}

}  // namespace garde::http
