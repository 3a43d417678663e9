#include "formats/archives/decoder.h"

#include <algorithm>
#include <limits>

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

namespace garde::formats::archives {
namespace {

using Step = Decoder::Step;

template <class T>
T clamped(std::size_t size) {
  return static_cast<T>(std::min<std::size_t>(size, std::numeric_limits<T>::max()));
}

class Gzip final : public Decoder {
 public:
  // 31: a gzip header and trailer, whose CRC-32 and length zlib checks.
  Gzip() { GARDE_CHECK(::inflateInit2(&stream_, 31) == Z_OK); }
  ~Gzip() override { ::inflateEnd(&stream_); }
  Step step(std::span<const std::byte>& in, std::span<std::byte> out, std::size_t& given) override {
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
    stream_.avail_in = clamped<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = clamped<uInt>(out.size());
    const int status = ::inflate(&stream_, Z_NO_FLUSH);
    in = in.last(in.size() - (clamped<uInt>(in.size()) - stream_.avail_in));
    given = clamped<uInt>(out.size()) - stream_.avail_out;
    if (status == Z_STREAM_END) return Step::end;
    return status == Z_OK || status == Z_BUF_ERROR ? Step::going : Step::broken;
  }
  void restart() override { ::inflateReset(&stream_); }
  bool had_checksum() const override { return true; }

 private:
  z_stream stream_{};
};

class Zstd final : public Decoder {
 public:
  Zstd() : context_(::ZSTD_createDCtx()) {
    GARDE_CHECK(context_ != nullptr);
    constexpr int kMaxWindowLog = 27;  // 128 MiB
    ::ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
  }
  Step step(std::span<const std::byte>& in, std::span<std::byte> out, std::size_t& given) override {
    // The header is read by zstd itself; its checksum flag is bit 2 of the byte behind the magic number. A frame that
    // may be skipped, of which the magic number begins with 5n, holds nothing to check.
    for (std::size_t i = 0; header_seen_ < 5 && i < in.size(); ++i) {
      const auto byte = std::to_integer<unsigned>(in[i]);
      if (++header_seen_ == 1) is_skippable_ = (byte & 0xF0U) == 0x50U;
      if (header_seen_ == 5) checksum_ = is_skippable_ || (byte & 4U) != 0;
    }
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t hint = ::ZSTD_decompressStream(context_.get(), &output, &input);
    in = in.subspan(input.pos);
    given = output.pos;
    if (::ZSTD_isError(hint) != 0)
      return ::ZSTD_getErrorCode(hint) == ZSTD_error_frameParameter_windowTooLarge ? Step::unsupported : Step::broken;
    return hint == 0 ? Step::end : Step::going;
  }
  void restart() override {
    ::ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    header_seen_ = 0;
  }
  bool had_checksum() const override { return checksum_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  unsigned header_seen_ = 0;
  bool is_skippable_ = false;
  bool checksum_ = false;
};

class Xz final : public Decoder {
 public:
  Xz() { restart(); }
  ~Xz() override { ::lzma_end(&stream_); }
  Step step(std::span<const std::byte>& in, std::span<std::byte> out, std::size_t& given) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    lzma_ret status = ::lzma_code(&stream_, LZMA_RUN);
    if (status == LZMA_NO_CHECK) {
      checksum_ = false;
      status = LZMA_OK;
    }
    in = in.last(stream_.avail_in);
    given = out.size() - stream_.avail_out;
    if (status == LZMA_STREAM_END) return Step::end;
    if (status == LZMA_MEMLIMIT_ERROR || status == LZMA_OPTIONS_ERROR || status == LZMA_UNSUPPORTED_CHECK)
      return Step::unsupported;
    return status == LZMA_OK || status == LZMA_BUF_ERROR ? Step::going : Step::broken;
  }
  void restart() override {
    checksum_ = true;
    GARDE_CHECK(::lzma_stream_decoder(&stream_, kMaxDecoderMemory.value,
                                      LZMA_TELL_NO_CHECK | LZMA_TELL_UNSUPPORTED_CHECK) == LZMA_OK);
  }
  bool had_checksum() const override { return checksum_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool checksum_ = true;
};

class Bzip2 final : public Decoder {
 public:
  Bzip2() { restart(); }
  ~Bzip2() override { ::BZ2_bzDecompressEnd(&stream_); }
  Step step(std::span<const std::byte>& in, std::span<std::byte> out, std::size_t& given) override {
    stream_.next_in = const_cast<char*>(reinterpret_cast<const char*>(in.data()));
    stream_.avail_in = clamped<unsigned>(in.size());
    stream_.next_out = reinterpret_cast<char*>(out.data());
    stream_.avail_out = clamped<unsigned>(out.size());
    const int status = ::BZ2_bzDecompress(&stream_);
    in = in.last(in.size() - (clamped<unsigned>(in.size()) - stream_.avail_in));
    given = clamped<unsigned>(out.size()) - stream_.avail_out;
    if (status == BZ_STREAM_END) return Step::end;
    return status == BZ_OK ? Step::going : Step::broken;
  }
  void restart() override {
    if (is_open_) ::BZ2_bzDecompressEnd(&stream_);
    stream_ = {};
    GARDE_CHECK(::BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK);
    is_open_ = true;
  }
  bool had_checksum() const override { return true; }

 private:
  bz_stream stream_{};
  bool is_open_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_decoder(Compression compression) {
  switch (compression) {
    case Compression::none: return nullptr;
    case Compression::gzip: return std::make_unique<Gzip>();
    case Compression::zstd: return std::make_unique<Zstd>();
    case Compression::xz: return std::make_unique<Xz>();
    case Compression::bzip2: return std::make_unique<Bzip2>();
  }
  fail_check("a Compression outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::formats::archives
