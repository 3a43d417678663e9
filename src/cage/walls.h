// What a worker may still do, and the calls that take the rest away from this process for good.
//
// Each operating system has its own: walls_linux.cc. What it cannot raise is told in Walls, and is for the caller to
// judge.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "cage/layouts.h"

namespace garde::cage {

// What the walls are made of. Less than this system has is for tests: what does an older one keep?
struct Kernel {
  std::uint32_t landlock = 1000;  // its newest ABI to be used
  bool seccomp = true;
};

// What passes the walls.
struct Policy {
  std::vector<std::string> readable = {};  // files, and folders with all that is below; those not there are left out
  std::vector<std::string> writable = {};  // folders: files and folders below may be made, changed and removed
  ByteCount memory{2U << 30U};             // of addresses: what is mapped, what is reserved for threads
  std::chrono::seconds cpu{3600};          // of all threads together
  ByteCount file_size{};                   // the longest file it may write
  std::uint32_t open_files = 256;
  Kernel kernel = {};
};

// Those that stand.
struct Walls {
  bool no_new_privileges = false;
  std::uint32_t landlock = 0;  // its ABI, 0 for none; 1 keeps files, 3 their length, 4 TCP, 6 sockets and signals
  bool system_calls = false;   // only those that reading needs, see docs/cage.md
  bool memory = false;         // limited; a build with a sanitizer, which reserves terabytes, cannot be
  bool operator==(const Walls&) const = default;

  // Files outside the policy, other processes and the network are out of reach.
  bool hold() const { return no_new_privileges && landlock >= 1 && system_calls; }
};

// Raises all that this system has, until the process ends; its only thread is to call this. Fails when a wall that the
// system has does not rise: nothing hostile may be read then.
Result<Walls> enter_cage(const Policy& policy);

template <>
struct Layout<Policy> {
  static constexpr std::size_t kMaxPlaces = 1000;
  static void describe(auto& form, auto& policy) {
    const auto path = [](auto& inner, auto& place) { inner.bytes(place, kMaxPath); };
    form.list(policy.readable, kMaxPlaces, path);
    form.list(policy.writable, kMaxPlaces, path);
    form.fields(policy.memory, policy.cpu, policy.file_size, policy.open_files);
    form.fields(policy.kernel.landlock, policy.kernel.seccomp);
  }
};

template <>
struct Layout<Walls> {
  static void describe(auto& form, auto& walls) {
    form.fields(walls.no_new_privileges, walls.landlock, walls.system_calls, walls.memory);
  }
};

}  // namespace garde::cage
