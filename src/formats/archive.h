// The one interface all readers of backup destinations implement: mirror, dated folders and archives, restic,
// Borg. Each format has an `open` function of its own in its folder.
//
// A reader only reads: no lock, no cache, no repair. It is safe next to the program that writes the backups.
// What it reads may have been made by an attacker; what it finds wrong is reported as Damage and read past.
// The tree it was opened on must outlive it. Calls may come from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "formats/damage.h"
#include "formats/verification.h"
#include "io/tree.h"

namespace garde::formats {

// What the backup program itself noted when it made the restore point.
struct ChangeSummary {
  std::uint64_t files_new = 0;
  std::uint64_t files_changed = 0;
  std::uint64_t files_unmodified = 0;
  ByteCount data_added;
};

struct RestorePoint {
  std::string id;  // as the format's own tool prints it in full
  Instant time;
  std::string host;                    // bytes as stored, like all names here
  std::vector<std::string> paths;      // what was backed up
  std::optional<std::uint64_t> files;  // when told without reading the listing
  std::optional<ByteCount> bytes;
  std::optional<ChangeSummary> summary;
};

enum class NodeType : std::uint8_t { file, directory, symlink, other };

// One entry of a restore point.
struct Node {
  std::string path;  // names separated by '/', no leading one; bytes
  NodeType type{};
  ByteCount size;
  Instant modified;
  std::uint32_t permissions{};  // the POSIX bits 07777
  std::string link_target;      // of a symlink
  // Equal for equal content, within one destination; absent when that cannot be told without reading it.
  std::optional<crypto::Sha256Digest> content;
};

using OnNode = std::function<Result<void>(const Node&)>;
using OnContent = std::function<Result<void>(std::span<const std::byte>)>;

enum class Comparison : std::uint8_t { same, different };

class ArchiveReader {
 public:
  ArchiveReader() = default;
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;
  virtual ~ArchiveReader() = default;

  // Oldest first. What cannot be read is reported and left out.
  virtual Result<std::vector<RestorePoint>> restore_points(const OnDamage& on_damage) const = 0;

  // Every entry of a restore point, a directory before what it holds. Memory stays small whatever their number.
  // A directory that cannot be read is reported and passed over. An error from `on_node` ends the listing.
  virtual Result<void> list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const = 0;

  // The content of a file of `list`, in order, in pieces of any size. Every byte was verified before it is handed
  // over; `damaged` when that cannot be done, at the offset in the file where it ends. Files read in the order of
  // the listing cost least.
  virtual Result<void> read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const = 0;

  // Whether a live file holds what the restore point holds, by content, at the price of reading the live file
  // alone where the format allows. Errors are those of reading either side.
  virtual Result<Comparison> compare(const RestorePoint& point, std::string_view path, const io::File& live) const = 0;

  // Looks into the destination as deeply as asked and reports what is wrong, each damage with the files and
  // restore points it hits. Fails only when nothing can be concluded: the destination vanished (`unreadable`).
  virtual Result<Coverage> verify(const VerifyRequest& request, const OnDamage& on_damage) const = 0;
};

}  // namespace garde::formats
