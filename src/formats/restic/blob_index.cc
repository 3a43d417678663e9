#include "formats/restic/blob_index.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "formats/restic/pack_header.h"

namespace garde::formats::restic {
namespace {

std::uint32_t first_bits(const BlobId& id, unsigned count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8U | std::to_integer<std::uint32_t>(id.bytes[i]);
  return count == 0 ? 0 : value >> (32 - count);
}

}  // namespace

void BlobIndexBuilder::add(const PackId& pack, std::span<Blob> blobs) {
  state_.with([&](State& state) {
    const auto number = static_cast<std::uint32_t>(state.packs.size());
    const auto [place, is_new] = state.numbers.try_emplace(pack, number);
    if (is_new) state.packs.push_back({.id = pack});
    for (Blob& blob : blobs) blob.pack = place->second & 0x7fffffffU;
    state.blobs.insert(state.blobs.end(), blobs.begin(), blobs.end());
  });
}

BlobIndex::BlobIndex(BlobIndexBuilder&& builder) {
  builder.state_.with([&](BlobIndexBuilder::State& state) {
    packs_ = std::move(state.packs);
    blobs_ = std::move(state.blobs);
  });
  std::vector<std::uint32_t> order(packs_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t pack) -> const PackId& { return packs_[pack].id; });
  std::vector<std::uint32_t> new_numbers(packs_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) new_numbers[order[i]] = i;
  for (Blob& blob : blobs_) blob.pack = new_numbers[blob.pack] & 0x7fffffffU;
  std::ranges::sort(packs_, {}, &Pack::id);

  const auto place = [](const Blob& blob) { return std::uint64_t{blob.pack} << 32U | blob.offset; };
  std::ranges::sort(
      blobs_, [&](const Blob& a, const Blob& b) { return place(a) != place(b) ? place(a) < place(b) : a.id < b.id; });
  const auto repeated = std::ranges::unique(blobs_);
  blobs_.erase(repeated.begin(), repeated.end());
  blobs_.shrink_to_fit();
  for (std::uint32_t i = 0; i < blobs_.size(); ++i) {
    Pack& pack = packs_[blobs_[i].pack];
    if (pack.blob_count++ == 0) pack.first_blob = i;
  }

  // About four blobs in each bucket: a look-up then costs one jump into the buckets and a few into the blobs.
  bucket_bits_ = blobs_.size() < 8 ? 0 : static_cast<unsigned>(std::bit_width(blobs_.size())) - 3;
  bucket_starts_.assign((std::size_t{1} << bucket_bits_) + 1, 0);
  for (const Blob& blob : blobs_) ++bucket_starts_[bucket_of(blob.id) + 1];
  std::partial_sum(bucket_starts_.begin(), bucket_starts_.end(), bucket_starts_.begin());
  by_id_.resize(blobs_.size());
  std::vector<std::uint32_t> next(bucket_starts_.begin(), bucket_starts_.end() - 1);
  for (std::uint32_t i = 0; i < blobs_.size(); ++i) by_id_[next[bucket_of(blobs_[i].id)]++] = i;
  const auto by_id = [&](std::uint32_t a, std::uint32_t b) {
    return blobs_[a].id != blobs_[b].id ? blobs_[a].id < blobs_[b].id : a < b;
  };
  for (std::size_t i = 0; i + 1 < bucket_starts_.size(); ++i)
    std::sort(by_id_.begin() + bucket_starts_[i], by_id_.begin() + bucket_starts_[i + 1], by_id);
}

std::size_t BlobIndex::bucket_of(const BlobId& id) const { return first_bits(id, bucket_bits_); }

std::uint64_t BlobIndex::expected_size(const Pack& pack) const {
  std::uint64_t size = kEnvelopeOverhead + kHeaderLengthSize;
  for (const Blob& blob : blobs_of(pack)) size += std::uint64_t{blob.length} + header_entry_size(blob);
  return size;
}

std::span<const std::uint32_t> BlobIndex::copies(const BlobId& id) const {
  const std::size_t bucket = bucket_of(id);
  const auto in_bucket =
      std::span(by_id_).subspan(bucket_starts_[bucket], bucket_starts_[bucket + 1] - bucket_starts_[bucket]);
  const auto found =
      std::ranges::equal_range(in_bucket, id, {}, [&](std::uint32_t i) -> const BlobId& { return blobs_[i].id; });
  return {found.begin(), found.end()};
}

std::optional<std::uint32_t> BlobIndex::find(const BlobId& id) const {
  const auto found = copies(id);
  if (found.empty()) return std::nullopt;
  return found.front();
}

}  // namespace garde::formats::restic
