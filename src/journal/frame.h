// Where the records of a journal stand in its file, also when the file is damaged.
//
// A record ends with a blank line behind its seal, and the seal always has the same size. Both ends are looked
// at, so that a byte changed in one record does not hide the next.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace garde::journal {

// A record cut into its parts, as views into the file. Digests and signatures are their digits as they stand,
// empty when their line does not start as it should; the reader of an intact file compares them and need not
// decode them.
struct Frame {
  std::uint64_t offset = 0;
  std::uint64_t end = 0;
  std::string_view entry;  // the lines before the seal
  std::optional<std::uint64_t> sequence = {};
  std::string_view previous = {};
  std::string_view leaf = {};
  std::string_view signature = {};
  bool seal_is_whole = false;  // its words and line feeds are where they belong
};

// The header's lines, its signature, and where the records start.
struct HeaderFrame {
  std::uint64_t end = 0;
  std::string_view lines;
  std::string_view signature = {};
  bool seal_is_whole = false;
};

// Nothing when the file does not start like a journal.
std::optional<HeaderFrame> header_frame(std::string_view file);

// From `offset` to the next blank line; nothing when there is none within the length of a record.
std::optional<Frame> frame_to_blank_line(std::string_view file, std::uint64_t offset);

// From `offset` to where the record after number `sequence` seems to start, or any later one, or to the end.
Frame frame_to_next_entry(std::string_view file, std::uint64_t offset, std::uint64_t sequence);

// True if `rest`, the end of a file, is the start of record number `sequence` and no more: what an interrupted
// write leaves. Some file systems fill what was not written with zeros.
bool is_unfinished(std::string_view rest, std::uint64_t sequence);

}  // namespace garde::journal
