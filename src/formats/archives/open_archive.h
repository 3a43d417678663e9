// Any archive file, told by its first bytes and its name.
#pragma once

#include "crypto/secret.h"
#include "formats/archives/archive_file.h"
#include "formats/archives/stored_archives.h"

namespace garde::formats::archives {

// Fails only when the file cannot be read. What is not of the kind its name says opens too, and check() says so.
// `password` may be null, and must outlive it. `again`: past the system's cache.
Result<std::unique_ptr<ArchiveFile>> open_archive(const io::Tree& tree, const StoredArchive& archive,
                                                  const crypto::SecretBytes* password, bool again);

}  // namespace garde::formats::archives
