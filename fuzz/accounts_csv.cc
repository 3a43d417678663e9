// Tables of every browser and password manager. Capped: a longer file is the same rows again.
#include <algorithm>
#include <cstdint>
#include <span>

#include "accounts/exports/csv_export.h"
#include "accounts/exports/export_text.h"
#include "accounts_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const auto bytes = std::as_bytes(std::span(data, std::min(size, kCap)));
  const auto text = accounts::decode_text("fuzz", crypto::SecretBytes::copy_of(bytes));
  if (text) fuzzing::check_export(accounts::read_csv_export("fuzz", text->utf8));
  return 0;
}
