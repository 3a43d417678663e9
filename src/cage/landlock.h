// Landlock: which files this process may reach. See landlock(7).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace garde::cage {

// The ABI that this kernel offers; 0: none, or switched off at boot.
std::uint32_t landlock_abi();

struct Reach {
  std::vector<std::string> readable;
  std::span<const std::string> writable;      // to read as well
  std::span<const std::string> runnable;      // to read and to execute
  std::span<const char* const> devices = {};  // to read and to write
  bool sockets = false;                       // may be made where files may
};

// From now on this process reaches files only below these; connects to nothing and signals nobody outside, where the
// ABI knows of it. Paths that are not there are left out.
Result<void> restrict_files(std::uint32_t abi, const Reach& reach);

}  // namespace garde::cage
