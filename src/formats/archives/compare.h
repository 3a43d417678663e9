// A live file against what an archive holds.
#pragma once

#include <functional>
#include <string_view>

#include "formats/archive.h"

namespace garde::formats::archives {

// A live file from its first to its last byte.
Result<void> read_live(const io::File& live, std::string_view name, const OnContent& on_content);

// Byte by byte, as `read` gives the content of the archive.
Result<Comparison> compare_content(const io::File& live, const std::function<Result<void>(const OnContent&)>& read);

}  // namespace garde::formats::archives
