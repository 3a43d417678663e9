#include "cage/conversation.h"

#include <gtest/gtest.h>

namespace garde::cage {
namespace {

WipedBytes frame(FrameKind kind, std::span<const std::byte> body) {
  const FrameHead head = frame_head(kind, static_cast<std::uint32_t>(body.size()));
  WipedBytes bytes(head);
  bytes.append(body);
  return bytes;
}

const WipedBytes& hello() {
  static const WipedBytes bytes = frame(FrameKind::hello, encode(Walls{.landlock = 3}).take());
  return bytes;
}
WipedBytes event(std::size_t size) { return frame(FrameKind::event, WipedBytes(size)); }
WipedBytes answer(std::size_t size) { return frame(FrameKind::answer, WipedBytes(size)); }

// A conversation of which only the events are counted.
struct Listened {
  explicit Listened(const MessageLimits& limits = {})
      : conversation(limits, [this](std::span<const std::byte>) -> Result<void> {
          ++heard;
          return {};
        }) {}
  // One after the other; what the last is refused for.
  std::string say(const auto&... bytes) {
    std::string refused;
    (
        [&] {
          const auto taken = conversation.take(bytes);
          refused = taken ? "" : taken.error().detail;
        }(),
        ...);
    return refused;
  }
  int heard = 0;
  Conversation conversation;
};

TEST(Conversation, IsHelloEventsAndAnAnswer) {
  Listened listened;
  EXPECT_EQ(listened.say(hello()), "");
  EXPECT_EQ(listened.conversation.walls()->landlock, 3U);
  EXPECT_EQ(listened.say(event(1), event(0)), "");
  EXPECT_FALSE(listened.conversation.is_over());
  EXPECT_EQ(listened.say(answer(7)), "");
  EXPECT_TRUE(listened.conversation.is_over());
  EXPECT_EQ(listened.conversation.answer()->size(), 7U);
  EXPECT_EQ(listened.heard, 2);
}

TEST(Conversation, MayBeAFailureAtOnce) {
  Listened listened;
  const Error error{ErrorKind::unreadable, "seccomp", std::nullopt, "no"};
  EXPECT_EQ(listened.say(frame(FrameKind::failure, encode(Failure{error}).take())), "");
  EXPECT_EQ(listened.conversation.failure(), error);
}

TEST(Conversation, RefusesWhatComesOutOfOrder) {
  constexpr std::string_view kUnexpected = "a frame that is not expected";
  EXPECT_EQ(Listened().say(event(0)), kUnexpected);
  EXPECT_EQ(Listened().say(answer(0)), kUnexpected);
  EXPECT_EQ(Listened().say(frame(FrameKind::request, {})), kUnexpected);
  EXPECT_EQ(Listened().say(frame(FrameKind::start, {})), kUnexpected);
  Listened twice;
  EXPECT_EQ(twice.say(hello(), hello()), kUnexpected);
  Listened over;
  EXPECT_EQ(over.say(hello(), answer(0)), "");
  EXPECT_EQ(over.say(event(0)), kUnexpected);
}

TEST(Conversation, RefusesWhatIsTooLongOrTooMuch) {
  const MessageLimits limits{.event = 10_B, .answer = 20_B, .all = 100_B, .events = 3};
  const auto after_hello = [&](const WipedBytes& bytes) {
    Listened listened(limits);
    EXPECT_EQ(listened.say(hello()), "");
    return listened.say(bytes);
  };
  EXPECT_EQ(after_hello(event(10)), "");
  EXPECT_EQ(after_hello(event(11)), "a frame over its limit");
  EXPECT_EQ(after_hello(answer(20)), "");
  EXPECT_EQ(after_hello(answer(21)), "a frame over its limit");
  Listened many(limits);
  EXPECT_EQ(many.say(hello(), event(0), event(0), event(0)), "");
  EXPECT_EQ(many.say(event(0)), "too many events");
  EXPECT_EQ(after_hello(WipedBytes(100)), "too much is said");
}

TEST(Conversation, RefusesBytesThatAreNoHelloAndNoFailure) {
  EXPECT_EQ(Listened().say(frame(FrameKind::hello, WipedBytes(1))), "ends before its end");
  EXPECT_EQ(Listened().say(frame(FrameKind::failure, WipedBytes(3))), "ends before its end");
}

TEST(Conversation, EndsWhenItsListenerRefuses) {
  Conversation conversation({}, [](std::span<const std::byte>) -> Result<void> {
    return Error{ErrorKind::damaged, "event", std::nullopt, "no finding"};
  });
  ASSERT_TRUE(conversation.take(hello()));
  EXPECT_EQ(conversation.take(event(0)).error().detail, "no finding");
}

TEST(Conversation, WithoutAListenerHasNoEvents) {
  Conversation conversation({}, {});
  ASSERT_TRUE(conversation.take(hello()));
  EXPECT_EQ(conversation.take(event(0)).error().detail, "an event nobody asked for");
}

}  // namespace
}  // namespace garde::cage
