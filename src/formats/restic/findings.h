// What a verification of restic found so far, before it is known whom it hits.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/byte_count.h"
#include "base/guarded.h"
#include "formats/damage.h"
#include "formats/restic/blob_index.h"
#include "formats/restic/decoder.h"

namespace garde::formats::restic {

struct Finding {
  Damage damage;  // its `affected` still empty, except for a restore point's own record
  // Contents that cannot be had because of it.
  std::vector<BlobId> lost = {};
  // One entry of a directory: which of its listing, from 0.
  struct Entry {
    BlobId tree;
    std::uint64_t ordinal = 0;
  };
  std::optional<Entry> entry = std::nullopt;
  // Something was not there: an accusation only if the backup program did not move it meanwhile.
  bool is_absence = false;
};

// Safe from several threads.
class Findings {
 public:
  void add(Finding finding);
  std::uint64_t count() const;
  // All of them in an order that does not depend on threads; empties this.
  std::vector<Finding> take();

 private:
  mutable Guarded<std::vector<Finding>> findings_;
};

Finding flawed_file(SubjectKind kind, const crypto::Sha256Digest& id, const Flaw& flaw);
Finding unstable_file(SubjectKind kind, const crypto::Sha256Digest& id);
// A blob in its pack.
Finding flawed_blob(const BlobIndex& index, const Blob& blob, const Flaw& flaw);
Finding unstable_blob(const BlobIndex& index, const Blob& blob);
// A blob that no index knows.
Finding missing_blob(const BlobId& id);
// Something wrong with a whole pack that costs the blobs given.
Finding flawed_pack(const Pack& pack, const Flaw& flaw, std::vector<BlobId> lost);
// A pack that is not there. What also lies in a pack for which `is_there` is true is not lost by it.
using IsThere = std::function<bool(const Pack&)>;
Finding missing_pack(const BlobIndex& index, const Pack& pack, const IsThere& is_there);
// One that ends at `size`, before its blobs do.
Finding truncated_pack(const BlobIndex& index, const Pack& pack, ByteCount size, const IsThere& is_there);

}  // namespace garde::formats::restic
