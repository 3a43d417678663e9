#include "accounts/exports/kdbx_header.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "accounts/exports/byte_reader.h"
#include "accounts/exports/kdbx.h"
#include "base/hex.h"
#include "crypto/digest.h"
#include "crypto/secret.h"

namespace garde::accounts {
namespace {

constexpr std::uint32_t kSignature1 = 0x9AA2D903;
constexpr std::uint32_t kSignature2 = 0xB54BFB67;
constexpr std::uint32_t kSignature2Version1 = 0xB54BFB65;

enum Field : std::uint8_t {
  kEnd = 0,
  kCipher = 2,
  kCompression = 3,
  kMasterSeed = 4,
  kTransformSeed = 5,  // version 3 only, as up to kStream
  kTransformRounds = 6,
  kIv = 7,  // both
  kStreamKey = 8,
  kStreamStart = 9,
  kStream = 10,
  kKdf = 11,  // version 4 only, as what follows
  kPublicCustomData = 12,
};

bool is_field_of(std::uint16_t version, std::uint8_t id) {
  switch (id) {
    case kEnd:
    case kCipher:
    case kCompression:
    case kMasterSeed:
    case kIv: return true;
    case kTransformSeed:
    case kTransformRounds:
    case kStreamKey:
    case kStreamStart:
    case kStream: return version == 3;
    case kKdf:
    case kPublicCustomData: return version == 4;
    default: return false;
  }
}

using Fields = std::map<std::uint8_t, std::span<const std::byte>>;
using Variants = std::map<std::string, std::span<const std::byte>, std::less<>>;

class HeaderReader {
 public:
  HeaderReader(std::string_view subject, std::span<const std::byte> file) : subject_(subject), file_(file) {}

  Result<KdbxHeader> read() const;

 private:
  Error error(ErrorKind kind, std::string_view detail) const {
    return Error{kind, std::string(subject_), std::nullopt, std::string(detail)};
  }
  Error damaged(std::string_view detail) const { return error(ErrorKind::damaged, detail); }

  Result<Fields> fields(ByteReader& reader, std::uint16_t version) const;
  Result<void> check_hash(std::size_t header_size) const;
  Result<KdbxVersion3> version_3(Fields& fields) const;
  Result<KdbxAesKdf> aes_of_version_3(Fields& fields) const;
  Result<Variants> variants(std::span<const std::byte> map) const;
  Result<std::variant<KdbxAesKdf, KdbxArgon2>> key_derivation(std::span<const std::byte> map) const;
  Result<KdbxArgon2> argon2(const Variants& map, crypto::Argon2Variant variant) const;

