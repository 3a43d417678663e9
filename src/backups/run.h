// A run that was kept: a check or a drill of a registered destination, and what it concluded. Evidence comes from
// these.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backups/check.h"
#include "backups/destination.h"
#include "crypto/digest.h"

namespace garde::backups {

using RunId = Id<struct RunTag>;

enum class RunKind : std::uint8_t { check, drill };
std::string_view name(RunKind kind);
std::optional<RunKind> parse_run_kind(std::string_view text);

// What a drill restored, in figures. What went wrong is in the findings of its check `restorable`.
struct DrillResult {
  std::string point = {};  // the restore point's id
  Instant point_time = {};
  std::uint64_t files_in_point = 0;
  ByteCount bytes_in_point = {};
  std::uint64_t files_restored = 0;
  ByteCount bytes_restored = {};
  std::uint64_t files_opened = 0;      // opened as what their names promise, and found whole
  std::uint64_t files_not_opened = 0;  // of a type Garde does not open: every byte checked, nothing more
  std::uint64_t files_wrong = 0;       // could not be restored, or do not open
  std::uint64_t canaries_expected = 0;
  std::uint64_t canaries_back = 0;
  std::chrono::milliseconds restoring{};  // reading, writing and reading back
  crypto::Sha256Digest digest = {};       // of the list of what came back: content, size and path of each file
  bool everything() const { return files_restored + files_wrong == files_in_point; }
  bool operator==(const DrillResult&) const = default;
};

struct KeptRun {
  RunId id;
  DestinationId destination;
  RunKind kind{};
  std::string version = {};  // of the program
  CheckRun run = {};
  std::optional<DrillResult> drill = {};
  std::chrono::hours max_age{};  // the tolerable loss it was judged by
  std::optional<Instant> newest_point = {};
};

// How long bringing back all of a data set would take, from what a drill took: the slower of what its bytes and its
// number of files suggest. Nothing when the drill restored nothing.
std::optional<std::chrono::milliseconds> full_recovery_of(const DrillResult& drill, std::uint64_t files,
                                                          ByteCount bytes);

}  // namespace garde::backups
