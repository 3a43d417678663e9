// What a check of a backup destination found, and the judgement on it. Pure: what was read comes in as values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "formats/archive.h"

namespace garde::backups {

enum class Outcome : std::uint8_t { passed, failed, not_established };
std::string_view name(Outcome outcome);

// The questions of the source page, and three it takes for granted. Names are those of the JSON.
enum class Question : std::uint8_t { complete, recent, intact, not_attacked };
std::string_view name(Question question);

// One thing found. `kind` chooses the sentence "backups.finding.<kind>"; subject and detail are shown with it.
struct Finding {
  std::string kind;
  std::string subject;  // a file, a restore point, a folder
  std::string detail;   // as the format names it; may be empty
  bool operator==(const Finding&) const = default;
};

struct Check {
  Question question{};
  Outcome outcome{};
  std::vector<Finding> findings;  // at most kMaxFindings, `finding_count` in all
  std::size_t finding_count = 0;
  bool operator==(const Check&) const = default;

  void add(Finding finding);
};
inline constexpr std::size_t kMaxFindings = 200;  // a screen of them helps; a million would drown what matters

// A live file that the person wants back, and what the newest restore point says of it.
enum class Copy : std::uint8_t { same, missing, different, unreadable };
struct LiveFile {
  std::string path;
  ByteCount size;
  Copy copy{};
};
// Counted as it goes: only what is not `same` is kept.
struct Comparison {
  std::uint64_t files = 0;
  std::uint64_t files_same = 0;
  ByteCount bytes;
  ByteCount bytes_same;
  std::vector<LiveFile> others;  // at most kMaxFindings
  std::uint64_t files_other = 0;

  void add(LiveFile file);
};

Check judge_intact(const std::vector<formats::Damage>& damages, const formats::Coverage& coverage);
// `restore_points` oldest first; a point of the future proves nothing.
Check judge_recent(const std::vector<formats::RestorePoint>& restore_points, std::chrono::hours max_age, Instant now);
Check judge_complete(const std::vector<formats::RestorePoint>& restore_points, const Comparison& comparison);
// Asked always, and not looked into yet: never shown as good.
Check attack_not_examined();

struct CheckRun {
  std::string destination;
  std::string kind;  // "restic"
  std::vector<formats::RestorePoint> restore_points;
  std::vector<Check> checks;
  formats::Coverage coverage;
  formats::Scope scope;
  std::chrono::milliseconds length{};

  // Failed if one failed, else not established if one could not be answered, else passed.
  Outcome outcome() const;
};

// After n units drawn at random and found good, with 95 % confidence less than this share of all is damaged
// (the rule of three: 3/n). Nothing when everything was read or nothing was.
std::optional<double> damaged_share_at_most(const CheckRun& run);

}  // namespace garde::backups
