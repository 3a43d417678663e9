// Blobs from their packs, in large sequential pieces, with a second look at what is wrong.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "formats/restic/blob_index.h"
#include "formats/restic/decoder.h"
#include "io/tree.h"

namespace garde::formats::restic {

// How much is read from a pack at once, unless one blob is larger. It fits the cache nearest to a core, so each
// further step finds the bytes hot.
constexpr std::uint64_t kWindowSize = std::uint64_t{512} << 10U;

// What came of one copy of a blob.
struct Look {
  std::optional<Flaw> flaw;
  bool unstable = false;  // right only when read again
  bool absent = false;    // its pack is not there; with a flaw `missing`
};

// For one thread. All arguments of the constructor must outlive it.
class BlobSource {
 public:
  BlobSource(const io::Tree& tree, const BlobIndex& index) : tree_(tree), index_(index) {}

  // Says that these blobs, of one pack and by offset, come next. They are read together when they lie close.
  void expect(std::span<const Blob* const> blobs) { expected_ = blobs; }

  // What was read ahead is no longer assumed to be on the disk; the pack stays open.
  void forget_window() { window_size_ = 0; }

  // Gives the envelope to `check`, and again from the medium when it finds a flaw or the bytes cannot be had.
  // `check` may change the bytes, and must start anew each time.
  using Check = std::function<std::optional<Flaw>(std::span<std::byte>)>;
  Look look(const Blob& blob, const Check& check);

  // The end of a pack, from `offset`.
  Look look_at_end(const Pack& pack, std::uint64_t offset, std::uint64_t length, const Check& check);

  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  Result<const io::File*> file_of(const PackId& pack);
  Result<std::span<std::byte>> read(const PackId& pack, std::uint64_t offset, std::uint64_t length);
  std::uint64_t window_length(const Blob& blob) const;
  template <class First>
  Look look_twice(const PackId& pack, std::uint64_t offset, std::uint64_t length, const Check& check, First&& first);

  const io::Tree& tree_;
  const BlobIndex& index_;
  std::span<const Blob* const> expected_;
  std::unique_ptr<io::File> file_;
  PackId file_pack_;
  std::vector<std::byte> window_;
  PackId window_pack_;
  std::uint64_t window_offset_ = 0;
  std::uint64_t window_size_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace garde::formats::restic
