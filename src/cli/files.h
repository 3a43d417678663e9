// The files that a command reads and writes.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/byte_count.h"
#include "base/result.h"
#include "cli/output.h"

namespace garde::cli {

// The file, or its first `limit` bytes when it is longer; "-" is `in`. Fails as not_found, as invalid_input when
// it is a directory, or as unreadable.
Result<std::string> read_input(std::istream& in, const std::string& path, ByteCount limit);

// The file appears whole or not at all, in the place of one that was there, readable by its owner alone, and is on the
// medium when this returns a value; "-" is `out`, whose state tells. A device or a pipe is written to, never replaced.
// Fails as not_found when its directory is missing, as
// invalid_input when it is a directory itself, as no_space or as unreadable.
Result<void> write_output(Output& out, const std::string& path, std::string_view bytes);

}  // namespace garde::cli
