#include "formats/zstd.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

#include "crypto/testing/bytes.h"

namespace garde::formats {
namespace {

using Bytes = std::vector<std::byte>;

Bytes compressed(const Bytes& content) {
  Bytes frame(::ZSTD_compressBound(content.size()));
  frame.resize(::ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 3));
  return frame;
}

// The content, or nothing when the decoder says broken.
std::optional<Bytes> decoded(ZstdDecoder& decoder, std::span<const std::byte> frame, std::size_t buffer_size) {
  Bytes buffer(buffer_size);
  Bytes content;
  decoder.start(frame);
  for (;;) {
    std::span<const std::byte> piece;
    switch (decoder.next(buffer, piece)) {
      case ZstdDecoder::Step::piece: content.insert(content.end(), piece.begin(), piece.end()); break;
      case ZstdDecoder::Step::end: return content;
      case ZstdDecoder::Step::broken: return std::nullopt;
    }
  }
}

TEST(ZstdDecoder, GivesTheContentWhateverTheBuffer) {
  Bytes content = crypto::testing::noise(50'000, 3);
  content.resize(120'000);
  const Bytes frame = compressed(content);
  ZstdDecoder decoder;
  for (const std::size_t size :
       {std::size_t{7}, std::size_t{4096}, content.size() - 1, content.size(), content.size() + 1})
    EXPECT_EQ(decoded(decoder, frame, size), content) << size;
  EXPECT_EQ(decoded(decoder, compressed({}), 10), Bytes());
}

TEST(ZstdDecoder, IsBrokenByEveryCutAndByWhatFollows) {
  const Bytes content = crypto::testing::noise(3'000, 4);
  Bytes frame = compressed(content);
  ZstdDecoder decoder;
  for (std::size_t length = 0; length < frame.size(); ++length)
    EXPECT_FALSE(decoded(decoder, std::span(frame).first(length), 10'000)) << length;
  EXPECT_TRUE(decoded(decoder, frame, 10'000)) << "a broken frame leaves nothing behind";
  frame.push_back(std::byte{0});
  EXPECT_FALSE(decoded(decoder, frame, 10'000));
  EXPECT_FALSE(decoded(decoder, frame, content.size()));
}

}  // namespace
}  // namespace garde::formats
