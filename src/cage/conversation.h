// What a worker may say, and in which order: hello, any number of events, then an answer or a failure, then nothing.
// Every byte of it may come from an attacker.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "base/byte_count.h"
#include "base/result.h"
#include "cage/frame.h"
#include "cage/walls.h"

namespace garde::cage {

// Over one of them the worker is ended.
struct MessageLimits {
  ByteCount event{256U << 10U};  // the longest
  ByteCount answer{16U << 20U};  // the longest
  ByteCount all{1U << 30U};      // of everything it says
  std::uint64_t events = 1'000'000;
};

class Conversation {
 public:
  // An error refuses the event, and ends the conversation with it.
  using OnEvent = std::function<Result<void>(std::span<const std::byte>)>;
  Conversation(const MessageLimits& limits, OnEvent on_event);
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  // What comes next, in pieces of any size. An error: what was said is not the protocol, and nothing more is listened
  // to.
  Result<void> take(std::span<const std::byte> bytes);

  const std::optional<Walls>& walls() const { return walls_; }  // once it said hello
  std::uint64_t events() const { return events_; }
  bool is_over() const { return answer_ || failure_; }
  std::optional<WipedBytes>& answer() { return answer_; }
  std::optional<Error>& failure() { return failure_; }

 private:
  std::optional<ByteCount> limit_of(FrameKind kind) const;
  Result<void> on_frame(FrameKind kind, WipedBytes bytes);

  MessageLimits limits_;
  OnEvent on_event_;
  FrameReader frames_;
  std::uint64_t said_ = 0;  // bytes
  std::uint64_t events_ = 0;
  std::optional<Walls> walls_;
  std::optional<WipedBytes> answer_;
  std::optional<Error> failure_;
};

}  // namespace garde::cage
