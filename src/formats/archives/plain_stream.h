// The plain bytes of a file that may be compressed: gzip, zstd, xz, bzip2, or nothing. Each stream is read to its very
// end, so that the checksum which stands there is verified: a program that stops at the end of the tar within never
// sees it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "formats/archives/archive_file.h"

namespace garde::formats::archives {

enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2 };
// By the first bytes; six of them tell.
Compression compression_of(std::span<const std::byte> first);
std::string_view name(Compression compression);

// What a decoder of a hostile file may take; the window of `zstd --ultra -22 --long=27` and the dictionary of `xz -9`.
constexpr ByteCount kMaxDecoderMemory = 192_MiB;
// A bomb: more than this, and that many times what is stored.
constexpr ByteCount kAlwaysUnpacked = 64_GiB;
constexpr std::uint64_t kMaxExpansion = 4096;

class Decoder;  // of one compression

// For one thread. `file` must outlive it.
class PlainStream {
 public:
  PlainStream(const io::File& file, Compression compression);
  PlainStream(const PlainStream&) = delete;
  PlainStream& operator=(const PlainStream&) = delete;
  ~PlainStream();

  // The next plain bytes, empty at the end or where the stream breaks: then flaw() or error() says so. Valid until the
  // next call.
  std::span<const std::byte> next();

  // Up to `size` of the next bytes, those that lie together; empty as for next().
  std::span<const std::byte> take(std::uint64_t size);
  bool skip(std::uint64_t size);                  // false when it ends before
  bool fill(std::span<std::byte> out);            // idem
  std::uint64_t taken() const { return taken_; }  // by these three

  // What is wrong with the compressed form, `member` left empty; nothing so far.
  const std::optional<Flaw>& flaw() const { return flaw_; }
  // Why the rest is not judged: a window too large, a bomb, something of another form behind its end.
  std::optional<UnjudgedReason> unjudged() const { return unjudged_; }
  std::uint64_t stored_offset() const { return offset_; }  // read of the file so far
  std::uint64_t plain_offset() const { return plain_; }    // given so far
  bool has_checksum() const { return has_checksum_; }      // of the content; meaningful at the end

 private:
  bool read_more();
  void end_stream();  // one ended: what follows is another, padding, or something else
  bool skip_zeros();  // to the first byte that is none; false at the end of the file, or where it cannot be read
  void fail(DamageKind kind, std::string detail);

  const io::File& file_;
  const Compression compression_;
  std::unique_ptr<Decoder> decoder_;
  std::vector<std::byte> in_;
  std::span<const std::byte> rest_;  // of `in_`, not decoded yet
  std::vector<std::byte> out_;
  std::uint64_t offset_ = 0;
  std::uint64_t plain_ = 0;
  std::span<const std::byte> given_;  // by next() to take(), not taken yet
  std::uint64_t taken_ = 0;
  bool ended_ = false;
  bool has_checksum_ = false;  // each of its streams so far
  std::uint64_t streams_ = 0;  // that ended
  std::optional<Flaw> flaw_;
  std::optional<UnjudgedReason> unjudged_;
};

}  // namespace garde::formats::archives
