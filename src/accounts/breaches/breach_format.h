// The bytes of a breach corpus. docs/formats/breach-corpus.md
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "crypto/digest.h"
#include "crypto/sha1.h"

namespace garde::accounts {

constexpr std::size_t kCorpusPage = 4096;
constexpr unsigned kRemainderBits = 27;
constexpr unsigned kCountBits = 5;
constexpr unsigned kMaxBucketBits = 32;
constexpr std::uint64_t kMaxCorpusEntries = std::uint64_t{1} << 40U;  // 4 TiB; no list is near
constexpr std::size_t kCorpusHeaderSize = 288;

enum class CorpusState : std::uint32_t { building = 0, complete = 1 };

struct CorpusCheckpoint {
  std::uint64_t source_size = 0;
  std::int64_t source_modified = 0;
  std::uint64_t next = 0;
  std::uint64_t lines = 0;
  std::uint64_t widest_gap = 0;
  std::optional<crypto::Sha1Digest> last;
  std::uint64_t joined = 0;
  std::uint64_t slots = 0;  // of the directory, written
  bool operator==(const CorpusCheckpoint&) const = default;
};

struct CorpusHeader {
  unsigned bucket_bits = 0;
  std::uint64_t entries = 0;
  CorpusState state = CorpusState::building;
  crypto::Sha256Digest content_hash;
  CorpusCheckpoint checkpoint;

  std::uint64_t directory_slots() const { return (std::uint64_t{1} << bucket_bits) + 1; }
  std::uint64_t slot_offset(std::uint64_t bucket) const { return kCorpusPage + 8 * bucket; }
  std::uint64_t entry_offset(std::uint64_t index) const;
  std::uint64_t file_size() const { return entry_offset(entries); }
};

std::array<std::byte, kCorpusHeaderSize> to_bytes(const CorpusHeader& header);
// Nothing when it is not one, or not as it was written.
std::optional<CorpusHeader> parse_corpus_header(std::span<const std::byte> bytes);

// Where a hash stands: its bucket, and the entry it would be there without its count.
struct CorpusPlace {
  std::uint64_t bucket = 0;
  std::uint32_t remainder = 0;
};
std::uint64_t key_of(const crypto::Sha1Digest& hash);
CorpusPlace place_of(std::uint64_t key, unsigned bucket_bits);

constexpr std::uint32_t entry_of(std::uint32_t remainder, unsigned log2_count) {
  return remainder << kCountBits | log2_count;
}
constexpr std::uint32_t remainder_of(std::uint32_t entry) { return entry >> kCountBits; }
constexpr unsigned log2_count_of(std::uint32_t entry) { return entry & ((1U << kCountBits) - 1); }

// So many that a bucket of a list of `entries` holds 96 to 192.
unsigned bucket_bits_for(std::uint64_t entries);

}  // namespace garde::accounts
