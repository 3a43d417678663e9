#include "io/checksum.h"

#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace garde::io {
namespace {

std::vector<std::byte> bytes(std::size_t size) {
  std::vector<std::byte> all(size);
  for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<std::byte>(i * 7 % 251);
  return all;
}

std::string hex(const Checksum& checksum) { return fmt::format("{:016x}{:016x}", checksum.high, checksum.low); }

// As `xxhsum -H2` prints them.
TEST(Checksums, AreThoseOfXxhsum) {
  Checksummer checksummer;
  EXPECT_EQ(hex(checksummer.finish()), "99aa06d3014798d86001c324468d497f") << "of nothing";
  checksummer.update(bytes(200));
  EXPECT_EQ(hex(checksummer.finish()), "5451071ed36ad47079ad90815b45bbd9");
  checksummer.update(bytes(1'000'000));
  EXPECT_EQ(hex(checksummer.finish()), "2bac1861f7a2739f5d14519539098c8a");
}

TEST(Checksums, AreTheSameInWhateverPiecesTheBytesCome) {
  const auto all = bytes(10'000);
  Checksummer checksummer;
  checksummer.update(all);
  const Checksum at_once = checksummer.finish();
  for (const std::size_t piece : {1U, 63U, 256U, 4'097U}) {
    for (std::size_t at = 0; at < all.size(); at += piece)
      checksummer.update(std::span(all).subspan(at, std::min(piece, all.size() - at)));
    EXPECT_EQ(checksummer.finish(), at_once) << piece;
  }
}

TEST(Checksums, ShowEveryBitThatChanged) {
  auto all = bytes(500);
  Checksummer checksummer;
  checksummer.update(all);
  const Checksum right = checksummer.finish();
  for (std::size_t bit = 0; bit < all.size() * 8; ++bit) {
    const auto mask = static_cast<std::byte>(1U << (bit % 8));
    all[bit / 8] ^= mask;
    checksummer.update(all);
    EXPECT_NE(checksummer.finish(), right) << bit;
    all[bit / 8] ^= mask;
  }
}

}  // namespace
}  // namespace garde::io
