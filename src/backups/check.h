// What a check of a backup destination found, and the judgement on it. Pure: what was read comes in as values.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backups/destination.h"
#include "backups/finding.h"
#include "evidence/judgement.h"
#include "formats/archive.h"

namespace garde::backups {

using evidence::Enough;
using evidence::Judged;
using evidence::Judgement;
using evidence::LeftOut;
using evidence::name;
using evidence::Outcome;
using evidence::parse_outcome;
using evidence::worse;

// The questions of the source page, and three it takes for granted.
enum class Question : std::uint8_t { complete, recent, automatic, protection, intact, not_attacked, restorable };
std::string_view name(Question question);  // as in the JSON: "protected", "not-attacked"
std::optional<Question> parse_question(std::string_view text);

struct Check {
  Question question{};
  Judgement judgement = {};
  std::vector<Finding> findings = {};  // at most kMaxFindings, `finding_count` in all
  std::size_t finding_count = 0;
  bool operator==(const Check&) const = default;

  Outcome outcome() const { return judgement.outcome(); }
  void add(Finding finding);
};
inline constexpr std::size_t kMaxFindings = 200;  // a screen of them helps; a million would drown what matters

// A check in the making.
class Judging {
 public:
  explicit Judging(Question question) : check_{question} {}

  Judged judged;  // counted by who looks

  void say(Finding finding) { check_.add(std::move(finding)); }
  void found(Outcome outcome, Finding finding);  // says it, and is no better than that
  void lower(Outcome outcome) { worst_ = worse(worst_, outcome); }
  void leave_unsaid(std::size_t findings) { check_.finding_count += findings; }  // more of what was said
  Outcome worst() const { return worst_; }
  Check finish(const Enough& enough) &&;

 private:
  Check check_;
  Outcome worst_ = Outcome::passed;
};

// A live file that the person wants back, and what the newest restore point says of it.
enum class Copy : std::uint8_t {
  same,
  newer,  // made or changed here since the restore point: the next one will have it
  missing,
  different,
  unreadable,  // it could not be compared, or nobody knows whether it is there
};
struct LiveFile {
  std::string path;
  ByteCount size;
  Copy copy{};
};
// Counted as it goes: only what is neither `same` nor `newer` is kept.
struct Comparison {
  std::uint64_t files = 0;
  std::uint64_t files_same = 0;
  ByteCount bytes;
  ByteCount bytes_same;
  std::uint64_t files_newer = 0;
  ByteCount bytes_newer;
  std::vector<LiveFile> others;  // at most kMaxFindings
  std::uint64_t files_other = 0;
  std::uint64_t files_wrong = 0;       // of those: missing or different
  std::uint64_t files_unreadable = 0;  // of those
  ByteCount bytes_unreadable;
  std::uint64_t files_unnamed = 0;  // unreadable too, of a source of which nothing was found
  std::uint64_t files_undrawn = 0;  // of the same size and date, and not drawn for a comparison by content
  ByteCount bytes_undrawn;
  std::uint64_t files_passed_over = 0;  // what systems leave, which nobody wants back
  bool holds_unlisted = false;          // something may lie where the restore point could not be listed
  std::vector<std::string> unlisted;    // where that is, some of it

  void add(LiveFile file);
  void leave_undrawn(ByteCount size);
  void leave_out(std::uint64_t many, ByteCount size);  // without naming each
  void add(const Comparison& source);
};

// What a check says about each means of protection, beside the whole: they are claims of their own.
struct Protection {
  Outcome encrypted = Outcome::not_established;
  Outcome disconnected = Outcome::not_established;
  Outcome elsewhere = Outcome::not_established;
  bool operator==(const Protection&) const = default;
};

// A data set as one run found it.
struct DataSetResult {
  DataSetId data_set;
  Outcome complete = Outcome::not_established;
  std::uint64_t files = 0;  // in the newest restore point; of a drill: those brought back
  ByteCount bytes = {};
  bool hit_by_damage = false;                                   // something of it cannot be restored
  std::optional<std::chrono::milliseconds> full_recovery = {};  // estimated, by a drill
  bool operator==(const DataSetResult&) const = default;
};

// The newest that is not of the future, which a wrong clock made; of several of the future, the last. `points` oldest
// first, at least one.
const formats::RestorePoint& newest_of(const std::vector<formats::RestorePoint>& points, Instant now);

// What is answered about a backup of a kind that is recognised and not read: nothing, with the reason.
Check judge_unread(Question question, formats::Kind kind);
// What is answered when the reading ended before it was done: nothing, with how it ended.
Check judge_cut_short(Question question, Remark ending);
Check judge_intact(const std::vector<formats::Damage>& damages, const formats::Coverage& coverage);
// `restore_points` oldest first; a point of the future proves nothing.
Check judge_recent(const std::vector<formats::RestorePoint>& restore_points, std::chrono::hours max_age, Instant now);
// `sources`: what speaks against the sources themselves, one that is not there, is empty, or has not moved for long.
Check judge_complete(const Comparison& comparison, const std::vector<SourceFinding>& sources = {});
// When there is nothing to compare with.
Check judge_complete_without_points();

struct CheckRun {
  std::string destination;
  formats::Kind kind{};
  Instant begun;
  std::vector<formats::RestorePoint> restore_points;
  std::vector<Check> checks;
  std::vector<DataSetResult> data_sets;  // those that were compared
  std::optional<Protection> protection;  // when it was asked
  formats::Coverage coverage;
  formats::Scope scope;
  std::chrono::milliseconds length{};

  const Check* find(Question question) const;

  // Failed if one failed, else not established if one could not be answered or none was asked, else passed.
  Outcome outcome() const;
};

// After n units drawn at random and found good, with 95 % confidence less than this share of all is damaged
// (the rule of three: 3/n). Nothing when everything was read or nothing was.
std::optional<double> damaged_share_at_most(const CheckRun& run);

}  // namespace garde::backups
