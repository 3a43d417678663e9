// KeePass XML as exported, and the same bytes as the inside of a KDBX. Capped: depth is limited, not size.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "accounts/exports/keepass_xml.h"
#include "accounts_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  const std::span text(reinterpret_cast<const char*>(data), std::min(size, kCap));
  const auto clear = accounts::read_keepass_xml("fuzz", text, accounts::ExportFormat::keepass_xml, nullptr);
  fuzzing::check_export(clear);
  const std::array<std::byte, 32> key{};
  auto protection = crypto::KeyStream::chacha20(key, std::span(key).first<12>());
  const auto inside = accounts::read_keepass_xml("fuzz", text, accounts::ExportFormat::keepass_kdbx, &protection);
  fuzzing::check_export(inside);
  // Unveiling changes values, and may refuse one: never which entries there are.
  if (clear && inside)
    GARDE_CHECK(clear->accounts.size() + clear->skipped.size() == inside->accounts.size() + inside->skipped.size());
  return 0;
}
