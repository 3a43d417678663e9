#include "formats/zip/end_record.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/little_endian.h"

namespace garde::formats::zip {
namespace {

constexpr std::size_t kRecordSize = 22;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::size_t kPiece = std::size_t{64} << 10U;
constexpr std::uint64_t kMaxPadding = std::uint64_t{64} << 20U;  // tapes had records of a few MiB
constexpr std::size_t kLocatorSize = 20;
constexpr std::size_t kRecord64Size = 56;
constexpr std::uint32_t kSignature = 0x06054b50;
constexpr std::uint32_t kLocatorSignature = 0x07064b50;
constexpr std::uint32_t kSignature64 = 0x06064b50;

// Where the record stands in the last bytes of the file, of which nothing but zeros follows `content`: the one whose
// comment ends there, else the last.
std::optional<std::size_t> find(std::span<const std::byte> tail, std::size_t content, bool& is_exact) {
  std::optional<std::size_t> last;
  if (tail.size() < kRecordSize) return last;
  for (std::size_t at = tail.size() - kRecordSize + 1; at-- > 0;) {
    if (read_u32_le(tail.subspan(at)) != kSignature) continue;
    const std::size_t end = at + kRecordSize + read_u16_le(tail.subspan(at + 20));
    is_exact = end >= content && end <= tail.size();
    if (is_exact) return at;
    if (!last) last = at;
  }
  return last;
}

// How much of the file there is before the zeros at its end: a zip that came through a pipe or from a tape is filled
// up.
Result<std::uint64_t> size_without_padding(const io::File& file) {
  std::vector<std::byte> piece(kPiece);
  std::uint64_t end = file.size().value;
  while (end > 0 && file.size().value - end < kMaxPadding) {
    const auto bytes = std::span(piece).first(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, end)));
    TRY(io::read_exactly(file, "zip", end - bytes.size(), bytes));
    std::size_t kept = bytes.size();
    while (kept > 0 && bytes[kept - 1] == std::byte{0}) --kept;
    end -= bytes.size() - kept;
    if (kept > 0) break;
  }
  return end;
}

// The record of the 64-bit extension, when a locator before the end record tells of one.
Result<void> read_64(const io::File& file, std::uint64_t record_at, EndRecord& end, const archives::OnFlaw& on_flaw) {
  if (record_at < kLocatorSize) return {};
  std::array<std::byte, kLocatorSize> locator{};
  TRY(io::read_exactly(file, "zip", record_at - kLocatorSize, locator));
  const std::span<const std::byte> bytes = locator;
  if (read_u32_le(bytes) != kLocatorSignature) return {};
  std::array<std::byte, kRecord64Size> record{};
  const std::uint64_t locator_at = record_at - kLocatorSize;
  const auto try_at = [&](std::uint64_t offset) -> Result<bool> {
    if (offset > locator_at || locator_at - offset < kRecord64Size) return false;
    TRY(io::read_exactly(file, "zip", offset, record));
    return read_u32_le(record) == kSignature64;
  };
  std::uint64_t at = read_u64_le(bytes.subspan(8));
  if (!TRY(try_at(at))) {
    // Something may stand before the zip; then the record still ends where the locator begins.
    at = locator_at >= kRecord64Size ? locator_at - kRecord64Size : 0;
    if (!TRY(try_at(at))) {
      on_flaw(
          archives::flaw_of(DamageKind::malformed, "", locator_at, "the 64-bit end record is not where it should be"));
      return {};
    }
  }
  const std::span<const std::byte> fields = record;
  const EndRecord narrow = end;
  end.count = read_u64_le(fields.subspan(32));
  end.directory_size = read_u64_le(fields.subspan(40));
  end.directory_offset = read_u64_le(fields.subspan(48));
  end.start = at;
  end.is_wide = true;
  const auto contradicts = [](std::uint64_t is, std::uint64_t wide, std::uint64_t see_wide) {
    return is != see_wide && is != wide;
  };
  if (contradicts(narrow.count, end.count, 0xFFFF) ||
      contradicts(narrow.directory_size, end.directory_size, 0xFFFFFFFF) ||
      contradicts(narrow.directory_offset, end.directory_offset, 0xFFFFFFFF)) {
    auto flaw = archives::flaw_of(DamageKind::inconsistent, "", at, "its two end records contradict each other");
    flaw.consequence = Consequence::decay;
    on_flaw(flaw);
  }
  return {};
}

}  // namespace

Result<std::optional<EndRecord>> find_end_record(const io::File& file, const archives::OnFlaw& on_flaw) {
  const std::uint64_t size = file.size().value;
  const std::uint64_t content = TRY(size_without_padding(file));
  // The record itself may end with zeros, and so may its comment.
  const std::uint64_t tail_end = std::min<std::uint64_t>(size, content + kRecordSize + kMaxComment);
  const std::uint64_t tail_start = content - std::min<std::uint64_t>(content, kRecordSize + kMaxComment);
  std::vector<std::byte> tail(static_cast<std::size_t>(tail_end - tail_start));
  TRY(io::read_exactly(file, "zip", tail_start, tail));
  bool is_exact = false;
  const auto at = find(tail, static_cast<std::size_t>(content - tail_start), is_exact);
  if (!at) {
    on_flaw(archives::flaw_of(size < kRecordSize ? DamageKind::malformed : DamageKind::truncated, "", size,
                              "no end record: it was cut, or is no zip"));
    return std::optional<EndRecord>();
  }
  if (!is_exact) {
    auto flaw = archives::flaw_of(DamageKind::size_mismatch, "", size, "its comment and its end do not meet");
    flaw.consequence = Consequence::decay;
    on_flaw(flaw);
  }
  const auto fields = std::span<const std::byte>(tail).subspan(*at);
  const std::uint64_t record_at = tail_start + *at;
  EndRecord end{.count = read_u16_le(fields.subspan(10)),
                .directory_size = read_u32_le(fields.subspan(12)),
                .directory_offset = read_u32_le(fields.subspan(16)),
                .start = record_at};
  const std::uint16_t disk = read_u16_le(fields.subspan(4));
  const std::uint16_t first_disk = read_u16_le(fields.subspan(6));
  const std::uint16_t count_here = read_u16_le(fields.subspan(8));
  TRY(read_64(file, record_at, end, on_flaw));
  end.is_one_of_several = disk == first_disk && disk != 0 && disk != 0xFFFF && count_here != end.count;
  if (!end.is_one_of_several && (disk != first_disk || (disk != 0 && disk != 0xFFFF) ||
                                 (count_here != 0xFFFF && count_here != (end.count & 0xFFFFU)))) {
    auto flaw = archives::flaw_of(DamageKind::inconsistent, "", record_at, "its end record contradicts itself");
    flaw.consequence = Consequence::decay;
    on_flaw(flaw);
  }
  return std::optional(end);
}

}  // namespace garde::formats::zip
