// The outer header of a KDBX file, which stands in clear. docs/formats/kdbx.md
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "crypto/argon2.h"

namespace garde::accounts {

enum class KdbxCipher : std::uint8_t { aes_256, chacha20 };
enum class KdbxCompression : std::uint8_t { none, gzip };

struct KdbxAesKdf {
  std::uint64_t rounds = 0;
  std::span<const std::byte> seed;  // 32 bytes
};
struct KdbxArgon2 {
  crypto::Argon2Variant variant{};
  crypto::Argon2Version version{};
  crypto::Argon2Cost cost;
  std::span<const std::byte> salt;
};

// What version 3 has in its header and version 4 inside its encrypted part, or no more.
struct KdbxVersion3 {
  std::uint32_t stream = 0;
  std::span<const std::byte> stream_key;    // of any length: it is hashed. 32 bytes for Salsa20, 64 for ChaCha20
  std::span<const std::byte> stream_start;  // 32 bytes, the first of the decrypted content
};

// Spans are into the file.
struct KdbxHeader {
  std::optional<KdbxVersion3> version_3;  // else version 4
  std::size_t size = 0;                   // bytes of the file it takes
  KdbxCipher cipher{};
  KdbxCompression compression{};
  std::span<const std::byte> master_seed;  // 32 bytes
  std::span<const std::byte> iv;           // 16 bytes for AES, 12 for ChaCha20
  std::variant<KdbxAesKdf, KdbxArgon2> key_derivation;
};

constexpr std::uint32_t kMaxKdbxHeaderField = 1U << 20U;  // bytes; plugins may add data of their own to the header

// The hash that follows the header in version 4 is checked first.
Result<KdbxHeader> read_kdbx_header(std::string_view subject, std::span<const std::byte> file);

}  // namespace garde::accounts
