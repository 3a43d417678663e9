#include <algorithm>
#include <array>
#include <cstring>

#include <zlib.h>

#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

constexpr std::uint64_t kMaxSteps = 10'000'000;  // markers, blocks, directories: a picture has thousands

Opening too_early(const Reading& reading) {
  return broken(reading.failed() ? OpeningReason::unreadable : OpeningReason::truncated,
                std::min(reading.at(), reading.size()));
}

}  // namespace

// Markers up to the first scan, then entropy-coded bytes up to the next marker, to the end of image.
Opening open_jpeg(const io::File& file) {
  Reading reading(file, 2);
  bool has_scan = false;
  bool in_scan = false;
  for (std::uint64_t step = 0; step < kMaxSteps;) {
    if (in_scan) reading.skip_to(std::byte{0xff});
    int byte = reading.byte();
    if (byte < 0) return too_early(reading);
    if (byte != 0xff) return broken(OpeningReason::malformed, reading.at() - 1);
    while (byte == 0xff) byte = reading.byte();
    if (byte < 0) return too_early(reading);
    const bool is_data = byte == 0 || (byte >= 0xd0 && byte <= 0xd7);  // a stuffed 0xff, or a restart
    if (is_data && in_scan) continue;
    ++step;
    if (byte == 0xd9) return has_scan ? opened() : broken(OpeningReason::truncated, reading.at());
    if (byte == 0x01) continue;
    if (is_data || byte == 0xd8) return broken(OpeningReason::malformed, reading.at() - 1);
    if (reading.left() < 2) return too_early(reading);
    const std::uint64_t length = reading.number(2, true);
    if (length < 2 || length - 2 > reading.left()) return broken(OpeningReason::truncated, reading.at());
    reading.skip(length - 2);
    in_scan = byte == 0xda;
    has_scan = has_scan || in_scan;
  }
  return not_read(OpeningReason::too_large);
}

Opening open_png(const io::File& file) {
  Reading reading(file, 8);
  bool has_data = false;
  for (std::uint64_t step = 0; step < kMaxSteps; ++step) {
    if (reading.left() < 12) return too_early(reading);
    const std::uint64_t at = reading.at();
    const std::uint64_t length = reading.number(4, true);
    if (length + 8 > reading.left()) return broken(OpeningReason::truncated, at);
    const auto type = reading.take(4);
    if (type.size() != 4) return too_early(reading);
    const std::string name(reinterpret_cast<const char*>(type.data()), 4);
    uLong crc = ::crc32(0, reinterpret_cast<const Bytef*>(type.data()), 4);
    for (std::uint64_t left = length; left > 0;) {
      const auto piece = reading.piece(static_cast<std::size_t>(std::min<std::uint64_t>(left, Reading::kBuffer)));
      if (piece.empty()) return too_early(reading);
      crc = ::crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
      left -= piece.size();
    }
    if (reading.number(4, true) != crc) return broken(OpeningReason::wrong_checksum, at);
    if (name == "IDAT") has_data = true;
    if (name == "IEND") return has_data ? opened() : broken(OpeningReason::truncated, at);
  }
  return not_read(OpeningReason::too_large);
}

Opening open_gif(const io::File& file) {
  Reading reading(file, 10);
  if (reading.left() < 3) return too_early(reading);
  const int flags = reading.byte();
  const auto table = [](int bits) { return std::uint64_t{3} << ((static_cast<unsigned>(bits) & 7U) + 1); };
  reading.skip(2 + ((flags & 0x80) != 0 ? table(flags) : 0));
  bool has_picture = false;
  for (std::uint64_t step = 0; step < kMaxSteps; ++step) {
    const int kind = reading.byte();
    if (kind < 0) return too_early(reading);
    if (kind == 0x3b) return has_picture ? opened() : broken(OpeningReason::truncated, reading.at());
    if (kind == 0x21) {
      reading.skip(1);
    } else if (kind == 0x2c) {
      reading.skip(8);
      const int local = reading.byte();
      if (local < 0) return too_early(reading);
      reading.skip(1 + ((local & 0x80) != 0 ? table(local) : 0));
      has_picture = true;
    } else {
      return broken(OpeningReason::malformed, reading.at() - 1);
    }
    for (int length = reading.byte(); length != 0; length = reading.byte()) {
      if (length < 0 || ++step == kMaxSteps) return too_early(reading);
      reading.skip(static_cast<std::uint64_t>(length));
    }
  }
  return not_read(OpeningReason::too_large);
}

