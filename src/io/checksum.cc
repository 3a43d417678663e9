#include "io/checksum.h"

#include <xxhash.h>

#include "base/result.h"

namespace garde::io {

void Checksummer::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

Checksummer::Checksummer() : state_(XXH3_createState()) {
  GARDE_CHECK(state_ != nullptr);
  GARDE_CHECK(XXH3_128bits_reset(state_.get()) == XXH_OK);
}

void Checksummer::update(std::span<const std::byte> bytes) {
  GARDE_CHECK(XXH3_128bits_update(state_.get(), bytes.data(), bytes.size()) == XXH_OK);
}

Checksum Checksummer::finish() {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  GARDE_CHECK(XXH3_128bits_reset(state_.get()) == XXH_OK);
  return {hash.high64, hash.low64};
}

}  // namespace garde::io
