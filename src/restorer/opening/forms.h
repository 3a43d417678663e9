// One function for each form. All read `file` to its end; memory stays small whatever its size.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "formats/archives/member_stream.h"
#include "io/tree.h"
#include "restorer/opening.h"

namespace garde::restorer::opening {

using backups::OpeningReason;

inline Opening opened() { return {.outcome = Opened::opened}; }
inline Opening broken(OpeningReason reason, std::optional<std::uint64_t> offset = {}) {
  return {.outcome = Opened::does_not_open, .reason = reason, .offset = offset};
}
inline Opening not_read(OpeningReason reason) { return {.outcome = Opened::not_read, .reason = reason}; }

Opening open_sqlite(const std::string& path_on_disk);
Opening open_zip(const io::File& file);
Opening open_compressed(const io::File& file);  // gzip, xz, bzip2, zstd, and what is in it where that is a tar
// Every member to its end, by a reader of backups.
Opening read_members(const formats::archives::OpenStream& open);
bool is_tar(std::span<const std::byte> head);
Opening open_tar(const io::File& file);
Opening open_seven_zip(const io::File& file);
Opening open_pdf(const io::File& file);
Opening open_jpeg(const io::File& file);
Opening open_png(const io::File& file);
Opening open_gif(const io::File& file);
Opening open_tiff(const io::File& file);
Opening open_bmp(const io::File& file);
Opening open_dicom(const io::File& file);
Opening open_mp4(const io::File& file);
Opening open_xml(const io::File& file);
Opening open_json(const io::File& file);
Opening open_text(backups::FileType type, const io::File& file);

// Bytes at a place of a file, read ahead. Any failure to read ends it: `ended` where the file does, `failed` otherwise.
class Reading {
 public:
  explicit Reading(const io::File& file, std::uint64_t at = 0) : file_(file), at_(at), size_(file.size().value) {}

  std::uint64_t at() const { return at_; }
  std::uint64_t size() const { return size_; }
  std::uint64_t left() const { return at_ >= size_ ? 0 : size_ - at_; }
  bool failed() const { return failed_; }
  void seek(std::uint64_t at) { at_ = at; }
  void skip(std::uint64_t count) { at_ += count; }

  int byte();                      // -1 at the end
  void skip_to(std::byte wanted);  // the next such byte, or the end
  // Exactly so many, valid until the next call; empty when there are fewer. At most kBuffer.
  std::span<const std::byte> take(std::size_t count);
  // As many as are at hand, at least one; empty at the end.
  std::span<const std::byte> piece(std::size_t most = kBuffer);
  std::uint64_t number(std::size_t bytes, bool big_endian);  // 0 past the end; look at `left` first

  static constexpr std::size_t kBuffer = 65'536;

 private:
  bool fill(std::size_t count);
  const io::File& file_;
  std::uint64_t at_;
  std::uint64_t size_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(kBuffer);
  std::uint64_t start_ = 0;  // of what is in the buffer
  std::size_t held_ = 0;
  bool failed_ = false;
};

// Calls `on_piece` with the whole file, until it gives another answer than opened().
Opening for_each_piece(const io::File& file,
                       const std::function<Opening(std::span<const std::byte>, std::uint64_t)>& on_piece);

// Inflates from `reading`, which is left behind the stream's last byte. At most `most_in` bytes are taken and
// `most_out` given.
enum class Wrap : std::uint8_t { raw, zlib, gzip };
Opening inflate(Reading& reading, Wrap wrap, std::uint64_t most_in, std::uint64_t most_out,
                const std::function<bool(std::span<const std::byte>)>& on_piece);

// A well-formed document, fed piece by piece.
class XmlCheck {
 public:
  XmlCheck();
  ~XmlCheck();
  XmlCheck(const XmlCheck&) = delete;
  XmlCheck& operator=(const XmlCheck&) = delete;
  bool feed(std::span<const std::byte> bytes);
  bool finish();
  std::uint64_t offset() const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace garde::restorer::opening
