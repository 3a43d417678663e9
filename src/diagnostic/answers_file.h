// Answers as a JSON file, of which everything that can be kept is kept:
//
//   {"questionnaire": "2026-11-23",
//    "answers": {"<question id>": "<answer id>" | ["<answer id>", ...] | "<text or ISO date>"}}
//
// What stands in the way of one answer is told with its place and the others are read on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "diagnostic/answers.h"

namespace garde::diagnostic {

inline constexpr ByteCount kMaxAnswersFile = 1_MiB;      // a full one has about 5 KB
inline constexpr std::size_t kMaxFileProblems = 100;     // a page of them is enough; the others are counted
inline constexpr std::size_t kMaxAnswersFileDepth = 32;  // of arrays and objects; the format has 3

// The sentences are in content/text/fr/answers.toml. Of the whole file, then nothing is read:
//
//   answers.file.too-large {max}            in MiB
//   answers.file.not-utf8 {byte}            the first byte is 1
//   answers.file.empty                      nothing but blanks
//   answers.file.not-json {line} {column}   in characters, from 1
//   answers.file.too-deep {line} {column}   JSON, nested deeper than kMaxAnswersFileDepth
//   answers.file.no-answers                 JSON without an object of answers
//
// Of one place, then the rest is kept:
//
//   answers.file.no-version
//   answers.file.other-version {version} {expected}
//   answers.file.unknown-key                it is passed over
//   answers.file.unknown-question
//   answers.file.twice                      a key is there again; the first is kept
//   answers.file.text-expected
//   answers.file.list-expected              a list of answers; one text passes for a list of one
//   answers.problem.*                       as parse_value says
//   answers.file.more {count}               problems beyond kMaxFileProblems, at the end
struct FileProblem {
  std::string place;  // a question id or a key of the file, as for_display gives it; empty for the whole file
  Message message;
  bool operator==(const FileProblem&) const = default;
};

struct AnswersFile {
  Answers answers;                    // each valid for its question
  std::vector<FileProblem> problems;  // in the order of the file, the version first
  std::string version;                // of the questionnaire answered, as for_display gives it; may be empty
};

// The answers count as given at `given_at`; `today` bounds dates.
tl::expected<AnswersFile, FileProblem> read_answers_file(const Questionnaire& questionnaire, std::string_view bytes,
                                                         Instant given_at, Date today);

// The same answers give the same bytes; reading them back gives the same answers.
std::string write_answers_file(const Questionnaire& questionnaire, const Answers& answers);

}  // namespace garde::diagnostic
