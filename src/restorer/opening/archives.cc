#include <algorithm>
#include <array>
#include <cstring>

#include <zlib.h>

#include "formats/seven_zip/seven_zip_stream.h"
#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

constexpr std::uint64_t kMaxInflated = std::uint64_t{16} << 30U;  // of one file: more is a bomb
constexpr std::uint64_t kMaxEntries = 1'000'000;

struct Directory {
  std::uint64_t entries = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// The end of the central directory: its last signature in the last 64 KiB before the zeros that fill up some zips.
std::optional<std::uint64_t> find_end(const io::File& file) {
  constexpr std::size_t kEnd = 22;
  constexpr std::uint64_t kMaxComment = 65'535;
  constexpr std::uint64_t kMaxPadding = std::uint64_t{64} << 20U;
  if (file.size().value < kEnd) return std::nullopt;
  std::uint64_t size = file.size().value;
  std::vector<std::byte> last(Reading::kBuffer);
  while (size > 0 && file.size().value - size < kMaxPadding) {
    const auto piece = std::span(last).first(static_cast<std::size_t>(std::min<std::uint64_t>(size, last.size())));
    if (!io::read_exactly(file, "", size - piece.size(), piece)) return std::nullopt;
    const auto other = std::find_if(piece.rbegin(), piece.rend(), [](std::byte byte) { return byte != std::byte{0}; });
    size -= static_cast<std::uint64_t>(other - piece.rbegin());
    if (other != piece.rend()) break;
  }
  // The record itself may end with zeros.
  const std::uint64_t from = size - std::min(size, kEnd + kMaxComment);
  size = std::min(file.size().value, size + kEnd);
  std::vector<std::byte> tail(size - from);
  if (!io::read_exactly(file, "", from, tail)) return std::nullopt;
  for (std::size_t at = tail.size() - kEnd + 1; at-- > 0;)
    if (std::memcmp(tail.data() + at, "PK\x05\x06", 4) == 0) return from + at;
  return std::nullopt;
}

std::optional<Directory> read_directory(const io::File& file, std::uint64_t end) {
  Reading reading(file, end + 10);
  Directory directory;
  directory.entries = reading.number(2, false);
  directory.size = reading.number(4, false);
  directory.offset = reading.number(4, false);
  constexpr std::uint64_t kLocator = 20;
  if ((directory.entries != 0xffff && directory.offset != 0xffffffff) || end < kLocator) return directory;
  reading.seek(end - kLocator);
  if (reading.number(4, false) != 0x07064b50) return directory;
  reading.skip(4);
  reading.seek(reading.number(8, false));
  if (reading.number(4, false) != 0x06064b50) return std::nullopt;
  reading.skip(28);
  directory.entries = reading.number(8, false);
  directory.size = reading.number(8, false);
  directory.offset = reading.number(8, false);
  return directory;
}

struct Entry {
  std::string name;
  std::uint64_t flags = 0;
  std::uint64_t method = 0;
  std::uint32_t crc = 0;
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

std::optional<Entry> read_entry(Reading& reading) {
  if (reading.left() < 46 || reading.number(4, false) != 0x02014b50) return std::nullopt;
  Entry entry;
  reading.skip(4);
  entry.flags = reading.number(2, false);
  entry.method = reading.number(2, false);
  reading.skip(4);
  entry.crc = static_cast<std::uint32_t>(reading.number(4, false));
  entry.packed = reading.number(4, false);
  entry.size = reading.number(4, false);
  const auto name_size = static_cast<std::size_t>(reading.number(2, false));
  const std::uint64_t extra_size = reading.number(2, false);
  const std::uint64_t comment_size = reading.number(2, false);
  reading.skip(8);
  entry.offset = reading.number(4, false);
  const auto name = reading.take(name_size);
  if (name.size() != name_size) return std::nullopt;
  entry.name.assign(reinterpret_cast<const char*>(name.data()), name.size());
  const std::uint64_t extra_end = reading.at() + extra_size;
  while (reading.at() + 4 <= extra_end && reading.left() >= 4) {
    const std::uint64_t kind = reading.number(2, false);
    const std::uint64_t next = reading.number(2, false) + reading.at();
    if (kind == 1) {
      constexpr std::uint64_t kElsewhere = 0xffffffff;
      if (entry.size == kElsewhere) entry.size = reading.number(8, false);
      if (entry.packed == kElsewhere) entry.packed = reading.number(8, false);
      if (entry.offset == kElsewhere) entry.offset = reading.number(8, false);
    }
    reading.seek(next);
  }
  reading.seek(extra_end + comment_size);
  return entry;
}

constexpr std::uint64_t kLocalHeader = 30;  // with neither name nor extra fields

// Whether all entries fit side by side, each with its own bytes: those of a bomb share theirs. Nothing is unpacked.
bool lie_apart(const io::File& file, const Directory& directory) {
  Reading reading(file, directory.offset);
  std::uint64_t left = file.size().value;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    const auto entry = read_entry(reading);
    if (!entry) return true;  // which the reading says itself
    if (entry->packed > left || left - entry->packed < kLocalHeader) return false;
    left -= entry->packed + kLocalHeader;
  }
  return true;
}

bool is_xml(const std::string& name) { return name.ends_with(".xml") || name.ends_with(".rels"); }

Opening open_entry(const io::File& file, const Entry& entry, bool is_document) {
  Reading reading(file, entry.offset);
  if (reading.left() < 30 || reading.number(4, false) != 0x04034b50)
    return broken(OpeningReason::contents_damaged, entry.offset);
  reading.skip(22);
  const std::uint64_t name_size = reading.number(2, false);
  const std::uint64_t extra_size = reading.number(2, false);
  reading.skip(name_size + extra_size);
  if (reading.left() < entry.packed) return broken(OpeningReason::truncated, reading.at());
  uLong crc = ::crc32(0, nullptr, 0);
  std::uint64_t size = 0;
  std::optional<XmlCheck> xml;
  if (is_document && is_xml(entry.name)) xml.emplace();
  const auto on_piece = [&](std::span<const std::byte> piece) {
    crc = ::crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
    size += piece.size();
    return !xml || xml->feed(piece);
  };
  const std::uint64_t from = reading.at();
  if (entry.method == 8) {
    auto inflated = inflate(reading, Wrap::raw, entry.packed, entry.size, on_piece);
    if (inflated.outcome != Opened::opened) return inflated;
  } else {
    for (std::uint64_t left = entry.packed; left > 0;) {
      const auto piece = reading.piece(static_cast<std::size_t>(std::min<std::uint64_t>(left, Reading::kBuffer)));
      if (piece.empty()) return broken(OpeningReason::unreadable, reading.at());
      if (!on_piece(piece)) return broken(OpeningReason::not_well_formed, reading.at());
      left -= piece.size();
    }
  }
  if (size != entry.size || static_cast<std::uint32_t>(crc) != entry.crc)
    return broken(OpeningReason::wrong_checksum, from);
  if (xml && !xml->finish()) return broken(OpeningReason::not_well_formed, from);
  return opened();
}

}  // namespace

