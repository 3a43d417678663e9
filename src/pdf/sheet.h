// Boxes at fixed places.
#pragma once

#include "pdf/blocks.h"
#include "pdf/canvas.h"
#include "pdf/document.h"

namespace garde::pdf {

// Draws the box on the canvas' page. True if its content fits.
Result<bool> place(const Placed& box, const Layout::Settings& settings, Structure& structure, Canvas& canvas);

}  // namespace garde::pdf
