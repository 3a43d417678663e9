// The name in the address of a practice's pages: "garde-4f0c….localhost".
//
// Browsers take every name below localhost for this computer, without asking anybody, and bring a cookie back to every
// port of the name that set it. Under a name that only the owner of the data can read, no program of another
// account gets it, and none can lead a browser there.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace garde::actions {

// Drawn once for the folder, and kept in a file that its owner alone can read; drawn again when that file is no longer
// what was written. Fails when it cannot be kept.
Result<std::string> host_name(const std::filesystem::path& folder);

}  // namespace garde::actions
