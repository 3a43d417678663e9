// "Not already attacked": the newest restore point held against an earlier one. Ransomware that worked before the last
// backup is in it: files that are no longer what their names say, renamed alike, gone, or beside a ransom note.
//
//   AttackEvidence evidence = TRY(checker::gather_attack_evidence(reader, points, rules, request));   // reads samples
//   Check check = judge_not_attacked(evidence, rules);                                                // pure
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "backups/check.h"
#include "backups/file_type.h"
#include "content/table.h"

namespace garde::backups {

// content/backups/attack.toml.
struct AttackRules {
  double chi_square_low = 0;
  double chi_square_high = 0;
  std::size_t smallest = 0;  // bytes under which nothing is judged
  std::size_t window = 0;    // bytes judged at once
  ByteCount reach;           // of each file, from its beginning
  std::size_t most_files_read = 0;
  std::uint64_t sample_files = 0;
  unsigned large_per_mille = 0;
  std::uint64_t disguised_files = 0;
  std::uint64_t suspect_files = 0;
  unsigned suspect_bytes_percent = 0;
  unsigned overwritten_percent = 0;
  ByteCount size_kept;
  unsigned judged_percent = 0;
  std::uint64_t renamed_files = 0;
  std::uint64_t least_strangers = 0;
  unsigned changed_percent = 0;
  unsigned vanished_percent = 0;
  unsigned open_vanished_percent = 0;
  unsigned working_percent = 0;
  unsigned heavy_percent = 0;
  unsigned heavy_alarm_percent = 0;
  std::uint64_t least_files = 0;
  std::set<std::string, std::less<>> program_extensions;         // of what comes and goes with a program, lower case
  std::set<std::string, std::less<>> own_extensions;             // of what people encrypt themselves, lower case
  std::map<std::string, std::string, std::less<>> extensions;    // of ransomware, lower case -> family
  std::map<std::string, std::string, std::less<>> notes;         // whole names, lower case -> family
  std::map<std::string, std::string, std::less<>> note_endings;  // after the extension of the files -> family

  static AttackRules read(const content::Files& files, content::Problems& problems);
};

// The beginning of a file, up to AttackRules::reach.
struct FileSample {
  std::string path;
  ByteCount size;  // of the whole file
  std::vector<std::byte> bytes;
};

enum class Looks : std::uint8_t {
  as_named,       // its form is that of its name
  ordered,        // of no form we know, or of another than its name's, and not random: nobody encrypted it whole
  disguised,      // random bytes where the form of its name should begin
  partly_random,  // text, or a form that is not compressed, with random stretches
  end_lost,       // a form that has an end, without it; of a sample that is the whole file
  zeroed,
  opaque,      // of no form we know, and random: encrypted by somebody, or compressed
  not_judged,  // too small
};
// Whether these bytes, a whole file or its beginning, are text in UTF-8. Of 8 random bytes one in two thousand is.
bool reads_as_text(std::span<const std::byte> bytes, bool is_whole);
// `name` may be another than the sample's own path: that before it was renamed.
Looks look_at(const FileSample& sample, std::string_view name, const AttackRules& rules);
// Whether any stretch of it is random.
bool holds_random(const FileSample& sample, const AttackRules& rules);
// Whether the first stretch was ordered and is random now.
bool begins_overwritten(const FileSample& then, const FileSample& now, const AttackRules& rules);
// Of the stretches that were ordered in `then`, the share that is random at the same place in `now`; 0 when none was.
double overwritten_share(const FileSample& then, const FileSample& now, const AttackRules& rules);

struct CanaryState {
  std::string path;
  enum class State : std::uint8_t { intact, changed, missing } state{};
};

// Counts are whole; of names a few of each are kept. `before` is what the newest restore point is held against: the
// last that was proved good, else the oldest there is.
struct AttackEvidence {
  std::string newest;  // id, empty without a restore point
  std::string before;  // id, empty without an earlier one
  std::uint64_t files_before = 0;
  ByteCount bytes_before;
  std::uint64_t files_now = 0;
  ByteCount bytes_now;
  bool listed_all = true;            // no directory of any was damaged: the counts are those of the restore points
  std::uint64_t files_changed = 0;   // same path, other content
  std::uint64_t files_vanished = 0;  // neither path, content nor name is there, nor the same name in another form
  ByteCount bytes_vanished;          // of those, and of what shrank to nearly nothing
  std::uint64_t files_added = 0;     // that are as their owner writes them
  ByteCount bytes_added;
  Judged judged;             // the files of the newest
  bool interrupted = false;  // not everything that was to be read was
  struct Named {
    std::uint64_t count = 0;
    ByteCount bytes;
    std::vector<Finding> some;  // at most kMaxFindings
    void add(Finding finding, ByteCount size = {});
  };
  Named became_random;     // of a known form before, random where it should begin
  Named suspects;          // overwritten in their place, zeroed, or without their end
  Named disguised;         // nothing known from before
  Named ransom_extension;  // of a known family, and random
  Named ransom_note;
  std::map<std::string, Named> renamed;  // by the extension added: were good before, random now; at most kMaxExtensions
  std::vector<CanaryState> canaries;
  struct WorkingFolder {
    std::uint64_t files = 0;  // written again between two earlier restore points
    std::uint64_t files_gone = 0;
    ByteCount bytes;
    ByteCount bytes_gone;
    ByteCount bytes_held;  // by all files of the folder, written again or not
  };
  std::vector<WorkingFolder> working_folders;  // of which a file is gone
  Named heavy_gone;                            // of no known form, and not a program's
};

Check judge_not_attacked(const AttackEvidence& evidence, const AttackRules& rules);

}  // namespace garde::backups
