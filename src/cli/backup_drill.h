// A restore rehearsed from a folder that is not registered, for the commands that ask for one.
#pragma once

#include <stop_token>
#include <string>

#include "cli/command.h"
#include "restorer/drill.h"

namespace garde::cli {

// What the options of `arguments` say: --kind, --source, --all, --scratch. With a bar at a terminal.
Result<restorer::Drilled> drill_folder(const Context& context, const Arguments& arguments, const std::string& folder,
                                       const crypto::SecretBytes& secret, const std::stop_token& stop);

}  // namespace garde::cli
