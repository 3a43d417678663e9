#include "io/running_time.h"

#include <ctime>
#include <fstream>

#include "base/id.h"

namespace garde::io {

std::optional<RunningTime> running_time() {
  timespec since{};
  if (::clock_gettime(CLOCK_BOOTTIME, &since) != 0) return std::nullopt;
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  RunningTime time;
  if (!(file >> time.boot) || !is_id_text(time.boot)) return std::nullopt;
  time.running = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(since.tv_sec) +
                                                                       std::chrono::nanoseconds(since.tv_nsec));
  return time;
}

}  // namespace garde::io
