// Everything that is done in a worker: all that reads what somebody else may have written.
#pragma once

#include <vector>

#include "cage/worker.h"

namespace garde::worker {

std::vector<cage::Task> tasks();

}  // namespace garde::worker
