#include "base/testing/source_directory.h"

namespace garde {

std::filesystem::path source_directory() { return GARDE_SOURCE_DIR; }

}  // namespace garde
