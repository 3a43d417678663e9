// Files and directories of our own, which only their owner can read. Each is on the medium, its name too, when its call
// returns a value.
//
// Errors of all calls: no_space (the disk or the quota is full), unreadable (the system refused, or the medium is
// gone), not_found (what it would lie in is not there), and what each adds.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/result.h"
#include "io/disk_tree.h"

namespace garde::io {

// A directory (0700). `conflict` when the name is taken.
Result<void> create_private_directory(const std::filesystem::path& directory);

// Creates what is missing of the path (0700). What is there already stays as it is.
Result<void> create_private_directories(const std::filesystem::path& directory);

// `unreadable` unless it is a directory that we own and nobody else may enter, list or write.
Result<void> check_private_directory(const std::filesystem::path& directory);

// A file (0600), whole or not at all. `conflict` when the name is taken.
Result<void> create_private_file(const std::filesystem::path& file, std::span<const std::byte> bytes);

// The same for whoever writes the file himself: an empty one beside `final_path`, under a name of its own, for
// publish() once it is whole and on the medium.
Result<std::filesystem::path> create_private_file_beside(const std::filesystem::path& final_path);

// Gives a whole file its name. `conflict` when a file of that name is there by now, and then that one stays. In all
// cases `temporary` is gone.
Result<void> publish(const std::filesystem::path& temporary, const std::filesystem::path& final_path);

// Locks the file, creating it (0600) if needed, until the result goes away or the process ends, however it ends. The
// file then holds our process id. `conflict` with the holder's process id when somebody holds it.
Result<FileDescriptor> lock_file(const std::filesystem::path& file);

// The names in a directory reach the medium.
Result<void> sync_directory(const std::filesystem::path& directory);

}  // namespace garde::io
