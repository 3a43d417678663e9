// A folder of archive files as a destination: zip, 7z, tar, database dumps, SQLite copies. See
// docs/formats/archives.md.
#pragma once

#include <memory>

#include "crypto/secret.h"
#include "formats/archive.h"

namespace garde::formats::archives {

// Folders of archives are looked into this deep: a folder a year, a month, a day.
constexpr int kMaxFolderDepth = 4;
constexpr std::size_t kMaxArchives = 200'000;  // one an hour for twenty years

// Whether a file of this name is taken for an archive.
bool is_archive_name(std::string_view name);

// `password` null: none was given. Errors: `wrong_secret`: an archive of the newest restore point is encrypted, and
// this does not open it. `not_found`: no archive here. `unreadable`.
Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, const crypto::SecretBytes* password,
                                            unsigned threads);

}  // namespace garde::formats::archives