// Directories, and that the strips or tiles they name lie within the file. BigTIFF is not read.
Opening open_tiff(const io::File& file) {
  Reading reading(file);
  Reading lengths_reading(file);  // beside the other, so that neither loses what it read ahead
  const bool big_endian = reading.byte() == 'M';
  reading.seek(2);
  if (reading.number(2, big_endian) != 42) return not_read(OpeningReason::form_not_read);
  std::uint64_t directory = reading.number(4, big_endian);
  constexpr int kMaxDirectories = 10'000;  // pages
  int directories = 0;
  for (std::uint64_t step = 0; directory != 0;) {
    if (++directories > kMaxDirectories) return broken(OpeningReason::contents_damaged, directory);
    reading.seek(directory);
    if (reading.left() < 2) return broken(OpeningReason::truncated, directory);
    const std::uint64_t entries = reading.number(2, big_endian);
    struct Numbers {
      std::uint64_t count = 0;
      std::size_t width = 0;
      std::uint64_t at = 0;
    } offsets, lengths;
    for (std::uint64_t i = 0; i < entries; ++i) {
      if (reading.left() < 12 || ++step > kMaxSteps) return too_early(reading);
      const std::uint64_t tag = reading.number(2, big_endian);
      constexpr std::array<std::uint8_t, 13> kWidths{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
      const std::uint64_t type = reading.number(2, big_endian);
      const std::size_t width = type < kWidths.size() ? kWidths[type] : 0;
      const std::uint64_t count = reading.number(4, big_endian);
      const std::uint64_t here = reading.at();
      const std::uint64_t at = count * width <= 4 ? here : reading.number(4, big_endian);
      if (count * width > reading.size() || at > reading.size() - count * width)
        return broken(OpeningReason::truncated, reading.size());
      reading.seek(here + 4);
      if (tag == 273 || tag == 324) offsets = {count, width, at};
      if (tag == 279 || tag == 325) lengths = {count, width, at};
    }
    directory = reading.left() < 4 ? 0 : reading.number(4, big_endian);
    if (offsets.count != lengths.count) return broken(OpeningReason::contents_damaged, directory);
    for (std::uint64_t i = 0; i < offsets.count; ++i) {
      if (++step > kMaxSteps) return not_read(OpeningReason::too_large);
      reading.seek(offsets.at + i * offsets.width);
      const std::uint64_t offset = reading.number(offsets.width, big_endian);
      lengths_reading.seek(lengths.at + i * lengths.width);
      const std::uint64_t length = lengths_reading.number(lengths.width, big_endian);
      if (offset + length > reading.size()) return broken(OpeningReason::truncated, reading.size());
    }
  }
  return for_each_piece(file, [](auto, auto) { return opened(); });
}

Opening open_bmp(const io::File& file) {
  Reading reading(file, 2);
  if (reading.left() < 12) return too_early(reading);
  const std::uint64_t size = reading.number(4, false);
  reading.skip(4);
  const std::uint64_t picture = reading.number(4, false);
  if (size > reading.size() || picture >= reading.size()) return broken(OpeningReason::truncated, reading.size());
  return for_each_piece(file, [](auto, auto) { return opened(); });
}

// Boxes to the end of the file, among them the index and the media.
Opening open_mp4(const io::File& file) {
  Reading reading(file);
  bool has_index = false;
  for (std::uint64_t step = 0; reading.left() > 0; ++step) {
    if (step == kMaxSteps) return not_read(OpeningReason::too_large);
    const std::uint64_t at = reading.at();
    if (reading.left() < 8) return too_early(reading);
    std::uint64_t size = reading.number(4, true);
    const auto type = reading.take(4);
    if (type.size() != 4) return too_early(reading);
    if (std::memcmp(type.data(), "moov", 4) == 0) has_index = true;
    if (size == 1)
      size = reading.left() < 8 ? 0 : reading.number(8, true);
    else if (size == 0)
      size = reading.size() - at;
    if (size < 8) return broken(OpeningReason::malformed, at);
    if (size > reading.size() - at) return broken(OpeningReason::truncated, reading.size());
    reading.seek(at + size);
  }
  if (!has_index) return broken(OpeningReason::truncated, reading.size());
  return for_each_piece(file, [](auto, auto) { return opened(); });
}

}  // namespace garde::restorer::opening
