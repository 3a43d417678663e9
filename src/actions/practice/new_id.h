// A new identifier for what a person enters, or Garde does.
#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "crypto/random.h"

namespace garde::actions {

constexpr std::size_t kIdBytes = 12;  // never the same twice

// RecipientId id = new_id<RecipientId>(); a `kind` before the digits tells a reader what it is of: "d" for a
// destination.
template <class AnyId>
AnyId new_id(std::string_view kind = "") {
  return AnyId::parse(std::string(kind) + crypto::random_hex(kIdBytes)).take();
}

}  // namespace garde::actions
