// A folder of ours as one zip, for a browser to save.
#pragma once

#include <filesystem>
#include <string>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"

namespace garde::formats {

// Every file below `folder`, under the folder `root` in the zip; names are UTF-8, links are left out. All files bear
// the same time: the same folder gives the same bytes. `unsupported` when the zip would be larger than `limit`, which
// is held in memory; else what reading the folder says.
Result<std::string> zip_folder(const std::filesystem::path& folder, const std::string& root, Instant time,
                               ByteCount limit);

}  // namespace garde::formats
