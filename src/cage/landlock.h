// Landlock: which files this process may reach. See landlock(7).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace garde::cage {

// The ABI that this kernel offers; 0: none, or switched off at boot.
std::uint32_t landlock_abi();

// From now on this process reaches files only below `readable`, to read, and `writable`, to write as well; connects to
// nothing and signals nobody outside, where the ABI knows of it. Paths that are not there are left out.
Result<void> restrict_files(std::uint32_t abi, std::span<const std::string> readable,
                            std::span<const std::string> writable);

}  // namespace garde::cage
