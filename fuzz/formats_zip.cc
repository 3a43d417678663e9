// A zip as a backup.
#include "archives_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garde::fuzz::check_archive("a.zip", data, size);
  return 0;
}
