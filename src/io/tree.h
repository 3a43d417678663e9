// Read-only trees of untrusted files: a backup destination, a live folder, or memory in a test.
//
// A path inside a tree is relative, its names separated by '/'; "" is the tree's own root. Names are bytes,
// not text: most are UTF-8, nothing here depends on it. Whoever filled the tree may be hostile, so:
//   - a symbolic link is never followed, neither as the last name nor on the way to it;
//   - only regular files open; a pipe, a socket or a device never blocks us;
//   - nothing is ever written, created, locked or touched.
// Every call is safe from several threads at once.
//
// Errors of all calls: not_found (nothing of that name, or it vanished), unreadable (the system refused:
// permission, I/O error, a link in the way, not a regular file), invalid_input (not a path inside a tree).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"

namespace garde::io {

// True for "" and for names separated by single '/', none of them empty, "." or "..", no NUL byte.
bool is_tree_path(std::string_view path);

enum class EntryType : std::uint8_t { file, directory, symlink, other };

// Two files are one (hard links, two mounts of one disk) exactly when their identities are equal.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t number = 0;  // the inode; on most disks files written together have numbers near each other
  auto operator<=>(const FileIdentity&) const = default;
};

struct Stat {
  EntryType type{};
  ByteCount size;               // for a sparse file this is far more than what is on the disk
  Instant modified;             // cut to milliseconds
  std::uint32_t permissions{};  // the POSIX bits 07777
  std::uint64_t links = 1;      // how many names this file has
  FileIdentity identity;
};

struct Entry {
  std::string_view name;  // one name; valid during the call only
  EntryType type{};
  std::optional<Stat> stat;  // with Detail::stats; absent when the system refused it
};

enum class Detail : std::uint8_t { names, stats };  // stats cost one more system call for each entry
using OnEntry = std::function<Result<void>(const Entry&)>;

class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  virtual ~File() = default;

  virtual ByteCount size() const = 0;  // when it was opened
  // Fills `out` from `offset` and says how many bytes it gave: fewer than asked only at the end of the file.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const = 0;
  // Makes the next read of this range come from the medium rather than from the system's cache, where the
  // system allows it: a second look at bytes that were wrong.
  virtual void drop_cached(std::uint64_t offset, ByteCount length) const = 0;
};

// What the caller is about to do, so that the system reads ahead or does not.
enum class Access : std::uint8_t { sequential, random };

class Tree {
 public:
  Tree() = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  virtual ~Tree() = default;

  // Calls `on_entry` for each entry of a directory, in no order, without "." and "..", as they are read: a
  // folder of a million entries costs no memory. An error from `on_entry` ends the listing and is returned.
  virtual Result<void> list(std::string_view directory, Detail detail, const OnEntry& on_entry) const = 0;
  virtual Result<Stat> stat(std::string_view path) const = 0;  // of a link: of the link itself
  virtual Result<std::unique_ptr<File>> open(std::string_view path, Access access) const = 0;
};

// All of `out`, or an error: `damaged` when the file ends before.
Result<void> read_exactly(const File& file, std::string_view subject, std::uint64_t offset, std::span<std::byte> out);

// A small file whole; `damaged` when it is longer than `limit`.
Result<std::vector<std::byte>> read_whole(const Tree& tree, std::string_view path, ByteCount limit);

}  // namespace garde::io
