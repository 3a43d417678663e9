// Every directory of every restore point, each once, a level of the trees at a time and in the order of the disk.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "formats/restic/bitmap.h"
#include "formats/restic/blob_source.h"
#include "formats/restic/contents.h"
#include "formats/restic/tree_file.h"

namespace garde::formats::restic {

// What the passes of a verification share. All references outlive them.
struct WalkContext {
  const Repository& repository;
  const BlobIndex& index;
  Findings& findings;
  std::stop_token stop;
  unsigned threads = 1;
};

struct TreeWalk {
  explicit TreeWalk(const BlobIndex& index)
      : referenced(index.blobs().size()), verified(index.blobs().size()), flawed(index.blobs().size()) {}

  std::vector<std::uint32_t> trees;  // the directories that could be read, by the number of their first copy
  Bitmap referenced;                 // by the number of the first copy
  Bitmap verified;                   // by the number of the copy itself: its content was found right
  Bitmap flawed;                     // idem: something wrong with it is among the findings
  std::uint64_t bytes_read = 0;
  std::uint64_t blobs_verified = 0;
};

// Reads and judges all directories from these roots. Finds: damaged and missing blobs of directories, missing blobs of
// files, files whose blobs do not add up, entries that cannot be restored, sources that could not be read.
void walk_trees(const WalkContext& context, const std::vector<Snapshot>& snapshots, TreeWalk& walk);

// Reads directories one by one. For one thread; the arguments must outlive it.
class TreeReader {
 public:
  TreeReader(const Repository& repository, const BlobIndex& index)
      : index_(index), decoder_(repository.key), source_(repository.tree, index) {}

  // Tries every copy until one is whole; false when none is. Flawed copies are found if `findings` is given, and what
  // was seen of each copy is noted in `walk` if that is. `restart` comes before the nodes of each attempt.
  bool read(std::span<const std::uint32_t> copies, const std::function<void()>& restart,
            const std::function<bool(const TreeNode&)>& on_node, Findings* findings, TreeWalk* walk);

  BlobSource& source() { return source_; }

 private:
  const BlobIndex& index_;
  Decoder decoder_;
  BlobSource source_;
};

}  // namespace garde::formats::restic
