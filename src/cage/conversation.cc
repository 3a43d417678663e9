#include "cage/conversation.h"

namespace garde::cage {
namespace {

constexpr ByteCount kMaxHello{64};
constexpr ByteCount kMaxFailure{kMaxPath + kMaxDetail + 64};

Error broken(std::string_view why) { return {ErrorKind::damaged, "channel", std::nullopt, std::string(why)}; }

}  // namespace

Conversation::Conversation(const MessageLimits& limits, OnEvent on_event)
    : limits_(limits),
      on_event_(std::move(on_event)),
      frames_([this](FrameKind kind) { return limit_of(kind); },
              [this](FrameKind kind, WipedBytes bytes) { return on_frame(kind, std::move(bytes)); }) {}

std::optional<ByteCount> Conversation::limit_of(FrameKind kind) const {
  if (is_over()) return std::nullopt;
  if (kind == FrameKind::failure) return kMaxFailure;
  if (!walls_) return kind == FrameKind::hello ? std::optional(kMaxHello) : std::nullopt;
  if (kind == FrameKind::event) return limits_.event;
  if (kind == FrameKind::answer) return limits_.answer;
  return std::nullopt;
}

Result<void> Conversation::on_frame(FrameKind kind, WipedBytes bytes) {
  switch (kind) {
    case FrameKind::hello: walls_ = TRY(decode<Walls>(bytes)); return {};
    case FrameKind::event:
      if (++events_ > limits_.events) return broken("too many events");
      return on_event_ ? on_event_(bytes) : Result<void>(broken("an event nobody asked for"));
    case FrameKind::answer: answer_ = std::move(bytes); return {};
    case FrameKind::failure:
      failure_ = TRY(decode<Failure>(bytes))
      .error;
      return {};
    case FrameKind::start:
    case FrameKind::request: break;
  }
  return broken("a frame that is not expected");
}

Result<void> Conversation::take(std::span<const std::byte> bytes) {
  said_ += bytes.size();
  if (said_ > limits_.all.value) return broken("too much is said");
  return frames_.take(bytes);
}

}  // namespace garde::cage
