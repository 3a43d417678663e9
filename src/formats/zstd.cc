#include "formats/zstd.h"

#include <zstd.h>

#include "base/result.h"

namespace garde::formats {

void ZstdDecoder::Free::operator()(ZSTD_DCtx_s* context) const { ::ZSTD_freeDCtx(context); }

ZstdDecoder::ZstdDecoder() : context_(::ZSTD_createDCtx()) { GARDE_CHECK(context_ != nullptr); }

void ZstdDecoder::start(std::span<const std::byte> frame) {
  ::ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
  rest_ = frame;
  ended_ = false;
}

ZstdDecoder::Step ZstdDecoder::next(std::span<std::byte> out, std::span<const std::byte>& piece) {
  piece = {};
  if (ended_) return rest_.empty() ? Step::end : Step::broken;
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  ZSTD_inBuffer input{rest_.data(), rest_.size(), 0};
  while (output.pos < output.size && !ended_) {
    const std::size_t before = input.pos + output.pos;
    const std::size_t hint = ::ZSTD_decompressStream(context_.get(), &output, &input);
    if (::ZSTD_isError(hint) != 0) return Step::broken;
    ended_ = hint == 0;
    if (!ended_ && input.pos + output.pos == before) return Step::broken;  // cut short
  }
  rest_ = rest_.subspan(input.pos);
  piece = out.first(output.pos);
  if (piece.empty() && ended_) return rest_.empty() ? Step::end : Step::broken;
  return Step::piece;
}

}  // namespace garde::formats
