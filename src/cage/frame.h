// How messages follow each other on the channel: what a message is, its length (32 bits, little endian), its bytes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>

#include "base/byte_count.h"
#include "base/result.h"
#include "cage/wiped_bytes.h"

namespace garde::cage {

enum class FrameKind : std::uint8_t {
  start,    // to the worker: what its walls let through
  request,  // to the worker: the task and what it is to do; after the walls stand
  hello,    // from the worker: the walls that stand
  event,    // from the worker: something found, or how far it is
  answer,   // from the worker: the last; what the task gives
  failure,  // from the worker: the last; why it gives nothing
};

constexpr std::size_t kFrameHead = 5;  // bytes
using FrameHead = std::array<std::byte, kFrameHead>;
FrameHead frame_head(FrameKind kind, std::uint32_t size);

// Takes bytes in pieces of any size and gives frames.
class FrameReader {
 public:
  // The longest frame of a kind; nothing: such a frame is not expected here.
  using Limit = std::function<std::optional<ByteCount>(FrameKind)>;
  using OnFrame = std::function<Result<void>(FrameKind, WipedBytes)>;
  FrameReader(Limit limit, OnFrame on_frame) : limit_(std::move(limit)), on_frame_(std::move(on_frame)) {}

  // `damaged`: a frame that is not expected, or over its limit, which is told by its head alone. Errors of OnFrame.
  // After an error it is not to be called again.
  Result<void> take(std::span<const std::byte> bytes);
  bool is_between_frames() const { return head_.empty(); }

 private:
  Result<void> begin();
  Limit limit_;
  OnFrame on_frame_;
  WipedBytes head_;
  WipedBytes body_;
  FrameKind kind_{};
  std::size_t size_ = 0;
};

}  // namespace garde::cage
