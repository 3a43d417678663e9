// What a repository says of itself: its restore points and its index.
#pragma once

#include <stop_token>
#include <vector>

#include "formats/restic/blob_index.h"
#include "formats/restic/findings.h"
#include "formats/restic/repository.h"
#include "formats/restic/snapshot_file.h"
#include "formats/restic/stored_files.h"

namespace garde::formats::restic {

struct Snapshot {
  RestorePoint point;
  BlobId tree;
};

// Oldest first. What was removed meanwhile is left out, what is not whole is found. `unreadable` when the folder
// cannot be listed. Adds the bytes it read to `bytes_read`.
Result<std::vector<Snapshot>> load_snapshots(const Repository& repository, Findings& findings, ByteCount& bytes_read);

struct LoadedIndex {
  BlobIndex index;
  std::vector<crypto::Sha256Digest> files;  // those it was read from, sorted
};
// `conflict` when an index file was removed while we read: list again.
Result<LoadedIndex> load_index(const Repository& repository, unsigned threads, Findings& findings,
                               ByteCount& bytes_read);

}  // namespace garde::formats::restic
