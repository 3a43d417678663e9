// One pack, read from end to end.
#pragma once

#include "formats/restic/tree_walk.h"
#include "formats/verification.h"

namespace garde::formats::restic {

// For one thread; keep it.
class PackChecker {
 public:
  // `walk` tells which copies were verified already; all arguments must outlive it.
  PackChecker(const WalkContext& context, const TreeWalk& walk, Level level);

  struct Outcome {
    bool is_sound = true;
    std::uint64_t blobs_verified = 0;
  };
  // `stored_size` is the file's, at most what its blobs make; blobs beyond it are somebody else's finding.
  Outcome check(const Pack& pack, ByteCount stored_size);

  std::uint64_t bytes_read() const { return source_.bytes_read(); }

 private:
  struct Flawed {
    const Blob* blob;
    Flaw flaw;
  };
  std::optional<Flaw> check_blob(const Blob& blob, std::span<std::byte> bytes);
  bool check_header(const Pack& pack, std::uint64_t expected_size);
  bool is_whole_elsewhere(const Blob& blob);
  void report(const Pack& pack, std::vector<Flawed>& flawed);

  const WalkContext& context_;
  const TreeWalk& walk_;
  const Level level_;
  Decoder decoder_;
  BlobSource source_;
  BlobSource elsewhere_;  // for other copies of what is flawed
};

}  // namespace garde::formats::restic
