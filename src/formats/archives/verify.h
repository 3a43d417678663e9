// The verification of a folder of archives: see docs/formats/archives.md.
#pragma once

#include "crypto/secret.h"
#include "formats/archives/stored_archives.h"
#include "formats/verification.h"

namespace garde::formats::archives {

// Of one archive; a badly damaged one must not exhaust memory. What comes after them is counted in the last.
constexpr std::size_t kMaxFlaws = 1000;

Result<Coverage> verify(const io::Tree& tree, const crypto::SecretBytes* password, unsigned threads,
                        const VerifyRequest& request, const OnDamage& on_damage);

}  // namespace garde::formats::archives
