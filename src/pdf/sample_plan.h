// An action plan as a practice would pin it up: the fixture of the tests of this folder.
#pragma once

#include "pdf/document.h"

namespace garde::pdf {

Document sample_plan();

}  // namespace garde::pdf
