
#include "actions/practice/sign_in.h"
#include "cli/commands.h"

namespace garde::cli {

ExitStatus run_password_forget(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto forgotten = actions::forget_password(*practice);
  if (!forgotten) return fail(context, forgotten.error());
  context.out << context.library.texts.sentence(*forgotten ? "cli.password-forget.done" : "cli.password-forget.none")
              << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
