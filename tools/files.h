// Whole files in and out, for the programs that run while Garde is built.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde::tools {

Result<std::string> read_file(const std::filesystem::path& path);

// Leaves a file that already holds `text` untouched, so that nothing depending on it is built again.
Result<void> write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace garde::tools
