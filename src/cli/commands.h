// One function per command, each in a file of its name; commands.cc holds the table.
#pragma once

#include "cli/command.h"

namespace garde::cli {

ExitStatus run_assess(const Context& context, const Arguments& arguments);
ExitStatus run_backup_check(const Context& context, const Arguments& arguments);
ExitStatus run_content_check(const Context& context, const Arguments& arguments);
ExitStatus run_help(const Context& context, const Arguments& arguments);
ExitStatus run_password_forget(const Context& context, const Arguments& arguments);
ExitStatus run_questionnaire(const Context& context, const Arguments& arguments);
ExitStatus run_serve(const Context& context, const Arguments& arguments);
ExitStatus run_version(const Context& context, const Arguments& arguments);

}  // namespace garde::cli