  std::string_view subject_;
  std::span<const std::byte> file_;
};

Result<Fields> HeaderReader::fields(ByteReader& reader, std::uint16_t version) const {
  Fields fields;
  while (true) {
    const std::uint8_t id = reader.u8();
    const std::uint32_t size = version == 3 ? reader.u16() : reader.u32();
    if (size > kMaxKdbxHeaderField) return damaged("a header field too long");
    const auto value = reader.bytes(size);
    if (reader.overrun()) return damaged("a header that never ends");
    if (!is_field_of(version, id)) return damaged("a header field that its version does not have");
    if (id == kEnd) return fields;
    if (!fields.emplace(id, value).second) return damaged("a header field twice");
  }
}

Result<Variants> HeaderReader::variants(std::span<const std::byte> map) const {
  constexpr std::uint16_t kMajorMask = 0xFF00;
  constexpr std::uint16_t kVersion = 0x0100;
  ByteReader reader(map);
  if ((reader.u16() & kMajorMask) != kVersion) return error(ErrorKind::unsupported, "an unknown parameter map");
  Variants variants;
  while (reader.u8() != 0) {  // the type: each parameter read below has one, and its size tells it
    const auto name = reader.bytes(reader.u32());
    const auto value = reader.bytes(reader.u32());
    if (reader.overrun()) break;
    const std::string key(reinterpret_cast<const char*>(name.data()), name.size());
    if (!variants.emplace(key, value).second) return damaged("a parameter twice");
  }
  if (reader.overrun()) return damaged("a parameter map that never ends");
  return variants;
}

std::span<const std::byte> bytes_of(const Variants& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? std::span<const std::byte>() : found->second;
}

std::optional<std::uint64_t> number_of(const Variants& map, std::string_view name, std::size_t size) {
  const auto bytes = bytes_of(map, name);
  if (bytes.size() != size) return std::nullopt;
  ByteReader reader(bytes);
  return size == 4 ? reader.u32() : reader.u64();
}

Result<std::variant<KdbxAesKdf, KdbxArgon2>> HeaderReader::key_derivation(std::span<const std::byte> map) const {
  const Variants parameters = TRY(variants(map));
  const std::string kind = to_hex(bytes_of(parameters, "$UUID"));
  if (kind == "ef636ddf8c29444b91f7a9a403e30a0c") return TRY(argon2(parameters, crypto::Argon2Variant::d));
  if (kind == "9e298b1956db4773b23dfc3ec6f0a1e6") return TRY(argon2(parameters, crypto::Argon2Variant::id));
  // KeePassXC keeps the id that version 3 had.
  if (kind != "7c02bb8279a74ac0927d114a00648238" && kind != "c9d9f39a628a4460bf740d08c18a4fea")
    return error(ErrorKind::unsupported, "an unknown key derivation");
  const auto rounds = number_of(parameters, "R", 8);
  const KdbxAesKdf aes{.rounds = rounds.value_or(0), .seed = bytes_of(parameters, "S")};
  if (!rounds || aes.seed.size() != 32) return damaged("no parameters of AES-KDF");
  return aes;
}

Result<KdbxArgon2> HeaderReader::argon2(const Variants& map, crypto::Argon2Variant variant) const {
  const auto version = number_of(map, "V", 4);
  const auto memory = number_of(map, "M", 8);
  const auto passes = number_of(map, "I", 8);
  const auto lanes = number_of(map, "P", 4);
  if (!version || !memory || !passes || !lanes) return damaged("no parameters of Argon2");
  if (!bytes_of(map, "K").empty() || !bytes_of(map, "A").empty())
    return error(ErrorKind::unsupported, "Argon2 with a key of its own");
  KdbxArgon2 argon2{.variant = variant,
                    .version = crypto::Argon2Version::v13,
                    .cost = {.memory = {*memory}, .passes = *passes, .lanes = static_cast<std::uint32_t>(*lanes)},
                    .salt = bytes_of(map, "S")};
  if (*version == static_cast<std::uint64_t>(crypto::Argon2Version::v10))
    argon2.version = crypto::Argon2Version::v10;
  else if (*version != static_cast<std::uint64_t>(crypto::Argon2Version::v13))
    return error(ErrorKind::unsupported, "an unknown version of Argon2");
  return argon2;
}

Result<void> HeaderReader::check_hash(std::size_t header_size) const {
  const auto hash = ByteReader(file_.subspan(header_size)).bytes(crypto::Sha256Digest::kSize);
  if (hash.empty()) return damaged("no hash of the header");
  if (!crypto::constant_time_equal(crypto::sha256(file_.first(header_size)).bytes, hash))
    return damaged("a header that is not as it was written");
  return {};
}

Result<KdbxVersion3> HeaderReader::version_3(Fields& fields) const {
  const KdbxVersion3 version_3{.stream = ByteReader(fields[kStream]).u32(),
                               .stream_key = fields[kStreamKey],
                               .stream_start = fields[kStreamStart]};
  if (fields[kStream].size() != 4 || version_3.stream_key.empty() || version_3.stream_start.size() != 32)
    return damaged("no inner stream");
  return version_3;
}

Result<KdbxAesKdf> HeaderReader::aes_of_version_3(Fields& fields) const {
  if (fields[kTransformSeed].size() != 32 || fields[kTransformRounds].size() != 8)
    return damaged("no parameters of AES-KDF");
  return KdbxAesKdf{.rounds = ByteReader(fields[kTransformRounds]).u64(), .seed = fields[kTransformSeed]};
}

Result<KdbxHeader> HeaderReader::read() const {
  ByteReader reader(file_);
  const std::uint32_t signature1 = reader.u32();
  const std::uint32_t signature2 = reader.u32();
  if (signature1 != kSignature1 || signature2 != kSignature2) return error(ErrorKind::unsupported, "not a KDBX file");
  reader.skip(2);  // the minor version adds nothing a reader must know
  const std::uint16_t major = reader.u16();
  if (reader.overrun()) return damaged("a header that never ends");
  if (major != 3 && major != 4) return error(ErrorKind::unsupported, "a KDBX of another version than 3 and 4");

  Fields fields = TRY(this->fields(reader, major));
  KdbxHeader header;
  header.size = file_.size() - reader.left();
  if (major == 4) TRY(check_hash(header.size));
  header.master_seed = fields[kMasterSeed];
  header.iv = fields[kIv];
  if (header.master_seed.size() != 32) return damaged("no master seed");

  const std::string cipher = to_hex(fields[kCipher]);
  if (cipher == "31c1f2e6bf714350be5805216afc5aff")
    header.cipher = KdbxCipher::aes_256;
  else if (cipher == "d6038a2b8b6f4cb5a524339a31dbb59a")
    header.cipher = KdbxCipher::chacha20;
  else
    return error(ErrorKind::unsupported, "an unknown cipher");
  if (header.iv.size() != (header.cipher == KdbxCipher::aes_256 ? 16U : 12U)) return damaged("a wrong first vector");

  if (fields[kCompression].size() != 4) return damaged("no compression");
  const std::uint32_t compression = ByteReader(fields[kCompression]).u32();
  if (compression > 1) return error(ErrorKind::unsupported, "an unknown compression");
  header.compression = compression == 1 ? KdbxCompression::gzip : KdbxCompression::none;

  if (major == 3) {
    header.version_3 = TRY(version_3(fields));
    header.key_derivation = TRY(aes_of_version_3(fields));
  } else {
    header.key_derivation = TRY(key_derivation(fields[kKdf]));
  }
  return header;
}

}  // namespace

bool is_kdbx(std::span<const std::byte> file) {
  ByteReader reader(file);
  const std::uint32_t signature1 = reader.u32();
  return signature1 == kSignature1 && reader.u32() == kSignature2;
}

bool is_keepass_1(std::span<const std::byte> file) {
  ByteReader reader(file);
  const std::uint32_t signature1 = reader.u32();
  return signature1 == kSignature1 && reader.u32() == kSignature2Version1;
}

Result<KdbxHeader> read_kdbx_header(std::string_view subject, std::span<const std::byte> file) {
  return HeaderReader(subject, file).read();
}

}  // namespace garde::accounts
