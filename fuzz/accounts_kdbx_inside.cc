// What a KeePass database of version 4 holds behind its authentication, which no mutation would pass: the input is the
// inner header and the XML, and the database around it is made here, in two blocks, not compressed. Capped: a longer
// one is more of the same.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "accounts/exports/kdbx.h"
#include "accounts_invariants.h"
#include "base/hex.h"
#include "crypto/aes_kdf.h"
#include "crypto/digest.h"
#include "crypto/key_stream.h"
#include "crypto/mac.h"
#include "crypto/sha512.h"

namespace {

using namespace garde;
using Bytes = std::vector<std::byte>;

const std::array<std::byte, 32> kZeros{};  // seeds; the password is empty

void add(Bytes& to, std::span<const std::byte> bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
void add_number(Bytes& to, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) to.push_back(static_cast<std::byte>(number >> 8 * i));
}
void add_field(Bytes& to, std::uint8_t id, std::span<const std::byte> value) {
  to.push_back(static_cast<std::byte>(id));
  add_number(to, value.size(), 4);
  add(to, value);
}
void add_parameter(Bytes& to, std::uint8_t type, std::string_view name, std::span<const std::byte> value) {
  to.push_back(static_cast<std::byte>(type));
  add_number(to, name.size(), 4);
  add(to, std::as_bytes(std::span(name)));
  add_number(to, value.size(), 4);
  add(to, value);
}

Bytes header() {
  Bytes kdf;
  add_number(kdf, 0x0100, 2);
  add_parameter(kdf, 0x42, "$UUID", *from_hex("7c02bb8279a74ac0927d114a00648238"));
  Bytes rounds;
  add_number(rounds, 1, 8);
  add_parameter(kdf, 0x05, "R", rounds);
  add_parameter(kdf, 0x42, "S", kZeros);
  kdf.push_back(std::byte{0});
  Bytes head;
  add_number(head, 0xB54BFB679AA2D903, 8);
  add_number(head, 0x00040000, 4);
  add_field(head, 2, *from_hex("d6038a2b8b6f4cb5a524339a31dbb59a"));
  add_field(head, 3, std::span(kZeros).first(4));
  add_field(head, 4, kZeros);
  add_field(head, 7, std::span(kZeros).first(12));
  add_field(head, 11, kdf);
  add_field(head, 0, {});
  return head;
}

crypto::SecretBytes transformed_key() {
  const auto part = crypto::sha256({});
  const auto composite = crypto::sha256(part.bytes);
  return crypto::aes_kdf(composite.bytes, kZeros, 1).take();
}

Bytes database(std::span<const std::byte> inside) {
  static const Bytes kHead = header();
  static const crypto::SecretBytes kTransformed = transformed_key();
  constexpr std::array kOne = {std::byte{1}};
  const auto base = crypto::sha512({kZeros, kTransformed.bytes(), kOne});
  const auto mac_of = [&](std::uint64_t block, std::span<const std::byte> message) {
    Bytes number;
    add_number(number, block, 8);
    const auto key = crypto::sha512({number, base.bytes()});
    return crypto::HmacSha256(key.bytes()).of(message);
  };
  Bytes file = kHead;
  add(file, crypto::sha256(kHead).bytes);
  add(file, mac_of(~std::uint64_t{0}, kHead).bytes);
  crypto::Sha256 cipher_key;
  cipher_key.update(kZeros);
  cipher_key.update(kTransformed.bytes());
  const auto key = cipher_key.finish();
  Bytes sealed(inside.begin(), inside.end());
  crypto::KeyStream::chacha20(key.bytes, std::span(kZeros).first<12>()).apply(sealed);
  const std::size_t half = sealed.size() / 2;
  const std::array blocks = {std::span<const std::byte>(sealed).first(half),
                             std::span<const std::byte>(sealed).subspan(half), std::span<const std::byte>()};
  std::uint64_t number = 0;
  for (const auto block : blocks) {
    Bytes message;
    add_number(message, number, 8);
    add_number(message, block.size(), 4);
    add(message, block);
    add(file, mac_of(number, message).bytes);
    add(file, std::span(message).subspan(8));
    ++number;
  }
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCap = 1U << 16U;
  if (size < 2) return 0;  // neither half may be empty: an empty block ends them all
  const Bytes file = database(std::as_bytes(std::span(data, std::min(size, kCap))));
  const auto password = crypto::SecretBytes::copy_of(std::string_view());
  const auto read =
      accounts::read_export("fuzz", crypto::SecretBytes::copy_of(file), {.password = &password, .key_file = nullptr});
  fuzzing::check_export(read);
  if (!read) GARDE_CHECK(read.error().kind != ErrorKind::wrong_secret);  // it opens, whatever it holds
  return 0;
}
