// How long this computer has been running: a time that setting its clock does not change.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace garde::io {

struct RunningTime {
  std::string boot;                     // the kernel's own id of this start
  std::chrono::milliseconds running{};  // asleep or not
};

// Nothing where the system does not tell.
std::optional<RunningTime> running_time();

}  // namespace garde::io
