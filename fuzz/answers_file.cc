// Whatever the bytes, reading an answers file ends in a refusal or in answers that are valid for their
// questions, that come back when written, and in problems that can be shown.
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"
#include "diagnostic/answers_file.h"

namespace {

using namespace garde;
using namespace garde::diagnostic;

constexpr std::size_t kMaxInput = 8192;  // more than a full file; the limit of 1 MiB has a test of its own

constexpr std::string_view kTheme = R"(
theme = "t"
title = "T"
intro = "I"
[[question]]
id = "saved"
kind = "single"
text = "?"
[[question.answer]]
id = "yes"
text = "Yes"
[[question.answer]]
id = "no"
text = "No"
[[question]]
id = "tools"
kind = "multiple"
text = "?"
[[question.answer]]
id = "mail"
text = "Mail"
[[question.answer]]
id = "agenda"
text = "Agenda"
[[question.answer]]
id = "none"
alone = true
text = "None"
[[question]]
id = "tested"
kind = "date"
text = "?"
[[question.answer]]
id = "unknown"
unknown = true
text = "I do not know"
[[question]]
id = "name"
kind = "text"
text = "?"
)";

Questionnaire questionnaire() {
  content::Problems problems;
  Questionnaire read = Questionnaire::read(
      content::Files(std::vector<content::File>{
          {"questionnaire/version.toml", "version = \"2026-11-23\"\n"},
          {"questionnaire/data-sets.toml", "[[data_set]]\nid = \"a\"\ntitle = \"A\"\nof_them = \"of a\"\n"},
          {"questionnaire/1.toml", std::string(kTheme)}}),
      problems);
  GARDE_CHECK(problems.empty());
  return read;
}

bool can_be_shown(std::string_view text) { return is_utf8(text) && !has_control_character(text, LineBreaks::refused); }

void check(const FileProblem& problem) {
  GARDE_CHECK(can_be_shown(problem.place));
  for (const auto& [name, value] : problem.message.params) GARDE_CHECK(can_be_shown(value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxInput) return 0;
  static const Questionnaire asked = questionnaire();
  const Date today{std::chrono::year{2026}, std::chrono::November, std::chrono::day{23}};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = read_answers_file(asked, bytes, Instant{}, today);
  if (!file) {
    check(file.error());
    return 0;
  }
  GARDE_CHECK(file->problems.size() <= kMaxFileProblems + 1);
  for (const FileProblem& problem : file->problems) check(problem);
  const auto again = read_answers_file(asked, write_answers_file(asked, file->answers), Instant{}, today);
  GARDE_CHECK(again.has_value() && again->problems.empty() && again->answers == file->answers);
  return 0;
}
