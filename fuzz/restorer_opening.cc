// A restored file of any content under each name that leads to a reader of its own: never a crash, and one outcome.
#include "restorer/opening.h"

#include <array>
#include <cstdlib>

#include "io/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  const auto bytes = std::as_bytes(std::span(data, size));
  constexpr std::array<const char*, 9> kNames{"a",     "a.pdf", "a.json", "a.xml", "a.ics",
                                              "a.eml", "a.csv", "a.sql",  "a.txt"};
  io::MemoryTree tree;
  for (const char* name : kNames) {
    tree.put_file(name, {bytes.begin(), bytes.end()});
    const auto file = tree.open(name, io::Access::random);
    if (!file) std::abort();
    // A database is read by SQLite from a path, and there is none here.
    const restorer::Opening opening = restorer::open_to_end(name, **file, "/nonexistent");
    if (opening.outcome == restorer::Opened::opened && opening.reason) std::abort();
    if (opening.outcome != restorer::Opened::opened && !opening.reason) std::abort();
  }
  return 0;
}
