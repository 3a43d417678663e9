// SHA-256.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's; nobody outside this folder includes its headers

namespace garde::crypto {

struct Sha256Digest {
  static constexpr std::size_t kSize = 32;
  std::array<std::byte, kSize> bytes{};

  auto operator<=>(const Sha256Digest&) const = default;
  // 64 hexadecimal digits of either case, or nothing.
  static std::optional<Sha256Digest> parse(std::string_view hex);
  std::string hex() const;
};

// Hashes one message after the other. For one thread; keep it, a new one for each message costs more than a
// small message.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void update(std::span<const std::byte> bytes);
  Sha256Digest finish();  // and starts anew
  Sha256Digest of(std::span<const std::byte> message);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  void start();
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Sha256Digest sha256(std::span<const std::byte> message);

}  // namespace garde::crypto

// The digest is uniform already: its first bytes are the hash.
template <>
struct std::hash<garde::crypto::Sha256Digest> {
  std::size_t operator()(const garde::crypto::Sha256Digest& digest) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, digest.bytes.data(), sizeof value);
    return value;
  }
};
