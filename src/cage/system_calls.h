// seccomp: which calls this process may make of the system. The lists are in the .cc, the reasons in docs/cage.md.
#pragma once

#include "base/result.h"

namespace garde::cage {

struct SystemCalls {
  bool writes = false;                 // files may be made and changed, wherever else that is allowed
  bool truncation_restricted = false;  // something else keeps files that may only be read from being cut
};

// From now on, for every thread. False: this kernel filters no calls.
Result<bool> restrict_system_calls(const SystemCalls& allowed);

}  // namespace garde::cage
