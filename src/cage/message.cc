#include "cage/message.h"

#include <algorithm>

namespace garde::cage {

void Encoder::fail(std::string_view why) {
  if (!error_) error_ = Error{ErrorKind::invalid_input, "message", bytes_.size(), std::string(why)};
}

Result<WipedBytes> Encoder::finish() && {
  if (error_) return *std::move(error_);
  return std::move(bytes_);
}

void Decoder::read(std::span<std::byte> out) {
  if (error_) return;
  if (out.size() > rest_.size()) return fail("ends before its end");
  std::ranges::copy(rest_.first(out.size()), out.begin());
  rest_ = rest_.subspan(out.size());
}

void Decoder::fail(std::string_view why) {
  if (!error_) error_ = Error{ErrorKind::damaged, "message", all_ - rest_.size(), std::string(why)};
}

Result<void> Decoder::finish() {
  if (!rest_.empty()) fail("something follows its end");
  if (error_) return *error_;
  return {};
}

}  // namespace garde::cage
