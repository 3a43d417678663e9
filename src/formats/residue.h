// What systems and office programs leave beside people's files: thumbnails, settings of a folder, locks of an open
// document. Nobody misses it, and it says nothing of who worked when.
#pragma once

#include <string_view>

namespace garde::formats {

// By the name of one file or folder, whatever its case.
bool is_residue(std::string_view name);
// Whether any part of a path is.
bool is_residue_path(std::string_view path);

// Whether a program still writes a backup of this name, or left it behind when it was interrupted.
bool is_unfinished(std::string_view name);

}  // namespace garde::formats
