
#include "cli/commands.h"

namespace garde::cli {

std::string_view program_version() { return GARDE_VERSION; }

ExitStatus run_version(const Context& context, const Arguments&) {
  context.out << "garde " << program_version() << "\n";
  return ExitStatus::fine;
}

}  // namespace garde::cli