Opening open_zip(const io::File& file) {
  const auto end = find_end(file);
  if (!end) return broken(OpeningReason::contents_damaged, file.size().value);
  const auto directory = read_directory(file, *end);
  if (!directory || directory->offset > *end) return broken(OpeningReason::contents_damaged, *end);
  if (directory->entries > kMaxEntries) return not_read(OpeningReason::too_large);
  if (!lie_apart(file, *directory)) return broken(OpeningReason::malformed, directory->offset);
  Reading reading(file, directory->offset);
  bool is_document = false;
  bool locked = false;
  bool other_method = false;
  std::uint64_t inflated = 0;
  // Of more entries than 16 bits count, the count begins again at zero.
  constexpr std::uint64_t kCounts = 65'536;
  const auto may_go_on = [&](std::uint64_t read) {
    if (read < directory->entries) return true;
    if ((read - directory->entries) % kCounts != 0 || reading.at() + 46 > *end || read >= kMaxEntries) return false;
    const std::uint64_t at = reading.at();
    const bool is_entry = reading.number(4, false) == 0x02014b50;
    reading.seek(at);
    return is_entry;
  };
  for (std::uint64_t i = 0; may_go_on(i); ++i) {
    const std::uint64_t at = reading.at();
    const auto entry = read_entry(reading);
    if (!entry) return broken(OpeningReason::truncated, at);
    if (entry->name == "[Content_Types].xml" || entry->name == "mimetype") is_document = true;
    if ((entry->flags & 1U) != 0) {
      locked = true;
      continue;
    }
    if (entry->method != 0 && entry->method != 8) {
      other_method = true;
      continue;
    }
    inflated += entry->size;
    if (inflated > kMaxInflated) return not_read(OpeningReason::too_large);
    const std::uint64_t next = reading.at();
    if (auto opening = open_entry(file, *entry, is_document); opening.outcome != Opened::opened) {
      opening.part = entry->name;
      return opening;
    }
    reading.seek(next);
  }
  if (locked) return not_read(OpeningReason::locked);
  if (other_method) return not_read(OpeningReason::form_not_read);
  return opened();
}

// Its two headers hold each other's checksum.
Opening open_seven_zip(const io::File& file) {
  constexpr std::uint64_t kHeader = 32;
  constexpr std::uint64_t kMaxNext = std::uint64_t{64} << 20U;
  Reading reading(file, 8);
  if (file.size().value < kHeader) return broken(OpeningReason::truncated, file.size().value);
  const std::uint64_t start_crc = reading.number(4, false);
  const auto start = reading.take(20);
  if (start.size() != 20 || ::crc32(0, reinterpret_cast<const Bytef*>(start.data()), 20) != start_crc)
    return broken(OpeningReason::malformed, 8);
  reading.seek(12);
  const std::uint64_t offset = reading.number(8, false);
  const std::uint64_t size = reading.number(8, false);
  const std::uint64_t crc = reading.number(4, false);
  const std::uint64_t room = file.size().value - kHeader;
  if (offset > room || size > room - offset) return broken(OpeningReason::truncated, file.size().value);
  if (size > kMaxNext) return not_read(OpeningReason::too_large);
  std::vector<std::byte> next(size);
  if (!io::read_exactly(file, "", kHeader + offset, next)) return broken(OpeningReason::unreadable, kHeader + offset);
  if (::crc32(0, reinterpret_cast<const Bytef*>(next.data()), static_cast<uInt>(size)) != crc)
    return broken(OpeningReason::contents_damaged, kHeader + offset);
  return read_members(
      [&](const formats::archives::OnFlaw& on_flaw) { return formats::seven_zip::open_stream(file, on_flaw); });
}

}  // namespace garde::restorer::opening
