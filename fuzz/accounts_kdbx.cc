// Headers of KeePass databases. The input is a header alone: the hash that version 4 wants behind it is added here,
// or no mutation would pass it. Capped: a header field may take a megabyte, and no reader looks inside a long one.
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "accounts/exports/kdbx_header.h"
#include "accounts_invariants.h"
#include "crypto/digest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const auto input = std::as_bytes(std::span(data, std::min(size, kCap)));
  std::vector<std::byte> file(input.begin(), input.end());
  const auto hash = crypto::sha256(input);
  file.insert(file.end(), hash.bytes.begin(), hash.bytes.end());
  const auto header = accounts::read_kdbx_header("fuzz", file);
  if (!header) return 0;
  GARDE_CHECK(header->size <= file.size());
  GARDE_CHECK(header->master_seed.size() == 32);
  GARDE_CHECK(header->iv.size() == (header->cipher == accounts::KdbxCipher::aes_256 ? 16U : 12U));
  return 0;
}
