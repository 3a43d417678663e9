// A new identifier for what a person enters.
#pragma once

#include <string>

namespace garde::actions {

std::string new_id();  // 24 hexadecimal digits, never the same twice

}  // namespace garde::actions
