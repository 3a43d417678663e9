#include <array>

#include "actions/plan/assess.h"
#include "actions/plan/plan.h"
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

ExitStatus write_report(const Context& context, const Arguments& arguments, const Format& format,
                        const documents::PlanReport& report) {
  const auto document = format.make(report);
  if (!document) return fail(context, document.error());
  const auto written = write_output(context.out, arguments.value("output").value_or("-"), *document);
  return written ? ExitStatus::fine : fail(context, written.error(), "cli.output");
}

ExitStatus assess_practice(const Context& context, const Arguments& arguments, const Format& format) {
  if (arguments.value(kZoneOption.name)) {
    say(context, {"cli.problem.zone", {}});
    return ExitStatus::wrong_use;
  }
  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const auto current = actions::current_plan(*practice);
  if (!current) return fail(context, current.error());
  return write_report(context, arguments, format, current->report(*practice));
}

ExitStatus assess_file(const Context& context, const Arguments& arguments, const Format& format) {
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
  const ExitStatus status = write_report(context, arguments, format, report);
  return status == ExitStatus::fine && !file->problems.empty() ? ExitStatus::found_bad : status;
}

}  // namespace

ExitStatus run_assess(const Context& context, const Arguments& arguments) {
  const std::string wanted = arguments.value("format").value_or("text");
  const Format* format = find_format(wanted);
  if (format == nullptr) {
    say(context, {"cli.problem.format", {{"value", wanted}}});
    return ExitStatus::wrong_use;
  }
  const bool of_practice = arguments.value(kDataOption.name) || arguments.value(kDatabaseOption.name);
  const bool of_file = arguments.value("answers").has_value();
  if (of_practice == of_file) {
    say(context,
        of_file ? Message{"cli.problem.assess-both", {}} : Message{"cli.problem.missing", {{"option", "--answers"}}});
    say(context, {"cli.see-help", {{"command", "assess"}}});
    return ExitStatus::wrong_use;
  }
  return of_practice ? assess_practice(context, arguments, *format) : assess_file(context, arguments, *format);
}

}  // namespace garde::cli
