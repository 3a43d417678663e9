// What a worker says, in pieces of a size that the first byte tells: it is taken or refused within the limits, the same
// whatever the pieces, and what decodes as a message encodes to the same bytes.
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "cage/conversation.h"
#include "cage/testing/sample_message.h"

namespace {

using namespace garde;
using Bytes = std::span<const std::byte>;

constexpr cage::MessageLimits kLimits{.event = 512_B, .answer = 1024_B, .all = 16_KiB, .events = 8};

void check_message(Bytes bytes) {
  const auto sample = cage::decode<cage::testing::Sample>(bytes);
  if (!sample) return;
  const auto again = cage::encode(*sample);
  GARDE_CHECK(again && std::ranges::equal(*again, bytes));
}

struct Heard {
  std::vector<std::vector<std::byte>> events;
  std::optional<cage::Walls> walls;
  std::optional<std::vector<std::byte>> answer;
  std::optional<Error> failure;
  bool taken = true;
  bool operator==(const Heard&) const = default;
};

Heard hear(Bytes bytes, std::size_t piece) {
  Heard heard;
  cage::Conversation conversation(kLimits, [&](Bytes event) -> Result<void> {
    heard.events.emplace_back(event.begin(), event.end());
    return {};
  });
  while (!bytes.empty() && heard.taken) {
    const std::size_t size = std::min(piece, bytes.size());
    heard.taken = conversation.take(bytes.first(size)).has_value();
    bytes = bytes.subspan(size);
  }
  heard.walls = conversation.walls();
  if (conversation.answer()) heard.answer.emplace(conversation.answer()->begin(), conversation.answer()->end());
  heard.failure = conversation.failure();
  return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > kLimits.all.value) return 0;  // how much is said is counted by piece
  const Bytes said = std::as_bytes(std::span(data, size)).subspan(1);
  const Heard heard = hear(said, std::size_t{1} + data[0]);
  GARDE_CHECK(heard == hear(said, size));
  GARDE_CHECK(heard.events.size() <= kLimits.events);
  GARDE_CHECK(!(heard.answer && heard.failure));
  GARDE_CHECK(heard.walls || (heard.events.empty() && !heard.answer));
  for (const auto& event : heard.events) {
    GARDE_CHECK(event.size() <= kLimits.event.value);
    check_message(event);
  }
  if (heard.answer) check_message(*heard.answer);
  return 0;
}
