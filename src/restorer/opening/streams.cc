// Archives read from their first to their last member, and compressed files, by the readers of backups.
#include <array>

#include "formats/archives/plain_stream.h"
#include "formats/tar/tar_stream.h"
#include "restorer/opening/forms.h"

namespace garde::restorer::opening {
namespace {

using formats::DamageKind;
using formats::UnjudgedReason;
using formats::archives::Compression;
using formats::archives::Flaw;
using formats::archives::PlainStream;

constexpr std::uint64_t kMaxInflated = std::uint64_t{16} << 30U;  // of one file: more is a bomb

Opening of_flaw(const Flaw& flaw) {
  const auto reason = [&] {
    switch (flaw.kind) {
      case DamageKind::truncated: return OpeningReason::truncated;
      case DamageKind::unreadable: return OpeningReason::unreadable;
      case DamageKind::cannot_decompress: return OpeningReason::cannot_decompress;
      case DamageKind::wrong_hash: return OpeningReason::wrong_checksum;
      default: return OpeningReason::malformed;
    }
  }();
  Opening opening = broken(reason, flaw.offset);
  opening.part = flaw.member;
  return opening;
}

Opening of_unjudged(UnjudgedReason reason) {
  switch (reason) {
    case UnjudgedReason::no_password:
    case UnjudgedReason::other_password:
    case UnjudgedReason::encryption_not_read: return not_read(OpeningReason::locked);
    case UnjudgedReason::too_demanding:
    case UnjudgedReason::unpacks_too_far: return not_read(OpeningReason::too_large);
    default: return not_read(OpeningReason::form_not_read);
  }
}

Compression compression_of(const io::File& file) {
  std::array<std::byte, 6> first{};
  const std::size_t got = file.read_at(0, first).value_or(0);
  return formats::archives::compression_of(std::span<const std::byte>(first).first(got));
}

Opening read_tar(const io::File& file, Compression compression) {
  return read_members(
      [&](const formats::archives::OnFlaw& on_flaw) { return formats::tar::open_stream(file, compression, on_flaw); });
}

}  // namespace

Opening read_members(const formats::archives::OpenStream& open) {
  std::optional<Opening> wrong;
  const auto stream = open([&](const Flaw& flaw) {
    if (!wrong && flaw.consequence != formats::Consequence::untidy) wrong = of_flaw(flaw);
  });
  std::optional<UnjudgedReason> unjudged;
  std::uint64_t given = 0;
  while (const auto* member = stream->next()) {
    if (member->unjudged) unjudged = member->unjudged;
    for (auto piece = stream->content(); !piece.empty(); piece = stream->content())
      if ((given += piece.size()) > kMaxInflated) return not_read(OpeningReason::too_large);
    if (wrong) return *wrong;
  }
  if (wrong) return *wrong;
  if (stream->unjudged()) unjudged = stream->unjudged();
  return unjudged ? of_unjudged(*unjudged) : opened();
}

bool is_tar(std::span<const std::byte> head) {
  // An empty block is an end mark, and anything else.
  return formats::tar::is_tar(head) && head[0] != std::byte{0};
}

Opening open_tar(const io::File& file) { return read_tar(file, Compression::none); }

Opening open_compressed(const io::File& file) {
  const Compression compression = compression_of(file);
  if (compression == Compression::none) return broken(OpeningReason::malformed, 0);
  PlainStream stream(file, compression);
  std::array<std::byte, 512> first{};
  if (stream.fill(first) && is_tar(first)) return read_tar(file, compression);
  while (!stream.take(kMaxInflated).empty())
    if (stream.taken() > kMaxInflated) return not_read(OpeningReason::too_large);
  if (stream.flaw()) return of_flaw(*stream.flaw());
  if (stream.unjudged()) return of_unjudged(*stream.unjudged());
  // Whole, and nothing in it: what a program makes of a dump that failed.
  return stream.taken() == 0 ? not_read(OpeningReason::empty) : opened();
}

}  // namespace garde::restorer::opening
