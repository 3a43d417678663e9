// One zstd frame, decoded piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

struct ZSTD_DCtx_s;

namespace garde::formats {

// For one thread; keep it, it owns the tables of the decoder.
class ZstdDecoder {
 public:
  enum class Step : std::uint8_t { piece, end, broken };

  ZstdDecoder();

  // `frame` must stay until the end. Exactly one frame: anything before or after it is broken.
  void start(std::span<const std::byte> frame);
  // Fills `out` from its front; `piece` is what was written, empty with `end` or `broken`. A buffer as large as the
  // content takes it in one step and without a copy.
  Step next(std::span<std::byte> out, std::span<const std::byte>& piece);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::span<const std::byte> rest_;
  bool ended_ = false;
};

}  // namespace garde::formats
