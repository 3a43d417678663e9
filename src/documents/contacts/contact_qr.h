// A QR code for a screen.
#pragma once

#include <string>

#include "base/result.h"

namespace garde::documents {

// An SVG image, black on white with its quiet zone. invalid_input when there is too much to say for a phone to read.
Result<std::string> qr_svg(const std::string& content);

}  // namespace garde::documents
