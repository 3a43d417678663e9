#include "actions/practice/new_id.h"

#include <array>
#include <cstddef>

#include "base/hex.h"
#include "crypto/random.h"

namespace garde::actions {

std::string new_id_text() {
  constexpr std::size_t kIdBytes = 12;
  std::array<std::byte, kIdBytes> bytes{};
  crypto::fill_random(bytes);
  return to_hex(bytes);
}

}  // namespace garde::actions
