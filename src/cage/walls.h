// What a worker may still do, and the calls that take the rest away from this process for good.
//
// Each operating system has its own: walls_linux.cc. What it cannot raise is told in Walls, and is for the caller to
// judge.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "cage/layouts.h"
#include "io/system_account.h"

namespace garde::cage {

// What the walls are made of. Less than this system has is for tests: what does an older one keep?
struct Kernel {
  std::uint32_t landlock = 1000;  // its newest ABI to be used
  bool seccomp = true;
  bool namespaces = true;
};

// What others have written and a task needs, a database server: they run within the walls of the worker that starts
// them.
struct Programs {
  std::vector<std::string> runnable = {};  // files, and folders with all that is below: read and executed
  std::uint32_t processes = 64;            // at once, the worker and the threads of each counted
  ByteCount shared_segment{4096};          // of System V, the largest; the kernel gives 4,096 of them
};

// What passes the walls.
struct Policy {
  std::vector<std::string> readable = {};  // files, and folders with all that is below; those not there are left out
  std::vector<std::string> writable = {};  // folders: files and folders below may be made, changed and removed
  ByteCount memory{2U << 30U};             // of addresses: what is mapped, what is reserved for threads
  std::chrono::seconds cpu{3600};          // of all threads together
  ByteCount file_size{};                   // the longest file it may write
  std::uint32_t open_files = 256;
  std::optional<Programs> programs = {};          // absent: it starts none
  std::optional<io::SystemAccount> account = {};  // that it becomes first; for the super-user to say
  Kernel kernel = {};
};

// Those that stand.
struct Walls {
  bool no_new_privileges = false;
  std::uint32_t landlock = 0;  // its ABI, 0 for none; 1 keeps files, 3 their length, 4 TCP, 6 sockets and signals
  bool system_calls = false;   // only those that reading needs, see docs/cage.md
  bool memory = false;         // limited; a build with a sanitizer, which reserves terabytes, cannot be
  bool apart = false;          // in namespaces of its own: nothing outside the policy is there; with programs only
  bool operator==(const Walls&) const = default;

  // Files outside the policy, other processes and the network are out of reach.
  bool hold() const { return no_new_privileges && landlock >= 1 && system_calls; }
  // And programs of others too, which are allowed sockets, signals and shared memory: among themselves.
  bool hold_programs() const { return hold() && apart; }
};

// Raises all that this system has, until the process ends; its only thread is to call this. Fails when a wall that the
// system has does not rise: nothing hostile may be read then.
Result<Walls> enter_cage(const Policy& policy);

template <>
struct Layout<io::SystemAccount> {
  static void describe(auto& form, auto& account) { form.fields(account.user, account.group); }
};

template <>
struct Layout<Programs> {
  static constexpr std::size_t kMaxPlaces = 1000;
  static void describe(auto& form, auto& programs) {
    form.list(programs.runnable, kMaxPlaces, [](auto& inner, auto& place) { inner.bytes(place, kMaxPath); });
    form.fields(programs.processes, programs.shared_segment);
  }
};

template <>
struct Layout<Policy> {
  static constexpr std::size_t kMaxPlaces = 1000;
  static void describe(auto& form, auto& policy) {
    const auto path = [](auto& inner, auto& place) { inner.bytes(place, kMaxPath); };
    form.list(policy.readable, kMaxPlaces, path);
    form.list(policy.writable, kMaxPlaces, path);
    form.fields(policy.memory, policy.cpu, policy.file_size, policy.open_files, policy.programs, policy.account);
    form.fields(policy.kernel.landlock, policy.kernel.seccomp, policy.kernel.namespaces);
  }
};

template <>
struct Layout<Walls> {
  static void describe(auto& form, auto& walls) {
    form.fields(walls.no_new_privileges, walls.landlock, walls.system_calls, walls.memory, walls.apart);
  }
};

}  // namespace garde::cage
