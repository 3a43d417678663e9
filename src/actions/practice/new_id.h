// A new identifier for what a person enters.
#pragma once

#include <string>

#include "base/id.h"

namespace garde::actions {

std::string new_id_text();  // 24 hexadecimal digits, never the same twice

// RecipientId id = new_id<RecipientId>();
template <class AnyId>
AnyId new_id() {
  return AnyId::parse(new_id_text()).take();
}

}  // namespace garde::actions
