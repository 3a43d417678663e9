// A plain copy of the sources, as rsync, robocopy or a person makes it, as an archive of one restore point. See
// docs/formats/mirror.md.
#pragma once

#include <memory>

#include "formats/archive.h"

namespace garde::formats::mirror {

// Any folder is one; an empty one has no restore point. `threads` 0: as many as the computer has.
std::unique_ptr<ArchiveReader> open(const io::Tree& tree, unsigned threads = 0);

}  // namespace garde::formats::mirror
