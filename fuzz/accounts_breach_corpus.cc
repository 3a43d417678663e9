// Breach corpora. The input is the file without its first page: the header, which no mutation would pass, is made here
// from the input's first bytes. Capped: a longer one is more buckets of the same kind.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "accounts/breaches/breach_corpus.h"
#include "base/result.h"
#include "io/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garde;
  constexpr std::size_t kCap = 1U << 16U;
  constexpr std::size_t kAhead = 9;  // bucket bits, entries
  if (size < kAhead) return 0;
  accounts::CorpusHeader header;
  header.bucket_bits = data[0] % 12;
  std::memcpy(&header.entries, data + 1, sizeof header.entries);
  header.state = accounts::CorpusState::complete;
  const auto head = accounts::to_bytes(header);
  std::vector<std::byte> file(head.begin(), head.end());
  file.resize(accounts::kCorpusPage);
  const auto rest = std::as_bytes(std::span(data, std::min(size, kCap))).subspan(kAhead);
  file.insert(file.end(), rest.begin(), rest.end());
  const std::size_t file_size = file.size();
  io::MemoryTree tree;
  tree.put_file("corpus", std::move(file));
  auto opened = tree.open("corpus", io::Access::random);
  GARDE_CHECK(opened.has_value());
  auto corpus = accounts::BreachCorpus::open(std::move(opened).take(), "fuzz", accounts::CorpusCheck::at_opening);
  if (!corpus || !corpus->proof().established()) return 0;
  GARDE_CHECK(header.file_size() == file_size);
  const std::array hashes = {crypto::sha1(std::as_bytes(std::span("123456", 6)))};
  const auto found = corpus->look_up(hashes);
  GARDE_CHECK(found.has_value() && found->front().has_value());  // or it had not proved itself
  return 0;
}
