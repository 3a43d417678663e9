// The ZIP around a 1PUX. Capped: a member may unpack to a megabyte however small the file is.
#include <algorithm>
#include <cstdint>
#include <span>

#include "accounts/exports/zip_member.h"
#include "accounts_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const auto zip = std::as_bytes(std::span(data, std::min(size, kCap)));
  const auto member = accounts::read_zip_member("fuzz", zip, "export.data", 1_MiB);
  if (member) GARDE_CHECK(member->size() <= ByteCount(1_MiB).value);
  return 0;
}
