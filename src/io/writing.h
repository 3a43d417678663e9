// The system calls with which this folder writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::io {

// For the call that has just failed: not_found, conflict (the name is taken), no_space (the disk or the quota is full),
// or unreadable (the system refused, or the medium is gone).
Error write_error(const std::string& subject, std::string_view call);

// All of it from `offset` on; `name` is for the error.
Result<void> write_all(const FileDescriptor& file, const std::string& name, std::uint64_t offset,
                       std::span<const std::byte> bytes);

}  // namespace garde::io
