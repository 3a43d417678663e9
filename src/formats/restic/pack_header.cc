#include "formats/restic/pack_header.h"

#include <algorithm>

#include "base/checked.h"
#include "formats/little_endian.h"

namespace garde::formats::restic {
namespace {

constexpr std::size_t kPlainEntry = 1 + 4 + 32;
constexpr std::size_t kCompressedEntry = kPlainEntry + 4;

}  // namespace

std::size_t header_entry_size(const Blob& blob) { return blob.is_compressed() ? kCompressedEntry : kPlainEntry; }

std::optional<std::vector<Blob>> parse_pack_header(std::span<const std::byte> header) {
  std::vector<Blob> blobs;
  std::uint32_t offset = 0;
  while (!header.empty()) {
    const auto type = std::to_integer<unsigned>(header[0]);
    const bool compressed = type >= 2;
    const std::size_t size = compressed ? kCompressedEntry : kPlainEntry;
    if (type > 3 || header.size() < size) return std::nullopt;
    Blob blob;
    blob.is_tree = type & 1U;
    blob.offset = offset;
    blob.length = read_u32_le(header.subspan(1));
    if (compressed) blob.content_length = read_u32_le(header.subspan(5));
    std::ranges::copy(header.subspan(size - 32, 32), blob.id.bytes.begin());
    const auto end = checked_add(offset, blob.length);
    if (!end || blob.length < kEnvelopeOverhead || (compressed && blob.content_length == 0)) return std::nullopt;
    offset = *end;
    blobs.push_back(blob);
    header = header.subspan(size);
  }
  return blobs;
}

}  // namespace garde::formats::restic
