#include "formats/archives/plain_stream.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/archives/decoder.h"
#include "formats/little_endian.h"

namespace garde::formats::archives {
namespace {

constexpr std::size_t kInPiece = std::size_t{256} << 10U;
constexpr std::size_t kOutPiece = std::size_t{256} << 10U;  // small enough for the processor's cache

struct Magic {
  Compression compression;
  std::string_view bytes;
};
constexpr auto kMagics = std::to_array<Magic>({{Compression::gzip, "\x1f\x8b\x08"},
                                               {Compression::zstd, "\x28\xb5\x2f\xfd"},
                                               {Compression::xz, {"\xfd\x37\x7a\x58\x5a\x00", 6}},
                                               {Compression::bzip2, "BZh"}});

constexpr std::size_t kLongestMagic = 6;

// A frame of zstd that holds no content: pzstd and seekable archives write them.
bool is_skippable(std::span<const std::byte> bytes) {
  return bytes.size() >= 4 && (read_u32_le(bytes) & 0xFFFFFFF0U) == 0x184D2A50U;
}

bool begins_with(std::span<const std::byte> bytes, std::string_view magic) {
  return bytes.size() >= magic.size() && std::ranges::equal(bytes.first(magic.size()), std::as_bytes(std::span(magic)));
}

}  // namespace

Compression compression_of(std::span<const std::byte> first) {
  for (const Magic& magic : kMagics)
    if (begins_with(first, magic.bytes)) return magic.compression;
  return Compression::none;
}

std::string_view name(Compression compression) {
  switch (compression) {
    case Compression::none: return "none";
    case Compression::gzip: return "gzip";
    case Compression::zstd: return "zstd";
    case Compression::xz: return "xz";
    case Compression::bzip2: return "bzip2";
  }
  fail_check("a Compression outside its enum", __FILE__, __LINE__);
}

PlainStream::PlainStream(const io::File& file, Compression compression)
    : file_(file),
      compression_(compression),
      decoder_(make_decoder(compression)),
      in_(static_cast<std::size_t>(std::clamp<std::uint64_t>(file.size().value, kLongestMagic, kInPiece))) {
  if (decoder_ != nullptr) out_.resize(kOutPiece);
}

PlainStream::~PlainStream() = default;

void PlainStream::fail(DamageKind kind, std::string detail) {
  flaw_ = flaw_of(kind, "", offset_ - rest_.size(), std::move(detail));
  ended_ = true;
}

bool PlainStream::read_more() {
  const auto got = file_.read_at(offset_, in_);
  if (!got) {
    fail(DamageKind::unreadable, got.error().detail);
    return false;
  }
  offset_ += *got;
  rest_ = std::span<const std::byte>(in_).first(*got);
  return true;
}

std::span<const std::byte> PlainStream::take(std::uint64_t size) {
  if (given_.empty()) given_ = next();
  const auto bytes = given_.first(static_cast<std::size_t>(std::min<std::uint64_t>(size, given_.size())));
  given_ = given_.subspan(bytes.size());
  taken_ += bytes.size();
  return bytes;
}

bool PlainStream::skip(std::uint64_t size) {
  while (size > 0) {
    const auto bytes = take(size);
    if (bytes.empty()) return false;
    size -= bytes.size();
  }
  return true;
}

bool PlainStream::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const auto bytes = take(out.size());
    if (bytes.empty()) return false;
    std::ranges::copy(bytes, out.begin());
    out = out.subspan(bytes.size());
  }
  return true;
}

bool PlainStream::skip_zeros() {
  for (;;) {
    const auto other = std::ranges::find_if(rest_, [](std::byte byte) { return byte != std::byte{0}; });
    rest_ = rest_.subspan(static_cast<std::size_t>(other - rest_.begin()));
    if (!rest_.empty()) return true;
    if (!read_more() || rest_.empty()) return false;
  }
}

// gzip and bzip2 pass over zeros at the end, and bzip2 over anything; xz has zeros by fours between its streams. What
// is a tool's own word for damage is ours too.
void PlainStream::end_stream() {
  has_checksum_ = (streams_ == 0 || has_checksum_) && decoder_->had_checksum();
  ++streams_;
  const std::uint64_t end = offset_ - rest_.size();
  const auto follows_on = [&] {
    // Enough of what follows to tell what it is.
    if (rest_.size() < kLongestMagic) {
      offset_ -= rest_.size();
      if (!read_more()) return false;
    }
    return compression_of(rest_) == compression_ || (compression_ == Compression::zstd && is_skippable(rest_));
  };
  if (follows_on()) return decoder_->restart();
  if (flaw_) return;
  const bool goes_on = skip_zeros();
  if (flaw_) return;
  const std::uint64_t padding = offset_ - rest_.size() - end;
  constexpr std::uint64_t kXzPadding = 4;
  const bool may_be_padded = compression_ == Compression::gzip || compression_ == Compression::bzip2 ||
                             (compression_ == Compression::xz && padding % kXzPadding == 0);
  ended_ = true;
  if (!goes_on && (padding == 0 || may_be_padded)) return;
  if (goes_on && compression_ == Compression::xz && may_be_padded && follows_on()) {
    ended_ = false;
    return decoder_->restart();
  }
  if (flaw_) return;
  if (compression_ == Compression::bzip2) {
    unjudged_ = UnjudgedReason::behind_its_end;
    return;
  }
  flaw_ = flaw_of(DamageKind::size_mismatch, "", end, "something else follows its compressed stream");
  flaw_->consequence = Consequence::decay;
}

std::span<const std::byte> PlainStream::next() {
  while (!ended_) {
    if (rest_.empty() && !read_more()) return {};
    const bool is_at_end = rest_.empty();
    if (decoder_ == nullptr) {
      ended_ = is_at_end;
      plain_ += rest_.size();
      return std::exchange(rest_, {});
    }
    std::size_t given = 0;
    const auto step = decoder_->step(rest_, out_, given);
    plain_ += given;
    if (is_at_end && step == Decoder::Step::going && given == 0) {
      fail(DamageKind::truncated, fmt::format("its {} stream ends too early", name(compression_)));
      return {};
    }
    if (step == Decoder::Step::broken) {
      fail(DamageKind::cannot_decompress,
           fmt::format("its {} stream does not unpack, or its checksum is another", name(compression_)));
    } else if (step == Decoder::Step::unsupported) {
      unjudged_ = UnjudgedReason::too_demanding;
      ended_ = true;
    } else if (step == Decoder::Step::end) {
      end_stream();
    } else if (plain_ > kAlwaysUnpacked.value && plain_ / kMaxExpansion > file_.size().value) {
      unjudged_ = UnjudgedReason::unpacks_too_far;
      ended_ = true;
    }
    if (given > 0) return std::span<const std::byte>(out_).first(given);
  }
  return {};
}

}  // namespace garde::formats::archives
