#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

#include "formats/dumps/scan.h"

namespace garde::formats::dumps {
namespace {

using archives::flaw_of;

std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | std::to_integer<std::uint32_t>(bytes[at + i]);
  return value;
}

}  // namespace

// https://www.sqlite.org/fileformat2.html: the header of 100 bytes, and the number of pages.
Scanned scan_sqlite(archives::PlainStream& stream, const archives::OnFlaw& on_flaw) {
  constexpr std::size_t kHeader = 100;
  std::array<std::byte, kHeader> header{};
  const bool has_header = stream.fill(header);
  if (!has_header && !stream.flaw()) {
    on_flaw(flaw_of(DamageKind::truncated, "", stream.stored_offset(), "shorter than its header"));
    return {};
  }
  while (!stream.take(std::uint64_t{1} << 30U).empty()) {
  }
  if (stream.flaw()) {
    on_flaw(*stream.flaw());
    return {};
  }
  const std::span<const std::byte> bytes = header;
  const std::uint32_t stored_page_size = big_endian(bytes, 16, 2);
  const std::uint32_t page_size = stored_page_size == 1 ? 65'536 : stored_page_size;
  const auto malformed = [&](std::uint64_t at, std::string detail) {
    on_flaw(flaw_of(DamageKind::malformed, "", at, std::move(detail)));
  };
  if (page_size < 512 || !std::has_single_bit(page_size)) {
    malformed(16, "its page size is none");
    return {};
  }
  if (big_endian(bytes, 21, 3) != 0x402020) malformed(21, "its payload fractions are none");
  const auto write_version = std::to_integer<unsigned>(bytes[18]);
  const auto read_version = std::to_integer<unsigned>(bytes[19]);
  if (write_version == 0 || write_version > 2 || read_version == 0 || read_version > 2)
    malformed(18, "its format version is none");
  const std::uint64_t size = stream.taken();
  if (size % page_size != 0)
    on_flaw(flaw_of(DamageKind::truncated, "", size, fmt::format("ends within a page of {} bytes", page_size)));
  // The number of pages is to be believed only when the header was written by the last change.
  const bool is_current = big_endian(bytes, 24, 4) == big_endian(bytes, 92, 4);
  const std::uint64_t pages = big_endian(bytes, 28, 4);
  if (is_current && pages != 0 && pages > size / page_size)
    on_flaw(
        flaw_of(DamageKind::truncated, "", size, fmt::format("{} pages, and {} are there", pages, size / page_size)));
  if (is_current && pages != 0 && pages < size / page_size) {
    auto flaw = flaw_of(DamageKind::size_mismatch, "", size,
                        fmt::format("{} pages, and {} are there", pages, size / page_size));
    flaw.consequence = Consequence::decay;
    on_flaw(flaw);
  }
  if (big_endian(bytes, 36, 4) > pages && is_current && pages != 0) malformed(36, "more free pages than pages");
  return {size / page_size, {}};
}

}  // namespace garde::formats::dumps
