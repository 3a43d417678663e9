// Words of the practice's own, which whoever aims at it tries first: its name, its town, its people, its tools.
#pragma once

#include <string>
#include <vector>

#include "actions/practice/practice.h"

namespace garde::actions {

// Folded, of the length that word lists have at least.
Result<std::vector<std::string>> own_words(Practice& practice);

}  // namespace garde::actions
