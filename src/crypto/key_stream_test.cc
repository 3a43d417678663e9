#include "crypto/key_stream.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "crypto/testing/bytes.h"

namespace garde::crypto {
namespace {

const std::array<std::byte, 32> kZeroKey{};
const std::array<std::byte, 12> kZeroNonce{};

std::string stream_hex(KeyStream stream, std::size_t size) {
  std::vector<std::byte> bytes(size);
  stream.apply(bytes);
  return to_hex(bytes);
}

TEST(KeyStream, OfChacha20MatchesRfc8439) {
  EXPECT_EQ(stream_hex(KeyStream::chacha20(kZeroKey, kZeroNonce), 64),
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
            "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
}

TEST(KeyStream, OfSalsa20MatchesEcryptSetOne) {
  std::array<std::byte, 32> key{};
  key[0] = std::byte{0x80};
  EXPECT_EQ(stream_hex(KeyStream::salsa20(key, std::span(kZeroNonce).first<8>()), 64),
            "e3be8fdd8beca2e3ea8ef9475b29a6e7003951e1097a5c38d23b7a5fad9f6844"
            "b22c97559e2723c7cbbd3fe4fc8d9a0744652a83e72a9c461876af4d7ef1a117");
}

TEST(KeyStream, GoesOnWhereTheLastCallStoppedHoweverItIsCut) {
  for (const bool salsa : {false, true}) {
    const auto start = [salsa] {
      return salsa ? KeyStream::salsa20(kZeroKey, std::span(kZeroNonce).first<8>())
                   : KeyStream::chacha20(kZeroKey, kZeroNonce);
    };
    const std::string whole = stream_hex(start(), 1000);
    KeyStream stream = start();
    std::vector<std::byte> pieces(1000);
    std::size_t at = 0;
    for (std::size_t length = 0; at < pieces.size(); length = (length + 7) % 150) {
      const std::size_t size = std::min(length, pieces.size() - at);
      stream.apply(std::span(pieces).subspan(at, size));
      at += size;
    }
    EXPECT_EQ(to_hex(pieces), whole);
  }
}

}  // namespace
}  // namespace garde::crypto
