#include "accounts/breaches/testing/leaks.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "accounts/breaches/breach_build.h"
#include "base/hex.h"
#include "io/testing/temporary_folder.h"

namespace garde::accounts::testing {
namespace {

std::string line_of(const LeakedHash& leaked) {
  std::string hash = to_hex(leaked.hash.bytes);
  for (char& c : hash)
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  return fmt::format("{}:{}\n", hash, leaked.count);
}

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string leaked_password(std::uint64_t i) {
  constexpr std::array<std::string_view, 3> kKnown = {"123456", "password", "azerty"};
  return i < kKnown.size() ? std::string(kKnown[i]) : fmt::format("leak-{}", i);
}

crypto::Sha1Digest hash_of(std::string_view password) { return crypto::sha1(std::as_bytes(std::span(password))); }

Leaks::Leaks(std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) hashes_.push_back({hash_of(leaked_password(i)), count - i});
  std::ranges::sort(hashes_, {}, &LeakedHash::hash);
}

std::string Leaks::text() const {
  std::string text;
  for (const LeakedHash& leaked : hashes_) text += line_of(leaked);
  return text;
}

std::string Leaks::text_by_count() const {
  auto by_count = hashes_;
  std::ranges::sort(by_count, std::greater<>(), &LeakedHash::count);
  std::string text;
  for (const LeakedHash& leaked : by_count) text += line_of(leaked);
  return text;
}

std::string Leaks::range(std::string_view prefix) const {
  const auto lowest =
      from_hex(std::string(prefix) + std::string(2 * crypto::Sha1Digest::kSize - prefix.size(), '0')).value();
  LeakedHash first;
  std::ranges::copy(lowest, first.hash.bytes.begin());
  std::string lines;
  for (auto leaked = std::ranges::lower_bound(hashes_, first.hash, {}, &LeakedHash::hash); leaked != hashes_.end();
       ++leaked) {
    const std::string line = line_of(*leaked);
    if (!line.starts_with(prefix)) break;
    if (!lines.empty()) lines += "\r\n";
    lines += line.substr(prefix.size(), line.size() - prefix.size() - 1);
  }
  return lines;
}

std::unique_ptr<io::MemoryTree> Leaks::range_tree() const {
  auto tree = std::make_unique<io::MemoryTree>();
  for (unsigned i = 0; i < 0x1000; ++i) {
    const std::string prefix = fmt::format("{:03X}", i);
    tree->put_file("ranges/" + prefix, bytes_of(range(prefix)));
  }
  return tree;
}

std::size_t line_begin(std::string_view text, std::size_t line) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < line; ++i) at = text.find('\n', at) + 1;
  return at;
}

std::unique_ptr<io::MemoryTree> tree_with(std::string_view leaks) {
  auto tree = std::make_unique<io::MemoryTree>();
  tree->put_file("leaks.txt", bytes_of(leaks));
  return tree;
}

std::string corpus_bytes(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string corpus_of(std::string_view leaks) {
  const io::testing::TemporaryFolder folder;
  const auto tree = tree_with(leaks);
  const auto source = LeakSource::open(*tree, "leaks.txt");
  GARDE_CHECK(source.has_value());
  GARDE_CHECK(build_corpus(*source, folder.path() / "corpus", [](std::uint64_t) {}).has_value());
  return corpus_bytes(folder.path() / "corpus");
}

}  // namespace garde::accounts::testing
