#include "crypto/digest.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

using testing::noise;
using testing::text;

TEST(Sha256, MatchesThePublishedVectors) {
  EXPECT_EQ(sha256({}).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256(text("abc")).hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).hex(),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, DoesNotDependOnHowTheMessageIsCut) {
  const auto message = noise(1000, 1);
  Sha256 whole;
  Sha256 pieces;
  for (std::size_t cut = 0; cut <= message.size(); cut += 7) {
    pieces.update(std::span(message).first(cut));
    pieces.update(std::span(message).subspan(cut));
    EXPECT_EQ(pieces.finish(), whole.of(message));
  }
}

TEST(Sha256, AgreesWithTheOpensslCommand) {
  std::string message;
  while (message.size() < 100'003) message += "garde\n";
  message.resize(100'003);
  const std::string command = "yes garde | head -c 100003 | openssl dgst -sha256 -r";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  ASSERT_TRUE(pipe);
  std::array<char, 65> line{};
  ASSERT_NE(std::fgets(line.data(), line.size(), pipe.get()), nullptr);
  EXPECT_EQ(sha256(text(message)).hex(), line.data());
}

TEST(Sha256Digest, IsSixtyFourHexadecimalDigits) {
  const auto digest = sha256(text("abc"));
  EXPECT_EQ(Sha256Digest::parse(digest.hex()), digest);
  EXPECT_FALSE(Sha256Digest::parse(digest.hex().substr(1)));
  EXPECT_FALSE(Sha256Digest::parse(digest.hex() + "00"));
  EXPECT_FALSE(Sha256Digest::parse("g" + digest.hex().substr(1)));
}

}  // namespace
}  // namespace garde::crypto
