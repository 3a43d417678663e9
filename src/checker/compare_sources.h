// Live data beside the newest restore point of each line: is all of it there?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backups/check.h"
#include "backups/thresholds.h"
#include "checker/copied_files.h"

namespace garde::checker {

struct LiveSource {
  std::optional<backups::DataSetId> data_set;  // nothing: not of a registered one
  backups::Source source;
  std::optional<std::string> unmounted = {};  // the place of a disk at or above it, and the disk is not mounted
};

struct ComparedSources {
  backups::Comparison comparison;
  std::vector<backups::SourceFinding> findings;
  std::vector<backups::DataSetResult> data_sets;
  // Where each source lies in the restore point, as roots_in_copy(); nothing when it was not found there.
  std::vector<std::vector<std::string>> roots;
};

// Where a live source lies in the restore point: folders, one file, or the dumps that carry a database's name.
std::vector<std::string> roots_in_copy(const CopyIndex& index, const backups::Source& source);

// Files of equal size are compared by content, all of them or as many, drawn at random, as `content_limit` bytes hold.
struct CompareOptions {
  ByteCount content_limit;
  Days stale_source{};
  Instant now;
  std::stop_token stop;
};
// `newest`: of each line the newest, oldest first, at least one; what any of them holds is there. A source that is not
// there or is empty is a finding, not an error. `cancelled`.
Result<ComparedSources> compare_sources(const formats::ArchiveReader& reader,
                                        std::span<const formats::RestorePoint* const> newest,
                                        const std::vector<LiveSource>& sources, const CompareOptions& options);

// Which data sets a damage hits, by the places of their sources.
void mark_hit(ComparedSources& compared, const std::vector<LiveSource>& sources,
              const std::vector<formats::Damage>& damages);

}  // namespace garde::checker
