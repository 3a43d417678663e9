#include <ostream>

#include "cli/commands.h"

namespace garde::cli {

ExitStatus run_version(const Context& context, const Arguments&) {
  context.out << "garde " GARDE_VERSION "\n";
  return ExitStatus::fine;
}

}  // namespace garde::cli
