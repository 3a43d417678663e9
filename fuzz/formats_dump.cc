// A database dump or copy as a backup.
#include "archives_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  garde::fuzz::check_archive("a.dump", data, size);
  return 0;
}
