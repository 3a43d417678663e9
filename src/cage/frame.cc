#include "cage/frame.h"

#include <algorithm>
#include <cstring>

namespace garde::cage {
namespace {

// Moves what is missing of `size` bytes.
void fill(WipedBytes& target, std::size_t size, std::span<const std::byte>& bytes) {
  const std::size_t piece = std::min(size - target.size(), bytes.size());
  target.append(bytes.first(piece));
  bytes = bytes.subspan(piece);
}

}  // namespace

FrameHead frame_head(FrameKind kind, std::uint32_t size) {
  FrameHead head{static_cast<std::byte>(kind)};
  std::memcpy(head.data() + 1, &size, sizeof size);
  return head;
}

Result<void> FrameReader::begin() {
  std::uint32_t size = 0;
  std::memcpy(&size, head_.data() + 1, sizeof size);
  kind_ = static_cast<FrameKind>(*head_.data());
  size_ = size;
  const auto most = kind_ <= FrameKind::failure ? limit_(kind_) : std::nullopt;
  if (!most) return Error{ErrorKind::damaged, "channel", std::nullopt, "a frame that is not expected"};
  if (size > most->value) return Error{ErrorKind::damaged, "channel", std::nullopt, "a frame over its limit"};
  return {};
}

Result<void> FrameReader::take(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    if (head_.size() < kFrameHead) {
      fill(head_, kFrameHead, bytes);
      if (head_.size() < kFrameHead) return {};
      TRY(begin());
    }
    fill(body_, size_, bytes);
    if (body_.size() < size_) return {};
    head_.clear();
    TRY(on_frame_(kind_, std::exchange(body_, {})));
  }
  return {};
}

}  // namespace garde::cage
