// Lists of leaked passwords as they are published. Capped: a longer list is the same lines again, and blocks are a
// megabyte.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "accounts/breaches/breach_source.h"
#include "base/result.h"
#include "io/memory_tree.h"

namespace {

using namespace garde;

struct Read {
  std::vector<accounts::LeakedHash> hashes;
  accounts::SourcePosition end;
  bool whole = false;
};

Read read(const accounts::LeakSource& source, const accounts::SourcePosition& from) {
  Read all;
  all.end = from;
  const auto done = source.read(
      from, [&](std::span<const accounts::LeakedHash> hashes, const accounts::SourcePosition& after) -> Result<void> {
        all.hashes.insert(all.hashes.end(), hashes.begin(), hashes.end());
        all.end = after;
        return {};
      });
  all.whole = done.has_value();
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCap = 1U << 16U;
  const auto bytes = std::as_bytes(std::span(data, std::min(size, kCap)));
  io::MemoryTree tree;
  tree.put_file("leaks.txt", {bytes.begin(), bytes.end()});
  const auto source = accounts::LeakSource::open(tree, "leaks.txt");
  if (!source) return 0;
  const Read all = read(*source, {});
  for (std::size_t i = 0; i < all.hashes.size(); ++i) {
    GARDE_CHECK(all.hashes[i].count >= 1);
    GARDE_CHECK(i == 0 || all.hashes[i - 1].hash < all.hashes[i].hash);
  }
  GARDE_CHECK(all.end.next <= bytes.size() && all.end.lines <= bytes.size() + 1);
  if (!all.whole) return 0;
  // From where it ended there is nothing more; from the beginning it is the same again.
  GARDE_CHECK(read(*source, all.end).hashes.empty());
  GARDE_CHECK(read(*source, {}).hashes.size() == all.hashes.size());
  return 0;
}
