// Folders that are a restore point each, told apart by their names: "2026-11-23", "lundi", "daily.0". See
// docs/formats/dated.md.
#pragma once

#include <memory>

#include "formats/archive.h"

namespace garde::formats::dated {

constexpr std::size_t kMaxFolders = 100'000;  // one an hour for eleven years

// `not_found` when no folder at the root is told by its name, `unreadable`. `threads` 0: as many as the computer has.
Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, unsigned threads = 0);

}  // namespace garde::formats::dated
