// For a program under test: LD_PRELOAD gives it another hour, so that what expires with time is the same every day.
//
//   FIXED_CLOCK=1796058000       it stands still at that second since 1970
//   FIXED_CLOCK=1796058000+      it goes on from there
//
// The computer is then one that runs since kStarted: between two runs of a program as much time passed on both of its
// clocks. Those that only measure lengths stay as they are.
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr long kStarted = 1793512800;  // 2026-11-01T06:00:00Z
constexpr long kNanoseconds = 1'000'000'000;

timespec kernel_clock(clockid_t clock) {
  timespec time{};
  ::syscall(SYS_clock_gettime, clock, &time);
  return time;
}

struct Clock {
  bool is_set = false;
  bool runs = false;
  long begin = 0;
  timespec started = {};  // of CLOCK_MONOTONIC

  Clock() {
    const char* text = std::getenv("FIXED_CLOCK");
    if (text == nullptr) return;
    char* end = nullptr;
    begin = std::strtol(text, &end, 10);
    runs = *end == '+';
    is_set = end != text;
    started = kernel_clock(CLOCK_MONOTONIC);
  }

  timespec now() const {
    timespec time{begin, 0};
    if (!runs) return time;
    const timespec since = kernel_clock(CLOCK_MONOTONIC);
    time.tv_sec += since.tv_sec - started.tv_sec;
    time.tv_nsec += since.tv_nsec - started.tv_nsec;
    if (time.tv_nsec < 0) {
      time.tv_nsec += kNanoseconds;
      --time.tv_sec;
    }
    return time;
  }
};

const Clock& clock_of_process() {
  static const Clock clock;
  return clock;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* time) noexcept {
  const Clock& clock = clock_of_process();
  if (clock.is_set && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE || which == CLOCK_BOOTTIME)) {
    *time = clock.now();
    if (which == CLOCK_BOOTTIME) time->tv_sec -= kStarted;
    return 0;
  }
  return static_cast<int>(::syscall(SYS_clock_gettime, which, time));
}

int gettimeofday(timeval* time, void*) noexcept {
  timespec precise{};
  clock_gettime(CLOCK_REALTIME, &precise);
  *time = {precise.tv_sec, precise.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* into) noexcept {
  timespec precise{};
  clock_gettime(CLOCK_REALTIME, &precise);
  if (into != nullptr) *into = precise.tv_sec;
  return precise.tv_sec;
}
}
