// What a page says of how a claim stands.
#pragma once

#include <string>

#include "evidence/evidence.h"
#include "web/page/frame.h"

namespace garde::web {

// Since when and until when; or why it no longer counts. Empty when nothing was ever shown.
std::string standing_note(const Visitor& visitor, const evidence::Standing& standing);

}  // namespace garde::web
