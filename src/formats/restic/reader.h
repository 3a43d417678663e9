// A restic repository as an archive. See docs/formats/restic.md.
#pragma once

#include <memory>

#include "crypto/secret.h"
#include "formats/archive.h"

namespace garde::formats::restic {

// Whether the tree is a restic repository, as far as its folders tell. `unreadable` when it cannot be told.
Result<bool> is_repository(const io::Tree& tree);

// Takes about the time of one key derivation for each key file. `not_found`: no repository here. `wrong_secret`: the
// password opens no key. `damaged`: the key files are not whole, nothing can be said of the password.
// `unsupported`: a version or a cost we do not read. `threads` 0: as many as the computer has.
Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, const crypto::SecretBytes& password,
                                            unsigned threads = 0);

}  // namespace garde::formats::restic
