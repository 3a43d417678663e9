// Live data beside the newest restore point: is all of it there?
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backups/check.h"
#include "backups/thresholds.h"
#include "formats/archive.h"

namespace garde::checker {

struct LiveSource {
  std::optional<backups::DataSetId> data_set;  // nothing: not of a registered one
  backups::Source source;
  std::optional<std::string> unmounted = {};  // the place of a disk at or above it, and the disk is not mounted
};

// The files of a restore point by path.
struct CopiedFile {
  ByteCount size;
  Instant modified;
  std::optional<crypto::Sha256Digest> content;  // as formats::Node tells it
};
using CopiedFiles = std::map<std::string, CopiedFile, std::less<>>;

// What the restore point lists; what cannot be listed is left out.
Result<CopiedFiles> copied_files(const formats::ArchiveReader& reader, const formats::RestorePoint& point);

bool is_at_or_below(std::string_view path, std::string_view folder);
std::string_view base_name(std::string_view path);  // what stands after the last '/'

struct ComparedSources {
  backups::Comparison comparison;
  std::vector<backups::SourceFinding> findings;
  std::vector<backups::DataSetResult> data_sets;
  // Where each source lies in the restore point, as roots_in_copy(); nothing when it is not there at all.
  std::vector<std::vector<std::string>> roots;
};

// Where a source of this path lies in a restore point: the longest end of the path below which there are files. ""
// when the copy holds the content of the source directly.
std::optional<std::string> root_in_copy(const CopiedFiles& copies, std::string_view source_path,
                                        const std::vector<std::string>& some_live_files);

// Where a live source lies in the restore point: one folder, one file, or the dumps that carry a database's name.
std::vector<std::string> roots_in_copy(const CopiedFiles& copies, const backups::Source& source);

// Files that are equal in size and time are compared by content until `content_limit` bytes were read in all.
struct CompareOptions {
  ByteCount content_limit;
  Days stale_source{};
  Instant now;
  std::stop_token stop;
};
// A source that is not there or is empty is a finding, not an error. `cancelled`.
Result<ComparedSources> compare_sources(const formats::ArchiveReader& reader, const formats::RestorePoint& newest,
                                        const std::vector<LiveSource>& sources, const CompareOptions& options);

// Which data sets a damage hits, by the places of their sources.
void mark_hit(ComparedSources& compared, const std::vector<LiveSource>& sources,
              const std::vector<formats::Damage>& damages);

}  // namespace garde::checker
