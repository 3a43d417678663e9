#include "http/memory_budget.h"

namespace garde::http {

bool MemoryBudget::Share::fits(ByteCount size) const {
  const std::uint64_t others = budget_.used_.value - held_.value;
  return others <= budget_.total_.value && size.value <= budget_.total_.value - others;
}

void MemoryBudget::Share::hold(ByteCount size) {
  budget_.used_.value = budget_.used_.value - held_.value + size.value;
  held_ = size;
}

}  // namespace garde::http
