#include "formats/verifying.h"

namespace garde::formats {

std::optional<Ending> early_ending(const VerifyRequest& request) {
  if (request.stop.stop_requested()) return Ending::stopped;
  if (request.spent && request.spent()) return Ending::spent;
  return std::nullopt;
}

void count(const Damage& damage, Coverage& coverage) {
  switch (damage.consequence) {
    case Consequence::loss: ++coverage.losses; return;
    case Consequence::decay: ++coverage.decays; return;
    case Consequence::untidy: ++coverage.untidy; return;
  }
}

}  // namespace garde::formats
