// Strips onto pages.
#pragma once

#include <span>
#include <vector>

#include "pdf/strip.h"

namespace garde::pdf {

struct PageOfStrips {
  std::span<const Strip> strips;  // into the argument of paginate()
  double height = 0;              // used
};

// Fills pages of the given height one after the other; where the next strip does not fit, the page ends at the best
// break it has, the latest among equals. A strip taller than a page gets a page of its own. At least one page.
std::vector<PageOfStrips> paginate(std::span<const Strip> strips, double height);

}  // namespace garde::pdf
