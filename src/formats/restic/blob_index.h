// Where every blob of a repository lies: 53 bytes for each, in sorted arrays.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "crypto/digest.h"
#include "formats/restic/envelope.h"

namespace garde::formats::restic {

using BlobId = crypto::Sha256Digest;
using PackId = crypto::Sha256Digest;

enum class BlobType : std::uint8_t { data, tree };

// One copy of a blob in one pack.
struct Blob {
  BlobId id;
  std::uint32_t pack : 31 {};      // its number in BlobIndex::packs
  std::uint32_t is_tree : 1 {};    // a bit field of BlobType would not pack
  std::uint32_t offset{};          // in the pack
  std::uint32_t length{};          // of its envelope
  std::uint32_t content_length{};  // uncompressed; 0 when it is stored uncompressed

  BlobType type() const { return is_tree != 0 ? BlobType::tree : BlobType::data; }
  bool is_compressed() const { return content_length != 0; }
  std::uint64_t size() const {  // of the content, in bytes
    return is_compressed() ? content_length : length - kEnvelopeOverhead;
  }
  std::uint64_t end() const { return std::uint64_t{offset} + length; }
  bool operator==(const Blob&) const = default;
};

struct Pack {
  PackId id;
  std::uint32_t first_blob = 0;  // its blobs lie together in BlobIndex::blobs, by offset
  std::uint32_t blob_count = 0;
};

// Collects what index files say. Safe from several threads.
class BlobIndexBuilder {
 public:
  // `blobs` as the index lists them; their `pack` is set here.
  void add(const PackId& pack, std::span<Blob> blobs);

 private:
  friend class BlobIndex;
  struct State {
    std::unordered_map<PackId, std::uint32_t> numbers;
    std::vector<Pack> packs;
    std::vector<Blob> blobs;
  };
  Guarded<State> state_;
};

class BlobIndex {
 public:
  // The same copy named by several index files is kept once. Packs are numbered by id.
  explicit BlobIndex(BlobIndexBuilder&& builder);

  std::span<const Pack> packs() const { return packs_; }
  std::span<const Blob> blobs() const { return blobs_; }  // by pack, then offset
  std::span<const Blob> blobs_of(const Pack& pack) const { return blobs().subspan(pack.first_blob, pack.blob_count); }
  // The size that the blobs and their header make.
  std::uint64_t expected_size(const Pack& pack) const;

  // All copies of a blob, as numbers in `blobs`; empty when there is none. The first of them stands for the blob
  // wherever one number is wanted.
  std::span<const std::uint32_t> copies(const BlobId& id) const;
  std::optional<std::uint32_t> find(const BlobId& id) const;
  std::uint32_t number_of(const Blob& blob) const { return static_cast<std::uint32_t>(&blob - blobs_.data()); }

 private:
  std::size_t bucket_of(const BlobId& id) const;
  std::vector<Pack> packs_;
  std::vector<Blob> blobs_;
  std::vector<std::uint32_t> by_id_;
  std::vector<std::uint32_t> bucket_starts_;  // in by_id_, by the first bits of the id
  unsigned bucket_bits_ = 0;
};

}  // namespace garde::formats::restic
