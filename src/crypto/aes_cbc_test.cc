#include "crypto/aes_cbc.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::hex;
using testing::text;

// What a cipher made with key 100, 101, … and first vector 0, 1, … hides.
Result<SecretBytes> opened(std::string_view sealed) {
  std::array<std::byte, 32> key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::byte>(100 + i);
  std::array<std::byte, 16> iv{};
  for (std::size_t i = 0; i < iv.size(); ++i) iv[i] = static_cast<std::byte>(i);
  return aes_256_cbc_decrypt(key, iv, hex(sealed));
}

TEST(Aes256Cbc, OpensMessagesOfEveryLengthAroundABlock) {
  const auto is = [](std::string_view sealed, std::string_view message) {
    return constant_time_equal(opened(sealed).take().bytes(), text(message));
  };
  EXPECT_TRUE(is("fb420be65fb2962bddffca08ab20d7d5", ""));
  EXPECT_TRUE(is("42134872b8de8c33fcf02782f574fc44", std::string(15, 'a')));
  EXPECT_TRUE(is("a50061cd770a31fcebc0f011326009949e206302f69ed5dc04007712f34d0c0f", std::string(16, 'a')));
  EXPECT_TRUE(is("5d52c60a082e8d0672ea50c145062d3b6a03d0617348020736a40e885a6c82d54ae2b27ec424708e8f3f0500d01092f4",
                 "secret text of 33 bytes, exactly!"));
}

TEST(Aes256Cbc, RefusesAWrongPadding) {
  EXPECT_EQ(opened("51c8e496904f4d177828166fb3c28b35").error().kind, ErrorKind::damaged) << "none";
  EXPECT_EQ(opened("ce260fdeeed977d8524e353e1bab03dd").error().kind, ErrorKind::damaged) << "17 bytes";
  EXPECT_EQ(opened("6db815bfe80a658595675fd8f3de3f41").error().kind, ErrorKind::damaged) << "uneven";
}

TEST(Aes256Cbc, RefusesWhatIsNotWholeBlocks) {
  EXPECT_EQ(opened("").error().kind, ErrorKind::damaged);
  EXPECT_EQ(opened("fb420be65fb2962bddffca08ab20d7").error().kind, ErrorKind::damaged);
}

}  // namespace
}  // namespace garde::crypto
