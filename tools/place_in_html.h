// Gives every value of a template the escaping of the place it stands in.
#pragma once

#include "base/result.h"
#include "tools/template_syntax.h"

namespace garde::tools {

// Sets Value::writing everywhere, or says what may not stand where it stands. Whatever way a template
// takes through its conditions and loops, it must be at the same place of the document afterwards.
Result<void> place_in_html(Template& page);

}  // namespace garde::tools
