// What the system may do with the memory of this process while it holds other people's secrets.
#pragma once

namespace garde::crypto {

struct MemoryGuard {
  bool no_dump = false;   // a crash leaves no image of the memory, and no other process of this user may look into it
  bool can_lock = false;  // as much memory as a large export needs may be kept out of swap
};

// From now on, until the process ends. Asks for all that the system allows this user; what it refuses is told, and
// is no reason to stop: the memory is wiped all the same.
MemoryGuard guard_process_memory();

}  // namespace garde::crypto
