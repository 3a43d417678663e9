// From the bytes on the disk to verified content: authenticate, decrypt, decompress, hash.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "crypto/digest.h"
#include "formats/damage.h"
#include "formats/json.h"
#include "formats/restic/blob_index.h"
#include "formats/restic/envelope.h"
#include "formats/zstd.h"

namespace garde::formats::restic {

// Larger than anything restic writes, except the listing of an enormous directory.
constexpr std::uint32_t kMaxBlobLength = 1U << 31U;

// What is wrong with one thing that was read.
struct Flaw {
  DamageKind kind{};
  std::string detail;
};

// For one thread; keep it. Everything is decrypted in place: `bytes` do not survive.
class Decoder {
 public:
  explicit Decoder(const MasterKey& key) : opener_(key) {}

  bool is_authentic(std::span<const std::byte> envelope) { return opener_.is_authentic(envelope); }

  // Hears the content in pieces, before its hash is known to be right; returns false to stop, which is a
  // `malformed` flaw. May be empty.
  using OnPiece = std::function<bool(std::span<const std::byte>)>;
  std::optional<Flaw> open_blob(std::span<std::byte> bytes, const Blob& blob, const OnPiece& on_piece);

  // The content once all of it is verified; valid until the next call, and while `bytes` are.
  tl::expected<std::span<const std::byte>, Flaw> verified_content(std::span<std::byte> bytes, const Blob& blob);

  // A pack's header.
  tl::expected<std::vector<Blob>, Flaw> open_header(std::span<std::byte> envelope);

  // An index or a snapshot; config too, which is never compressed.
  std::optional<Flaw> open_unpacked(std::span<std::byte> bytes, JsonVisitor& visitor);

  crypto::Sha256Digest hash(std::span<const std::byte> bytes) { return sha256_.of(bytes); }

 private:
  std::optional<Flaw> decompress(std::span<const std::byte> frame, std::uint64_t limit, std::size_t piece_size,
                                 const OnPiece& on_piece);

  EnvelopeOpener opener_;
  crypto::Sha256 sha256_;
  ZstdDecoder zstd_;
  std::vector<std::byte> pieces_;   // what zstd writes into
  std::vector<std::byte> content_;  // of verified_content, when it comes in several pieces
};

}  // namespace garde::formats::restic
