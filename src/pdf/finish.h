// What Cairo cannot write: the structure a screen reader needs, the language, the title, dates that are ours.
#pragma once

#include <string>

#include "pdf/canvas.h"
#include "pdf/document.h"
#include "pdf/structure.h"

namespace garde::pdf {

Result<std::string> finish(const Canvas::Drawing& drawing, const Structure& structure, const Document& document,
                           const std::string& title);

}  // namespace garde::pdf
