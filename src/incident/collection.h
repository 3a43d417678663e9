// What is collected as evidence and in which order: content/incident/collection.toml. Which of it could not be read is
// as much a finding as what could.
#pragma once

#include <string>
#include <vector>

#include "base/byte_count.h"
#include "content/table.h"
#include "crypto/digest.h"
#include "incident/entries.h"

namespace garde::incident {

// What is computed rather than copied.
enum class CollectedFact : std::uint8_t { clock, processes, logons };

struct CollectionItem {
  std::string id;  // and its folder in the bag
  std::string title;
  std::optional<CollectedFact> fact;
  std::vector<std::string> files;  // absolute; "{home}" at the start stands for a home folder
};

struct Collection {
  std::vector<CollectionItem> items;  // the most fleeting first
  ByteCount max_file;                 // of a file that nobody named; a person's own files have no limit
  int min_samples = 0;
  int max_samples = 0;
  std::vector<std::string> for_technician;

  static Collection read(const content::Files& files, content::Problems& problems);
};

// What the journal keeps of a collection, or of an export.
struct BagSummary {
  std::string folder;  // where it was written: one line
  std::uint64_t files = 0;
  ByteCount size;
  std::vector<std::string> missing = {};          // what could not be taken, and why
  std::optional<crypto::Sha256Digest> seal = {};  // of tagmanifest-sha256.txt; nothing: it was interrupted
};
journal::Draft collected(const BagSummary& bag, const Writing& writing);
// How many files an entry says were collected, with their digests; 0 for other entries and interrupted collections.
std::uint64_t collected_files(const journal::Entry& entry);
journal::Draft exported(const BagSummary& bag, const Writing& writing);

}  // namespace garde::incident
