// A zip as an archive file. See docs/formats/zip.md.
#pragma once

#include <memory>

#include "crypto/secret.h"
#include "formats/archives/archive_file.h"

namespace garde::formats::zip {

// Whether these, the first bytes of a file, are a zip's.
bool is_zip(std::span<const std::byte> first);

// Reads the directory, and tries the password on a few entries. `password` may be null, and must outlive it.
// Fails only when the file cannot be read.
Result<std::unique_ptr<archives::ArchiveFile>> open(std::unique_ptr<io::File> file,
                                                    const crypto::SecretBytes* password);

}  // namespace garde::formats::zip
