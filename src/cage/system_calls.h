// seccomp: which calls this process may make of the system. The lists are in the .cc, the reasons in docs/cage.md.
#pragma once

#include "base/byte_count.h"
#include "base/result.h"

namespace garde::cage {

struct SystemCalls {
  bool writes = false;                 // files may be made and changed, wherever else that is allowed
  bool truncation_restricted = false;  // something else keeps files that may only be read from being cut
};

// From now on, for every thread. False: this kernel filters no calls.
Result<bool> restrict_system_calls(const SystemCalls& allowed);
// The same with what programs of others need beside, in namespaces of their own: processes, signals, local sockets,
// segments of shared memory of at most so many bytes.
Result<bool> restrict_system_calls_of_programs(ByteCount shared_segment);

}  // namespace garde::cage
