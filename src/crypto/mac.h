// Message authentication: Poly1305 and HMAC-SHA256. Compare tags with constant_time_equal.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

#include "crypto/digest.h"

struct evp_mac_ctx_st;

namespace garde::crypto {

struct FreeMac {
  void operator()(evp_mac_ctx_st* context) const;
};

// For one thread. A Poly1305 key is for one message only: derive a new one for each.
class Poly1305 {
 public:
  static constexpr std::size_t kKeySize = 32;
  using Tag = std::array<std::byte, 16>;

  Poly1305();
  Tag of(std::span<const std::byte, kKeySize> key, std::span<const std::byte> message);

 private:
  std::unique_ptr<evp_mac_ctx_st, FreeMac> context_;
};

// For one thread; the key is kept for every message.
class HmacSha256 {
 public:
  explicit HmacSha256(std::span<const std::byte> key);
  Sha256Digest of(std::span<const std::byte> message);

 private:
  std::unique_ptr<evp_mac_ctx_st, FreeMac> context_;
};

}  // namespace garde::crypto
