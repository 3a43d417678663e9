
#include <fmt/format.h>

#include "cli/commands.h"
#include "documents/plan/questionnaire_json.h"

namespace garde::cli {
namespace {

void print(const diagnostic::Question& question, Output& out) {
  const std::string& row = question.row_title;
  out << fmt::format("  [{}] {}{}{}", question.id.text(), row, row.empty() ? "" : " — ", question.text) << '\n';
  for (const diagnostic::Answer& answer : question.answers)
    out << fmt::format("      {:<20} {}", answer.id.text(), answer.text) << '\n';
}

}  // namespace

ExitStatus run_questionnaire(const Context& context, const Arguments& arguments) {
  const diagnostic::Questionnaire& questionnaire = context.library.questionnaire;
  if (arguments.flag("json")) {
    context.out << Json{documents::questionnaire_json(questionnaire)} << '\n';
    return ExitStatus::fine;
  }
  for (const diagnostic::Theme& theme : questionnaire.themes()) {
    context.out << theme.title << '\n';
    for (const diagnostic::Question& question : theme.questions) print(question, context.out);
    context.out << '\n';
  }
  return ExitStatus::fine;
}

}  // namespace garde::cli
