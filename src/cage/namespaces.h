// Namespaces: a process that starts programs of others gets a system of its own, in which nothing else is there.
// See namespaces(7).
#pragma once

#include <array>
#include <span>
#include <string>

#include "base/result.h"

namespace garde::cage {

// Without these few programs run, and none of them leads anywhere: they are always there.
constexpr auto kDevices = std::to_array<const char*>({"/dev/null", "/dev/zero", "/dev/urandom"});

// Where programs look up the name of their account: it holds that one line.
constexpr const char* kAccounts = "/etc/passwd";

// What is there: absolute paths of files and folders, with all below; those not there are left out.
struct Furniture {
  std::span<const std::string>
      readable;  // as they are, to read; what they hold may be executed as far as others let it
  std::span<const std::string> writable;  // and nothing in them may be executed
};

// From now on there are those files, the devices without which no program runs, no other process, no network and no
// shared memory of others. The caller, which has one thread, goes on as the first process of that system; when it ends,
// all it started ends, whatever they did to be left alone. False: this system gives none, or we are the super-user,
// to whom it would be no boundary.
Result<bool> enter_namespaces(const Furniture& furniture);

}  // namespace garde::cage
