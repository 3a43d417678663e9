// One archive file of a destination, whatever its format: what the reader of archives needs of each.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/archive.h"

namespace garde::formats::archives {

// Something wrong in an archive, before anybody knows which restore point it belongs to.
struct Flaw {
  DamageKind kind{};
  Consequence consequence{};
  std::string member;                   // its path; empty: the archive itself
  bool takes_the_rest = false;          // what stands behind it in the archive is lost with it
  std::optional<std::uint64_t> offset;  // in the archive file, in bytes
  std::string detail;
  std::uint64_t pieces = 1;
  bool operator==(const Flaw&) const = default;
};
using OnFlaw = std::function<void(const Flaw&)>;  // never called by two threads at once

Flaw flaw_of(DamageKind kind, std::string member, std::optional<std::uint64_t> offset, std::string detail);

struct CheckRequest {
  Level level = Level::content;
  unsigned threads = 1;
  std::function<bool()> go_on;              // asked before each member, from any thread
  std::function<void(ByteCount)> on_bytes;  // that many more of the archive file were dealt with; from any thread
};

// What a check reached; what it found goes to OnFlaw.
struct Checked {
  bool to_the_end = true;
  ByteCount bytes_read;
  std::uint64_t members = 0;  // looked at as deeply as asked
  ByteCount bytes_without_checksum;
  std::uint64_t unjudged_count = 0;
  std::vector<Unjudged> unjudged;  // `container` is left empty

  void add_unjudged(std::string piece, UnjudgedReason reason);
};

enum class Lock : std::uint8_t {
  none,    // nothing in it is encrypted
  opened,  // the password is right
  closed,  // it is not, or none was given
};

// Calls may come from several threads.
class ArchiveFile {
 public:
  ArchiveFile() = default;
  ArchiveFile(const ArchiveFile&) = delete;
  ArchiveFile& operator=(const ArchiveFile&) = delete;
  virtual ~ArchiveFile() = default;

  virtual Lock lock() const = 0;
  // As ArchiveReader::list, read and compare. Where a member's path would lead out of the archive it is left out, and
  // found by check().
  virtual Result<void> list(const OnNode& on_node, const OnFlaw& on_flaw) const = 0;
  virtual Result<void> read(std::string_view path, const OnContent& on_content) const = 0;
  virtual Result<Comparison> compare(std::string_view path, const io::File& live) const = 0;
  virtual Checked check(const CheckRequest& request, const OnFlaw& on_flaw) const = 0;
  // Files that were there when it was made, and whose content an earlier archive of its series holds: GNU tar says so
  // of each folder in an incremental archive. Sorted.
  virtual const std::vector<std::string>& left_to_earlier() const;
};

}  // namespace garde::formats::archives
