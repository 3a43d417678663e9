#include "accounts/exports/kdbx.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <libdeflate.h>

#include "accounts/exports/byte_reader.h"
#include "accounts/exports/kdbx_header.h"
#include "crypto/aes_cbc.h"
#include "crypto/aes_kdf.h"
#include "crypto/digest.h"
#include "crypto/mac.h"
#include "crypto/sha512.h"

namespace garde::accounts {
namespace {

using crypto::SecretBytes;

constexpr std::size_t kDigestSize = 32;

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

std::array<std::byte, 8> little_endian(std::uint64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(value & 0xFFU);
    value >>= 8U;
  }
  return bytes;
}

SecretBytes secret_sha256(std::initializer_list<std::span<const std::byte>> parts) {
  crypto::Sha256 hash;
  for (const auto part : parts) hash.update(part);
  crypto::Sha256Digest digest = hash.finish();
  SecretBytes secret = SecretBytes::copy_of(digest.bytes);
  crypto::wipe(digest.bytes);
  return secret;
}

std::span<const char> chars_of(const SecretBytes& memory) {
  return {reinterpret_cast<const char*>(memory.bytes().data()), memory.size()};
}

class Database {
 public:
  Database(std::string_view subject, std::span<const std::byte> file, const KdbxHeader& header)
      : subject_(subject), file_(file), header_(header) {}

  Result<KdbxContent> open(const ExportSecrets& secrets) const {
    return header_.version_3 ? open_version_3(secrets) : open_version_4(secrets);
  }

 private:
  Error error(ErrorKind kind, std::string_view detail) const {
    return Error{kind, std::string(subject_), std::nullopt, std::string(detail)};
  }
  Error damaged(std::string_view detail) const { return error(ErrorKind::damaged, detail); }

  Result<KdbxContent> open_version_3(const ExportSecrets& secrets) const;
  Result<KdbxContent> open_version_4(const ExportSecrets& secrets) const;
  Result<SecretBytes> transformed_key(const ExportSecrets& secrets) const;
  Result<SecretBytes> authenticated_blocks(ByteReader& reader, const SecretBytes& mac_base) const;
  Result<SecretBytes> hashed_blocks(ByteReader& reader) const;
  Result<SecretBytes> decrypted(SecretBytes sealed, const SecretBytes& key) const;
  Result<SecretBytes> unpacked(SecretBytes packed) const;
  Result<crypto::KeyStream> protection(std::uint32_t stream, std::span<const std::byte> key) const;
  Result<KdbxContent> content(SecretBytes memory) const;

