#include "accounts/breaches/breach_format.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "accounts/exports/byte_reader.h"

namespace garde::accounts {
namespace {

constexpr std::string_view kMagic("GARDEBC\0", 8);
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHashedSize = 256;

class ByteWriter {
 public:
  explicit ByteWriter(std::span<std::byte> bytes) : bytes_(bytes) {}
  void bytes(std::span<const std::byte> value) {
    std::ranges::copy(value, bytes_.begin());
    bytes_ = bytes_.subspan(value.size());
  }
  void u32(std::uint32_t value) { number(value, 4); }
  void u64(std::uint64_t value) { number(value, 8); }

 private:
  void number(std::uint64_t value, std::size_t size) {
    for (std::byte& byte : bytes_.first(size)) {
      byte = static_cast<std::byte>(value & 0xFFU);
      value >>= 8U;
    }
    bytes_ = bytes_.subspan(size);
  }
  std::span<std::byte> bytes_;
};

}  // namespace

std::uint64_t CorpusHeader::entry_offset(std::uint64_t index) const {
  const std::uint64_t directory_end = slot_offset(directory_slots());
  return (directory_end + kCorpusPage - 1) / kCorpusPage * kCorpusPage + 4 * index;
}

std::array<std::byte, kCorpusHeaderSize> to_bytes(const CorpusHeader& header) {
  std::array<std::byte, kCorpusHeaderSize> bytes{};
  ByteWriter writer(bytes);
  writer.bytes(std::as_bytes(std::span(kMagic)));
  writer.u32(kVersion);
  writer.u32(header.bucket_bits);
  writer.u64(header.entries);
  writer.u32(static_cast<std::uint32_t>(header.state));
  writer.u32(0);
  writer.bytes(header.content_hash.bytes);
  const CorpusCheckpoint& checkpoint = header.checkpoint;
  writer.u64(checkpoint.source_size);
  writer.u64(static_cast<std::uint64_t>(checkpoint.source_modified));
  writer.u64(checkpoint.next);
  writer.u64(checkpoint.lines);
  writer.u64(checkpoint.widest_gap);
  writer.bytes(checkpoint.last.value_or(crypto::Sha1Digest{}).bytes);
  writer.u32(checkpoint.last ? 1 : 0);
  writer.u64(checkpoint.joined);
  writer.u64(checkpoint.slots);
  const crypto::Sha256Digest hash = crypto::sha256(std::span(bytes).first(kHashedSize));
  ByteWriter(std::span(bytes).subspan(kHashedSize)).bytes(hash.bytes);
  return bytes;
}

std::optional<CorpusHeader> parse_corpus_header(std::span<const std::byte> bytes) {
  if (bytes.size() < kCorpusHeaderSize) return std::nullopt;
  const crypto::Sha256Digest hash = crypto::sha256(bytes.first(kHashedSize));
  if (!std::ranges::equal(hash.bytes, bytes.subspan(kHashedSize, crypto::Sha256Digest::kSize))) return std::nullopt;
  ByteReader reader(bytes);
  if (!std::ranges::equal(reader.bytes(kMagic.size()), std::as_bytes(std::span(kMagic)))) return std::nullopt;
  if (reader.u32() != kVersion) return std::nullopt;
  CorpusHeader header;
  header.bucket_bits = reader.u32();
  header.entries = reader.u64();
  const std::uint32_t state = reader.u32();
  if (header.bucket_bits > kMaxBucketBits || header.entries > kMaxCorpusEntries || state > 1) return std::nullopt;
  header.state = static_cast<CorpusState>(state);
  reader.skip(4);
  std::ranges::copy(reader.bytes(crypto::Sha256Digest::kSize), header.content_hash.bytes.begin());
  CorpusCheckpoint& checkpoint = header.checkpoint;
  checkpoint.source_size = reader.u64();
  checkpoint.source_modified = static_cast<std::int64_t>(reader.u64());
  checkpoint.next = reader.u64();
  checkpoint.lines = reader.u64();
  checkpoint.widest_gap = reader.u64();
  crypto::Sha1Digest last;
  std::ranges::copy(reader.bytes(crypto::Sha1Digest::kSize), last.bytes.begin());
  if (reader.u32() != 0) checkpoint.last = last;
  checkpoint.joined = reader.u64();
  checkpoint.slots = reader.u64();
  return header;
}

std::uint64_t key_of(const crypto::Sha1Digest& hash) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8U | std::to_integer<std::uint64_t>(hash.bytes[i]);
  return key;
}

CorpusPlace place_of(std::uint64_t key, unsigned bucket_bits) {
  if (bucket_bits == 0) return {0, static_cast<std::uint32_t>(key >> (64 - kRemainderBits))};
  return {key >> (64 - bucket_bits), static_cast<std::uint32_t>(key << bucket_bits >> (64 - kRemainderBits))};
}

unsigned bucket_bits_for(std::uint64_t entries) {
  constexpr std::uint64_t kFewest = 96;
  if (entries < 2 * kFewest) return 0;
  return std::min(kMaxBucketBits, static_cast<unsigned>(std::bit_width(entries / kFewest)) - 1);
}

}  // namespace garde::accounts
