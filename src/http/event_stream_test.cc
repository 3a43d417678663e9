#include "http/event_stream.h"

#include <gtest/gtest.h>

namespace garde::http {
namespace {

TEST(Events, KeepTheLinesOfTheirData) {
  EXPECT_EQ(to_wire({.name = "step", .data = "a\nb\r\nc\rd", .id = "7"}),
            "event: step\nid: 7\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
  EXPECT_EQ(to_wire({.data = ""}), "data: \n\n");
  EXPECT_EQ(to_wire({.data = "a\n"}), "data: a\ndata: \n\n");
  EXPECT_EQ(to_wire({.data = "id: 9"}), "data: id: 9\n\n");
}

TEST(EventsDeathTest, AbortOnANameWithALineBreak) {
  EXPECT_DEATH(to_wire({.name = "a\nb"}), "internal mistake");
  EXPECT_DEATH(to_wire({.data = "", .id = "a\rb"}), "internal mistake");
}

TEST(EventStreams, AreBounded) {
  EventStream stream(2);
  EXPECT_EQ(stream.push({.data = "1"}), EventStream::Push::queued);
  EXPECT_EQ(stream.push({.data = "2"}), EventStream::Push::queued);
  EXPECT_EQ(stream.push({.data = "3"}), EventStream::Push::full);
  EXPECT_EQ(stream.take().bytes, "data: 1\n\ndata: 2\n\n");
  EXPECT_EQ(stream.push({.data = "4"}), EventStream::Push::queued);
}

TEST(EventStreams, GiveWhatWasQueuedBeforeTheyWereClosed) {
  EventStream stream;
  stream.push({.data = "1"});
  EXPECT_FALSE(stream.take().ended);
  stream.push({.data = "2"});
  stream.close();
  EXPECT_EQ(stream.push({.data = "3"}), EventStream::Push::closed);
  const auto taken = stream.take();
  EXPECT_EQ(taken.bytes, "data: 2\n\n");
  EXPECT_TRUE(taken.ended);
}

TEST(EventStreams, WakeTheirReaderOnceForEachTimeThereIsSomethingToTake) {
  EventStream stream;
  int woken = 0;
  ASSERT_TRUE(stream.attach([&] { ++woken; }));
  EXPECT_EQ(woken, 0);
  stream.push({.data = "1"});
  stream.push({.data = "2"});
  EXPECT_EQ(woken, 1);
  stream.take();
  stream.push({.data = "3"});
  EXPECT_EQ(woken, 2);
  stream.close();
  stream.close();
  EXPECT_EQ(woken, 3);
}

TEST(EventStreams, HaveOneReader) {
  EventStream stream;
  EventStream copy = stream;
  EXPECT_TRUE(stream.attach([] {}));
  EXPECT_FALSE(copy.attach([] {}));
  copy.detach();
  EXPECT_TRUE(stream.is_closed());
}

}  // namespace
}  // namespace garde::http
