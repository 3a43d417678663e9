// SHA-1, only because published lists of leaked passwords are keyed by it: nothing is proved with it.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <span>

namespace garde::crypto {

struct Sha1Digest {
  static constexpr std::size_t kSize = 20;
  std::array<std::byte, kSize> bytes{};
  auto operator<=>(const Sha1Digest&) const = default;
};

// The digest of a password is a secret too: it can be tried offline. Its holder wipes it.
Sha1Digest sha1(std::span<const std::byte> message);

}  // namespace garde::crypto
