// The verification of a restic repository: see "What is verified" in docs/formats/restic.md.
#pragma once

#include "formats/restic/repository.h"
#include "formats/verification.h"

namespace garde::formats::restic {

Result<Coverage> verify(const Repository& repository, const VerifyRequest& request, const OnDamage& on_damage);

}  // namespace garde::formats::restic
