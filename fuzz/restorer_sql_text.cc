// A dump in text, cut into statements. It must be cut alike wherever the pieces it comes in end, and a command to psql
// must never be left inside a statement that is given to a server: there it would only be a syntax error, and the next
// line something else than what psql sees.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "restorer/loading/sql_text.h"

namespace {

using garde::Result;
using namespace garde::restorer::loading;

std::vector<std::string> cut(std::span<const std::byte> bytes, std::size_t piece) {
  SqlText text([&]() -> Result<std::span<const std::byte>> {
    const auto some = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(some.size());
    return some;
  });
  std::vector<std::string> items;
  for (;;) {
    auto item = text.next();
    if (!item) return items.push_back("error: " + item.error().detail), items;
    if (item->kind == SqlItem::Kind::end) return items;
    const bool has_rows = item->kind == SqlItem::Kind::statement && is_copy_from_stdin(item->text);
    items.push_back(std::move(item->text));
    if (!has_rows) continue;
    std::string all;
    const auto rows = text.rows([&](std::string_view some) -> Result<void> {
      all += some;
      return {};
    });
    items.push_back(all);
    if (!rows) return items.push_back("error: " + rows.error().detail), items;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 4096;  // longer inputs say nothing new
  const auto bytes = std::as_bytes(std::span(data, size < kMost ? size : kMost));
  const auto whole = cut(bytes, kMost);
  if (cut(bytes, 1) != whole || cut(bytes, 7) != whole) __builtin_trap();
  return 0;
}
