// What the verifications of all formats have in common.
#pragma once

#include <optional>

#include "formats/damage.h"
#include "formats/verification.h"

namespace garde::formats {

// How the run ends before its end: the person asked, or its time is spent. Nothing while it goes on. From any thread.
std::optional<Ending> early_ending(const VerifyRequest& request);

// Counts what is reported by its consequence.
void count(const Damage& damage, Coverage& coverage);

}  // namespace garde::formats