  std::string_view subject_;
  std::span<const std::byte> file_;
  const KdbxHeader& header_;
};

// The composite key is the hash of its parts: the hash of the password, then the key of the key file.
Result<SecretBytes> Database::transformed_key(const ExportSecrets& secrets) const {
  SecretBytes password;
  std::span<const std::byte> key_file;
  if (secrets.password != nullptr) password = secret_sha256({secrets.password->bytes()});
  if (secrets.key_file != nullptr) key_file = secrets.key_file->bytes();
  const SecretBytes composite = secret_sha256({std::as_const(password).bytes(), key_file});
  if (const auto* aes = std::get_if<KdbxAesKdf>(&header_.key_derivation))
    return crypto::aes_kdf(std::as_const(composite).bytes().first<32>(), aes->seed.first<32>(), aes->rounds);
  const auto& argon2 = std::get<KdbxArgon2>(header_.key_derivation);
  return crypto::argon2(argon2.variant, argon2.version, composite.bytes(), argon2.salt, argon2.cost, 32);
}

// Blocks are numbered, so that none can be moved, repeated or left out; an empty one ends them.
Result<SecretBytes> Database::authenticated_blocks(ByteReader& reader, const SecretBytes& mac_base) const {
  SecretBytes sealed(reader.left());
  std::size_t size = 0;
  for (std::uint64_t index = 0;; ++index) {
    const auto mac = reader.bytes(kDigestSize);
    const auto block_size = reader.bytes(4);
    const auto data = reader.bytes(ByteReader(block_size).u32());
    if (reader.overrun()) return damaged("a block that never ends");
    const auto number = little_endian(index);
    SecretBytes message(number.size() + block_size.size() + data.size());
    auto at = std::ranges::copy(number, message.bytes().begin()).out;
    at = std::ranges::copy(block_size, at).out;
    std::ranges::copy(data, at);
    const SecretBytes key = crypto::sha512({number, mac_base.bytes()});
    if (!crypto::constant_time_equal(crypto::HmacSha256(key.bytes()).of(message.bytes()).bytes, mac))
      return damaged("a block that is not as it was written");
    if (data.empty()) break;
    std::ranges::copy(data, sealed.bytes().subspan(size).begin());
    size += data.size();
  }
  if (reader.left() > 0) return damaged("bytes after the last block");
  sealed.shrink_to(size);
  return sealed;
}

Result<SecretBytes> Database::decrypted(SecretBytes sealed, const SecretBytes& key) const {
  if (header_.cipher == KdbxCipher::aes_256)
    return crypto::aes_256_cbc_decrypt(key.bytes().first<32>(), header_.iv.first<16>(), sealed.bytes());
  crypto::KeyStream::chacha20(key.bytes().first<32>(), header_.iv.first<12>()).apply(sealed.bytes());
  return sealed;
}

Result<SecretBytes> Database::unpacked(SecretBytes packed) const {
  if (header_.compression == KdbxCompression::none) return packed;
  // The last four bytes of a gzip are the size of its content; the library holds it to that size.
  if (packed.size() < 4) return damaged("no compressed content");
  const std::uint32_t size = ByteReader(packed.bytes().last(4)).u32();
  if (size > kMaxKdbxContent.value) return error(ErrorKind::unsupported, "too large when unpacked");
  SecretBytes content(size);
  const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
  GARDE_CHECK(decompressor != nullptr);
  if (libdeflate_gzip_decompress(decompressor.get(), packed.bytes().data(), packed.size(), content.bytes().data(),
                                 content.size(), nullptr) != LIBDEFLATE_SUCCESS)
    return damaged("content that does not unpack");
  return content;
}

Result<crypto::KeyStream> Database::protection(std::uint32_t stream, std::span<const std::byte> key) const {
  constexpr std::uint32_t kSalsa20 = 2;
  constexpr std::uint32_t kChaCha20 = 3;
  if (stream == kChaCha20) {
    const SecretBytes hash = crypto::sha512({key});
    return crypto::KeyStream::chacha20(hash.bytes().first<32>(), hash.bytes().subspan<32, 12>());
  }
  if (stream == kSalsa20) {
    constexpr std::array<std::byte, 8> kNonce = {std::byte{0xE8}, std::byte{0x30}, std::byte{0x09}, std::byte{0x4B},
                                                 std::byte{0x97}, std::byte{0x20}, std::byte{0x5D}, std::byte{0x2A}};
    const SecretBytes hash = secret_sha256({key});
    return crypto::KeyStream::salsa20(hash.bytes().first<32>(), kNonce);
  }
  return error(ErrorKind::unsupported, "an unknown inner stream");
}

// The inner header of version 4, then the XML.
Result<KdbxContent> Database::content(SecretBytes memory) const {
  enum Field : std::uint8_t { kEnd = 0, kStream = 1, kStreamKey = 2, kBinary = 3 };
  ByteReader reader(memory.bytes());
  std::optional<std::uint32_t> stream;
  std::span<const std::byte> stream_key;
  for (std::uint8_t id = kBinary; id != kEnd;) {
    id = reader.u8();
    const auto value = reader.bytes(reader.u32());
    if (reader.overrun()) return damaged("an inner header that never ends");
    if (id > kBinary) return damaged("an unknown inner header field");
    if ((id == kStream && stream) || (id == kStreamKey && !stream_key.empty())) return damaged("an inner field twice");
    if (id == kStream) stream = ByteReader(value).u32();
    if (id == kStreamKey) stream_key = value;
  }
  if (!stream || stream_key.empty()) return damaged("no inner stream");
  crypto::KeyStream protection = TRY(this->protection(*stream, stream_key));
  const std::span<const char> all = chars_of(memory);
  return KdbxContent{std::move(memory), all.last(reader.left()), std::move(protection)};
}

// Each block carries its number and its own hash, which proves nothing against an attacker but finds damage.
Result<SecretBytes> Database::hashed_blocks(ByteReader& reader) const {
  SecretBytes joined(reader.left());
  std::size_t size = 0;
  for (std::uint32_t index = 0;; ++index) {
    const std::uint32_t number = reader.u32();
    const auto hash = reader.bytes(kDigestSize);
    const auto data = reader.bytes(reader.u32());
    if (reader.overrun()) return damaged("a block that never ends");
    if (number != index) return damaged("a block out of order");
    if (data.empty()) break;
    if (!crypto::constant_time_equal(crypto::sha256(data).bytes, hash))
      return damaged("a block that is not as it was written");
    std::ranges::copy(data, joined.bytes().subspan(size).begin());
    size += data.size();
  }
  joined.shrink_to(size);
  return joined;
}

Result<KdbxContent> Database::open_version_3(const ExportSecrets& secrets) const {
  const SecretBytes transformed = TRY(transformed_key(secrets));
  const SecretBytes key = secret_sha256({header_.master_seed, transformed.bytes()});
  const auto opened = decrypted(SecretBytes::copy_of(file_.subspan(header_.size)), key);
  const auto start = header_.version_3->stream_start;
  if (!opened || opened->size() < start.size() ||
      !crypto::constant_time_equal(opened->bytes().first(start.size()), start))
    return error(ErrorKind::wrong_secret, "the password does not open it");
  ByteReader reader(opened->bytes().subspan(start.size()));
  SecretBytes packed = TRY(hashed_blocks(reader));
  SecretBytes memory = TRY(unpacked(std::move(packed)));
  crypto::KeyStream protection = TRY(this->protection(header_.version_3->stream, header_.version_3->stream_key));
  const std::span<const char> xml = chars_of(memory);
  return KdbxContent{std::move(memory), xml, std::move(protection)};
}

Result<KdbxContent> Database::open_version_4(const ExportSecrets& secrets) const {
  constexpr std::uint64_t kHeaderBlock = ~std::uint64_t{0};
  const auto header_bytes = file_.first(header_.size);
  ByteReader reader(file_.subspan(header_.size));
  reader.skip(kDigestSize);  // the header's hash, checked with it
  const auto header_mac = reader.bytes(kDigestSize);
  if (reader.overrun()) return damaged("no authentication of the header");

  const SecretBytes transformed = TRY(transformed_key(secrets));
  constexpr std::array<std::byte, 1> kOne = {std::byte{1}};
  const SecretBytes mac_base = crypto::sha512({header_.master_seed, transformed.bytes(), kOne});
  const SecretBytes header_key = crypto::sha512({little_endian(kHeaderBlock), mac_base.bytes()});
  if (!crypto::constant_time_equal(crypto::HmacSha256(header_key.bytes()).of(header_bytes).bytes, header_mac))
    return error(ErrorKind::wrong_secret, "the password does not open it");

  SecretBytes sealed = TRY(authenticated_blocks(reader, mac_base));
  const SecretBytes key = secret_sha256({header_.master_seed, transformed.bytes()});
  SecretBytes packed = TRY(decrypted(std::move(sealed), key));
  SecretBytes memory = TRY(unpacked(std::move(packed)));
  return content(std::move(memory));
}

}  // namespace

Result<KdbxContent> open_kdbx(std::string_view subject, std::span<const std::byte> file, const ExportSecrets& secrets) {
  const KdbxHeader header = TRY(read_kdbx_header(subject, file));
  return Database(subject, file, header).open(secrets);
}

}  // namespace garde::accounts
