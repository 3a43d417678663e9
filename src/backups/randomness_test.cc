// Real files, made by their own programs, against the same encrypted: what the thresholds of
// content/backups/attack.toml stand on.
#include "backups/randomness.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "backups/testing/real_files.h"
#include "crypto/testing/bytes.h"

namespace garde::backups {
namespace {

using testing::real_files;

double chi_square(std::span<const std::byte> bytes) {
  ByteHistogram histogram;
  histogram.add(bytes);
  return histogram.chi_square();
}

TEST(ChiSquare, IsZeroForEqualCountsAndLargeForOneValue) {
  std::vector<std::byte> all;
  for (unsigned i = 0; i < 256; ++i) all.push_back(static_cast<std::byte>(i));
  EXPECT_DOUBLE_EQ(chi_square(all), 0);
  EXPECT_DOUBLE_EQ(chi_square(std::vector<std::byte>(256)), 256 * 255);
  EXPECT_DOUBLE_EQ(chi_square({}), 0);
}

TEST(ChiSquare, OfWhatOpensslEncryptsIsThatOfRandomBytesAtAnySize) {
  const auto rules = testing::rules();
  for (const std::string& path : real_files().paths()) {
    for (const std::string cipher : {"aes-256-cbc", "aes-256-ctr", "chacha20"}) {
      const auto& bytes = real_files().encrypted(path, cipher);
      for (std::size_t size = 4096; size <= bytes.size(); size *= 4) {
        const double value = chi_square(std::span(bytes).first(size));
        EXPECT_GT(value, rules.chi_square_low) << path << ' ' << cipher << ' ' << size;
        EXPECT_LT(value, rules.chi_square_high) << path << ' ' << cipher << ' ' << size;
      }
    }
  }
}

TEST(ChiSquare, OfTextIsFarFromThatOfRandomBytesFromTheSmallestSizeOn) {
  const auto rules = testing::rules();
  for (const std::string& path : real_files().paths()) {
    const auto type = type_of_name(path);
    if (!type || !is_text(*type)) continue;
    const auto bytes = real_files().read(path);
    ASSERT_GE(bytes.size(), rules.smallest) << path;
    EXPECT_GT(chi_square(std::span(bytes).first(rules.smallest)), 3 * rules.chi_square_high) << path;
  }
}

}  // namespace
}  // namespace garde::backups
