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
  std::uint64_t disguised_files = 0;
  std::uint64_t renamed_files = 0;
  unsigned changed_percent = 0;
  unsigned vanished_percent = 0;
  std::uint64_t least_files = 0;
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
  disguised,      // random bytes where that form should begin
  partly_random,  // text, or a form that is not compressed, with random stretches
  not_judged,     // too small, of no form we know, or of another form than its name's
};
// Whether these bytes, a whole file or its beginning, are text in UTF-8. Of 8 random bytes one in two thousand is.
bool reads_as_text(std::span<const std::byte> bytes, bool is_whole);
// `name` may be another than the sample's own path: that before it was renamed.
Looks look_at(const FileSample& sample, std::string_view name, const AttackRules& rules);

struct CanaryState {
  std::string path;
  enum class State : std::uint8_t { intact, changed, missing } state{};
};

// Counts are whole; of names a few of each are kept.
struct AttackEvidence {
  std::string newest;  // id, empty without a restore point
  std::string before;  // id, empty without an earlier one
  std::uint64_t files_before = 0;
  ByteCount bytes_before;
  std::uint64_t files_now = 0;
  ByteCount bytes_now;
  bool listed_all = true;  // no directory of either was damaged: the counts above are those of the restore points
  std::uint64_t files_changed = 0;   // same path, other content
  std::uint64_t files_vanished = 0;  // neither the path nor the content is there
  std::uint64_t files_judged = 0;    // by their content
  bool interrupted = false;          // not everything that was to be read was
  struct Named {
    std::uint64_t count = 0;
    std::vector<Finding> some;  // at most kMaxFindings
    void add(Finding finding);
  };
  Named became_random;     // were good before
  Named disguised;         // nothing known from before
  Named ransom_extension;  // of a known family, and random
  Named ransom_note;
  std::map<std::string, Named> renamed;  // by the extension added: were good before, random now; at most kMaxExtensions
  std::vector<CanaryState> canaries;
};

Check judge_not_attacked(const AttackEvidence& evidence, const AttackRules& rules);

}  // namespace garde::backups
