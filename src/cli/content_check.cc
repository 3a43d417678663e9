
#include "cli/commands.h"

namespace garde::cli {

ExitStatus run_content_check(const Context& context, const Arguments& arguments) {
  content::Problems problems;
  if (const auto directory = arguments.value("content")) {
    auto files = content::Files::from_directory(*directory);
    if (!files) return fail(context, files.error());
    problems = actions::check_content(*files);
  } else {
    problems = actions::check_content(context.files);
  }
  for (const content::Problem& problem : problems) context.out << describe(problem) << '\n';
  const text::Catalogue& texts = context.library.texts;
  context.out << texts.sentence(
                     {"cli.content-check.found", {{"count", text::number(static_cast<std::int64_t>(problems.size()))}}})
              << '\n';
  return problems.empty() ? ExitStatus::fine : ExitStatus::found_bad;
}

}  // namespace garde::cli
