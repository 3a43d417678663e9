// What this computer says of itself without administrator rights: its clock, its programs, who logged on. Linux only;
// elsewhere, and where the system refuses, a call fails as unsupported or unreadable.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "io/tree.h"

namespace garde::io {

// What the kernel knows of its clock's error. Asks nobody and changes nothing.
struct ClockState {
  bool synchronised = false;                  // a time server keeps it right
  std::chrono::microseconds max_error{};      // the kernel's own bound; meaningless when not synchronised
  std::chrono::microseconds still_to_slew{};  // what it is being corrected by
};
Result<ClockState> clock_state();

struct RunningProgram {
  int process = 0;
  int parent = 0;
  std::uint32_t user = 0;
  std::string name;          // as the kernel shortens it
  std::string path;          // of its file; empty when the system refuses to say
  std::string command_line;  // words separated by spaces
};
// In the order of their numbers; those that end meanwhile are left out.
Result<std::vector<RunningProgram>> running_programs();
// The file that a process runs, also when its name was removed since.
Result<std::unique_ptr<File>> open_program(int process);

struct Logon {
  std::string user;
  std::string line;  // terminal or display
  std::string from;  // the other computer, or empty
  Instant time;
  int process = 0;
};
// Who is logged on now, and the last `limit` who were, the newest first; `not_found` when the system keeps no list.
Result<std::vector<Logon>> logged_on();
Result<std::vector<Logon>> recent_logons(std::size_t limit);

}  // namespace garde::io
