// Where the sources are: for tests that read a sample, or the content itself.
#pragma once

#include <filesystem>

namespace garde {

std::filesystem::path source_directory();  // absolute; content/, src/ and tests/ lie in it

}  // namespace garde
