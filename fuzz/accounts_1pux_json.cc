// The JSON inside a 1PUX; the ZIP around it has its own target. Capped as Bitwarden's.
#include <algorithm>
#include <cstdint>
#include <span>

#include "accounts/exports/json_export.h"
#include "accounts_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const std::span text(reinterpret_cast<const char*>(data), std::min(size, kCap));
  fuzzing::check_export(accounts::read_json_export("fuzz", text, nullptr));
  return 0;
}
