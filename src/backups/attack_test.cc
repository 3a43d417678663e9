#include "backups/attack.h"

#include <gtest/gtest.h>

#include "backups/testing/real_files.h"
#include "crypto/testing/bytes.h"

namespace garde::backups {
namespace {

using backups::testing::real_files;

const AttackRules& rules() {
  static const AttackRules rules = backups::testing::rules();
  return rules;
}

Looks look(std::string path, std::vector<std::byte> bytes) {
  const ByteCount size{bytes.size()};
  bytes.resize(std::min<std::size_t>(bytes.size(), rules().reach.value));
  const std::string name = path;
  return look_at({std::move(path), size, std::move(bytes)}, name, rules());
}

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = crypto::testing::text(text);
  return {bytes.begin(), bytes.end()};
}

TEST(Looks, TakeNoRealFileForAnEncryptedOne) {
  for (const std::string& path : real_files().paths())
    EXPECT_EQ(look(path, real_files().read(path)), Looks::as_named) << path;
}

TEST(Looks, SeeEveryTypeThatOpensslEncrypted) {
  for (const std::string& path : real_files().paths())
    for (const std::string cipher : {"aes-256-cbc", "aes-256-ctr", "chacha20"})
      EXPECT_EQ(look(path, real_files().encrypted(path, cipher)), Looks::disguised) << path << ' ' << cipher;
}

// LockBit encrypts the first 4 KiB of a file, others every second stretch of 64 KiB or 1 MiB.
TEST(Looks, SeeWhatIsEncryptedInParts) {
  for (const std::string& path : real_files().paths()) {
    const auto whole = real_files().read(path);
    const auto encrypted = real_files().encrypted(path, "aes-256-ctr");
    auto head = whole;
    std::copy_n(encrypted.begin(), std::min<std::size_t>(4096, whole.size()), head.begin());
    EXPECT_NE(look(path, head), Looks::as_named) << path;
    auto stripes = whole;
    constexpr std::size_t kStripe = 65'536;
    for (std::size_t at = 0; at < whole.size(); at += 2 * kStripe)
      std::copy(encrypted.begin() + static_cast<std::ptrdiff_t>(at),
                encrypted.begin() + static_cast<std::ptrdiff_t>(std::min(at + kStripe, whole.size())),
                stripes.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_NE(look(path, stripes), Looks::as_named) << path;
    // And what spares the head, in forms that are not compressed.
    if (whole.size() < 200'000 || is_packed(*type_of_name(path))) continue;
    auto later = whole;
    std::copy(encrypted.begin() + kStripe, encrypted.end(), later.begin() + kStripe);
    EXPECT_EQ(look(path, later), Looks::partly_random) << path;
  }
}

TEST(Looks, LeaveAloneWhatTellsNothing) {
  EXPECT_EQ(look("a.txt", crypto::testing::noise(255, 1)), Looks::not_judged);
  EXPECT_EQ(look("a.txt", crypto::testing::noise(256, 1)), Looks::disguised);
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    EXPECT_EQ(look("a.txt", crypto::testing::noise(20, seed)), Looks::not_judged) << seed;
  EXPECT_EQ(look("a.txt", bytes_of("Né à Évian\n")), Looks::as_named);
  EXPECT_EQ(look("a.txt", bytes_of("court")), Looks::not_judged);
  EXPECT_EQ(look("a.dat", crypto::testing::noise(9000, 1)), Looks::opaque);
  EXPECT_EQ(look("a", crypto::testing::noise(9000, 1)), Looks::opaque);
  EXPECT_EQ(look("photo.txt", real_files().read("photo.jpg")), Looks::as_named);
  EXPECT_EQ(look("lettre.doc", real_files().read("courrier.txt")), Looks::ordered);
}

TEST(AttackRules, AreReadWhole) {
  EXPECT_LT(rules().chi_square_low, 255);
  EXPECT_GT(rules().chi_square_high, 255);
  EXPECT_GE(rules().extensions.size(), 6U);
  EXPECT_GE(rules().notes.size(), 5U);
}

}  // namespace
}  // namespace garde::backups
