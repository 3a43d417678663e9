#include "cage/frame.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace garde::cage {
namespace {

struct Seen {
  FrameKind kind;
  std::size_t size;
  bool operator==(const Seen&) const = default;
};

WipedBytes frame(FrameKind kind, std::size_t size) {
  const FrameHead head = frame_head(kind, static_cast<std::uint32_t>(size));
  WipedBytes bytes(head);
  bytes.resize(bytes.size() + size);
  return bytes;
}

FrameReader reader_into(std::vector<Seen>& seen) {
  return {[](FrameKind kind) { return kind == FrameKind::hello ? std::nullopt : std::optional(ByteCount{10}); },
          [&seen](FrameKind kind, const WipedBytes& bytes) -> Result<void> {
            seen.push_back({kind, bytes.size()});
            return {};
          }};
}

TEST(FrameReader, GivesTheSameFramesWhateverThePieces) {
  WipedBytes all;
  all.append(frame(FrameKind::event, 3));
  all.append(frame(FrameKind::event, 0));
  all.append(frame(FrameKind::answer, 10));
  const std::vector<Seen> expected = {{FrameKind::event, 3}, {FrameKind::event, 0}, {FrameKind::answer, 10}};
  for (std::size_t piece = 1; piece <= all.size(); ++piece) {
    std::vector<Seen> seen;
    FrameReader reader = reader_into(seen);
    for (std::size_t at = 0; at < all.size(); at += piece)
      ASSERT_TRUE(reader.take(std::span(all).subspan(at, std::min(piece, all.size() - at))));
    EXPECT_EQ(seen, expected) << piece;
    EXPECT_TRUE(reader.is_between_frames());
  }
}

TEST(FrameReader, KnowsThatAFrameIsNotWhole) {
  std::vector<Seen> seen;
  FrameReader reader = reader_into(seen);
  const WipedBytes whole = frame(FrameKind::event, 3);
  ASSERT_TRUE(reader.take(std::span(whole).first(6)));
  EXPECT_FALSE(reader.is_between_frames());
}

TEST(FrameReader, RefusesAFrameOverItsLimitByItsHeadAlone) {
  std::vector<Seen> seen;
  EXPECT_FALSE(reader_into(seen).take(frame_head(FrameKind::event, 11)));
  EXPECT_FALSE(reader_into(seen).take(frame_head(FrameKind::event, ~0U)));
  EXPECT_TRUE(reader_into(seen).take(frame_head(FrameKind::event, 10)));
}

TEST(FrameReader, RefusesWhatIsNotExpected) {
  std::vector<Seen> seen;
  EXPECT_FALSE(reader_into(seen).take(frame(FrameKind::hello, 0)));
  EXPECT_FALSE(reader_into(seen).take(frame(static_cast<FrameKind>(6), 0)));
  EXPECT_FALSE(reader_into(seen).take(frame(static_cast<FrameKind>(255), 0)));
  EXPECT_TRUE(seen.empty());
}

}  // namespace
}  // namespace garde::cage
