#include "formats/restic/decoder.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/restic/pack_header.h"

namespace garde::formats::restic {
namespace {

// Usual blobs are decompressed in one step; longer content goes through in pieces of this size.
constexpr std::size_t kPieceSize = std::size_t{8} << 20U;
// Of indexes and snapshots the length is not known beforehand.
constexpr std::size_t kUnpackedPieceSize = std::size_t{256} << 10U;
constexpr std::uint64_t kMaxUnpacked = std::uint64_t{4} << 30U;

Flaw not_authentic() { return {DamageKind::fails_authentication, "its MAC does not match"}; }

}  // namespace

std::optional<Flaw> Decoder::decompress(std::span<const std::byte> frame, std::uint64_t limit, std::size_t piece_size,
                                        const OnPiece& on_piece) {
  if (pieces_.size() < piece_size) pieces_.resize(piece_size);
  zstd_.start(frame);
  std::uint64_t size = 0;
  for (;;) {
    std::span<const std::byte> piece;
    switch (zstd_.next(pieces_, piece)) {
      case ZstdDecoder::Step::end: return std::nullopt;
      case ZstdDecoder::Step::broken: return Flaw{DamageKind::cannot_decompress, "not a whole zstd frame"};
      case ZstdDecoder::Step::piece:
        size += piece.size();
        if (size > limit) return Flaw{DamageKind::size_mismatch, "longer than it should be once decompressed"};
        if (!on_piece(piece)) return Flaw{DamageKind::malformed, ""};
    }
  }
}

std::optional<Flaw> Decoder::open_blob(std::span<std::byte> bytes, const Blob& blob, const OnPiece& on_piece) {
  if (!opener_.is_authentic(bytes)) return not_authentic();
  const auto plain = opener_.decrypt(bytes);
  std::uint64_t size = 0;
  bool refused = false;
  const OnPiece take = [&](std::span<const std::byte> piece) {
    sha256_.update(piece);
    size += piece.size();
    // The hash tells more than the form does, so it is computed to the end.
    if (on_piece && !refused) refused = !on_piece(piece);
    return true;
  };
  std::optional<Flaw> flaw;
  if (blob.is_compressed())
    flaw = decompress(plain, blob.content_length, std::min<std::size_t>(blob.content_length, kPieceSize), take);
  else
    take(plain);
  const auto digest = sha256_.finish();
  if (flaw) return flaw;
  if (size != blob.size())
    return Flaw{DamageKind::size_mismatch, fmt::format("{} bytes instead of {}", size, blob.size())};
  if (digest != blob.id) return Flaw{DamageKind::wrong_hash, "its content hashes to " + digest.hex()};
  if (refused) return Flaw{DamageKind::malformed, ""};
  return std::nullopt;
}

tl::expected<std::span<const std::byte>, Flaw> Decoder::verified_content(std::span<std::byte> bytes, const Blob& blob) {
  content_.clear();
  std::span<const std::byte> at_once;  // usual content comes in one piece, which stays where it is
  auto flaw = open_blob(bytes, blob, [&](std::span<const std::byte> piece) {
    if (piece.size() == blob.size())
      at_once = piece;
    else
      content_.insert(content_.end(), piece.begin(), piece.end());
    return true;
  });
  if (flaw) return tl::unexpected(std::move(*flaw));
  return content_.empty() ? at_once : std::span<const std::byte>(content_);
}

tl::expected<std::vector<Blob>, Flaw> Decoder::open_header(std::span<std::byte> envelope) {
  if (!opener_.is_authentic(envelope)) return tl::unexpected(not_authentic());
  auto blobs = parse_pack_header(opener_.decrypt(envelope));
  if (!blobs) return tl::unexpected(Flaw{DamageKind::malformed, "not a table of contents"});
  return std::move(*blobs);
}

std::optional<Flaw> Decoder::open_unpacked(std::span<std::byte> bytes, JsonVisitor& visitor) {
  constexpr std::byte kZstd{2};
  if (!opener_.is_authentic(bytes)) return not_authentic();
  const auto plain = opener_.decrypt(bytes);
  JsonParser parser(visitor);
  std::optional<Flaw> flaw;
  if (!plain.empty() && plain[0] == kZstd)
    flaw = decompress(plain.subspan(1), kMaxUnpacked, kUnpackedPieceSize,
                      [&](std::span<const std::byte> piece) { return parser.feed(piece); });
  else
    parser.feed(plain);
  if (flaw && flaw->kind != DamageKind::malformed) return flaw;
  if (flaw || !parser.finish()) return Flaw{DamageKind::malformed, parser.problem()};
  return std::nullopt;
}

}  // namespace garde::formats::restic
