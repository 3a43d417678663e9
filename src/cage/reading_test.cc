#include "cage/reading.h"

#include <gtest/gtest.h>

#include "cage/testing/sample_message.h"

namespace garde::cage {
namespace {

using namespace std::chrono_literals;

struct Doubling {
  static constexpr std::string_view kName = "double";
  using Request = std::uint32_t;
  using Answer = std::uint64_t;
  static Result<Answer> run(Request request, Port& port) {
    if (request == 0) return Error{ErrorKind::not_found, "nothing", std::nullopt, "to double"};
    if (port.stop().stop_requested()) return Error{ErrorKind::cancelled, "double", std::nullopt, ""};
    TRY(send(port, request));
    return 2 * Answer{request};
  }
};

Runner here() { return in_this_process({task_of<Doubling>()}); }
Call call_that_hears(std::vector<std::uint32_t>& events) {
  return {.task = {}, .deadline = 1min, .on_event = [&events](std::span<const std::byte> event) -> Result<void> {
            events.push_back(TRY(decode<std::uint32_t>(event)));
            return {};
          }};
}

TEST(Readings, AnswerAndTellWhatTheyFindOnTheWay) {
  std::vector<std::uint32_t> events;
  const auto answer = ask<Doubling>(here(), 21, call_that_hears(events));
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, 42U);
  EXPECT_EQ(events, std::vector<std::uint32_t>{21});
}

TEST(Readings, GiveTheErrorOfTheTask) {
  std::vector<std::uint32_t> events;
  const auto answer = ask<Doubling>(here(), 0, call_that_hears(events));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().ending, Ending::failed);
  EXPECT_EQ(answer.error().error.kind, ErrorKind::not_found);
}

TEST(Readings, AreStoppedInThisProcessWhereTheyListen) {
  std::vector<std::uint32_t> events;
  Call call = call_that_hears(events);
  std::stop_source stop;
  stop.request_stop();
  call.stop = stop.get_token();
  EXPECT_EQ(ask<Doubling>(here(), 21, std::move(call)).error().error.kind, ErrorKind::cancelled);
}

TEST(Readings, RefuseAnEventThatNobodyAskedFor) {
  EXPECT_EQ(ask<Doubling>(here(), 21, {.task = {}, .deadline = 1min}).error().error.kind, ErrorKind::invalid_input);
}

// Whoever took the worker over answers what he likes.
TEST(Readings, EstablishNothingByAnAnswerThatIsNone) {
  const Runner liar = [](const Call&) {
    return Ended{.ending = Ending::finished, .answer = encode(testing::Leaf{}).take()};
  };
  const auto answer = ask<Doubling>(liar, 21, {.task = {}, .deadline = 1min});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().ending, Ending::broken_protocol);
}

TEST(Readings, EstablishNothingWhateverElseEndsThem) {
  for (int i = static_cast<int>(Ending::cancelled); i <= static_cast<int>(Ending::not_started); ++i) {
    const auto ending = static_cast<Ending>(i);
    const Runner ends = [&](const Call&) { return Ended{.ending = ending, .signal = 9}; };
    const auto answer = ask<Doubling>(ends, 21, {.task = {}, .deadline = 1min});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().ending, ending);
    EXPECT_TRUE(answer.error().error.detail.starts_with(name(ending))) << answer.error().error.detail;
    EXPECT_TRUE(explanation(ending).key.starts_with("unread."));
  }
}

}  // namespace
}  // namespace garde::cage
