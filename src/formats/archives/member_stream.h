// An archive read from its first to its last member: tar, 7z.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "formats/archives/archive_file.h"

namespace garde::formats::archives {

struct StreamMember {
  Node node;                // its path below the archive's root; empty when it is refused
  std::string stored_path;  // as it stands in the archive
  bool was_absolute = false;
  bool lists_names = false;                // a folder of GNU's incremental tar: its content tells what was in it
  bool is_link_to_earlier = false;         // a hard link: node.link_target names the member that holds the content
  std::optional<UnjudgedReason> unjudged;  // why its content is not given; nothing when it is
};

// One pass. For one thread. What is wrong goes to the OnFlaw of whoever made it.
class MemberStream {
 public:
  MemberStream() = default;
  MemberStream(const MemberStream&) = delete;
  MemberStream& operator=(const MemberStream&) = delete;
  virtual ~MemberStream() = default;

  // The next member, which stays valid until the one after it; null at the end, or where the archive breaks. What is
  // left of the content of the one before is passed over and checked.
  virtual const StreamMember* next() = 0;
  // The next piece of its content, empty at the end.
  virtual std::span<const std::byte> content() = 0;

  virtual std::uint64_t stored_offset() const = 0;  // of the archive file, read so far
  virtual bool has_checksum() const = 0;            // of the content; meaningful at the end
  // Why the rest is not judged; nothing when it is.
  virtual std::optional<UnjudgedReason> unjudged() const = 0;
};

using OpenStream = std::function<std::unique_ptr<MemberStream>(const OnFlaw&)>;

// `file` is what `open` reads; both live as long as the archive.
std::unique_ptr<ArchiveFile> make_streamed_archive(std::unique_ptr<io::File> file,
                                                   std::function<OpenStream(const io::File&)> make_open, Lock lock);

}  // namespace garde::formats::archives
