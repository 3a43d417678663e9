#include <array>

#include "actions/plan/assess.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "diagnostic/answers_file.h"
#include "documents/plan/assessment_json.h"
#include "documents/plan/plan_csv.h"
#include "documents/plan/plan_ics.h"
#include "documents/plan/plan_pdf.h"
#include "documents/plan/plan_text.h"

namespace garde::cli {
namespace {

struct Format {
  std::string_view name;
  Result<std::string> (*make)(const documents::PlanReport&);
};
constexpr std::array kFormats = {
    Format{"text", [](const documents::PlanReport& report) -> Result<std::string> { return plan_text(report); }},
    Format{"json",
           [](const documents::PlanReport& report) -> Result<std::string> { return assessment_json(report) + "\n"; }},
    Format{"pdf", documents::plan_pdf},
    Format{"csv", [](const documents::PlanReport& report) -> Result<std::string> { return plan_csv(report); }},
    Format{"ics", [](const documents::PlanReport& report) -> Result<std::string> { return plan_ics(report); }},
};

const Format* find_format(std::string_view name) {
  for (const Format& format : kFormats)
    if (format.name == name) return &format;
  return nullptr;
}

void report_problem(const Context& context, const std::string& path, const diagnostic::FileProblem& problem) {
  context.err << path << ": " << problem.place << std::string_view(problem.place.empty() ? "" : ": ")
              << context.library.texts.sentence(problem.message) << '\n';
}

}  // namespace

ExitStatus run_assess(const Context& context, const Arguments& arguments) {
  const std::string wanted = arguments.value("format").value_or("text");
  const Format* format = find_format(wanted);
  if (format == nullptr) {
    say(context, {"cli.problem.format", {{"value", wanted}}});
    return ExitStatus::wrong_use;
  }
  const std::string path = arguments.value("answers").value_or("-");
  // One byte more than may be: it is the reader of the file who says that it is too large.
  const auto bytes = read_input(context.in, path, {diagnostic::kMaxAnswersFile.value + 1});
  if (!bytes) return fail(context, bytes.error(), "cli.input");
  const Instant now = context.now();
  const actions::Library& library = context.library;
  const auto file = diagnostic::read_answers_file(library.questionnaire, *bytes, now, context.zone.day_of(now));
  if (!file) {
    report_problem(context, path, file.error());
    return ExitStatus::wrong_use;
  }
  for (const diagnostic::FileProblem& problem : file->problems) report_problem(context, path, problem);
  if (!file->problems.empty()) say(context, {"cli.assess.kept", {}});

  const auto assessed = actions::assess(library, file->answers, {}, {}, now);
  const documents::PlanReport report{
      assessed.practice,   now,           context.zone, library.questionnaire, library.claims,
      assessed.assessment, assessed.plan, library.texts};
  const auto document = format->make(report);
  if (!document) return fail(context, document.error());
  const auto written = write_output(context.out, arguments.value("output").value_or("-"), *document);
  if (!written) return fail(context, written.error(), "cli.output");
  return file->problems.empty() ? ExitStatus::fine : ExitStatus::found_bad;
}

}  // namespace garde::cli
