#include "formats/restic/pack_check.h"

#include <algorithm>

#include "formats/little_endian.h"
#include "formats/restic/pack_header.h"

namespace garde::formats::restic {
namespace {

// More flaws in one pack than this are told as one.
constexpr std::size_t kMaxToldApart = 16;

}  // namespace

PackChecker::PackChecker(const WalkContext& context, const TreeWalk& walk, Level level)
    : context_(context),
      walk_(walk),
      level_(level),
      decoder_(context.repository.key),
      source_(context.repository.tree, context.index),
      elsewhere_(context.repository.tree, context.index) {}

std::optional<Flaw> PackChecker::check_blob(const Blob& blob, std::span<std::byte> bytes) {
  if (level_ == Level::content) return decoder_.open_blob(bytes, blob, {});
  if (decoder_.is_authentic(bytes)) return std::nullopt;
  return Flaw{DamageKind::fails_authentication, "its MAC does not match"};
}

PackChecker::Outcome PackChecker::check(const Pack& pack, ByteCount stored_size) {
  Outcome outcome;
  std::vector<const Blob*> wanted;
  for (const Blob& blob : context_.index.blobs_of(pack)) {
    const std::uint32_t number = context_.index.number_of(blob);
    const bool told = blob.end() > stored_size.value || walk_.flawed.test(number);
    if (told) outcome.is_sound = false;
    if (!told && !walk_.verified.test(number)) wanted.push_back(&blob);
  }
  source_.expect(wanted);
  std::vector<Flawed> flawed;
  for (const Blob* blob : wanted) {
    const Look look = source_.look(*blob, [&](std::span<std::byte> bytes) { return check_blob(*blob, bytes); });
    if (look.unstable) context_.findings.add(unstable_blob(context_.index, *blob));
    outcome.is_sound = outcome.is_sound && !look.flaw && !look.unstable;
    if (look.absent) {
      context_.findings.add(missing_pack(context_.index, pack, [](const Pack&) { return true; }));
      return outcome;
    }
    if (look.flaw)
      flawed.push_back({blob, *look.flaw});
    else
      ++outcome.blobs_verified;
  }
  source_.expect({});
  if (!flawed.empty()) report(pack, flawed);
  const std::uint64_t expected = context_.index.expected_size(pack);
  if (stored_size.value == expected && !check_header(pack, expected)) outcome.is_sound = false;
  return outcome;
}

// Nothing is lost by a flaw in it: restoring goes by the index.
bool PackChecker::check_header(const Pack& pack, std::uint64_t expected_size) {
  const auto blobs = context_.index.blobs_of(pack);
  const std::uint64_t start = blobs.empty() ? 0 : blobs.back().end();
  const std::uint64_t length = expected_size - start;
  const auto found = [&](const Flaw& flaw) {
    Finding finding = flawed_pack(pack, flaw, {});
    finding.damage.offset = start;
    finding.damage.detail = "its table of contents: " + finding.damage.detail;
    context_.findings.add(std::move(finding));
  };
  std::uint64_t offset = 0;
  for (const Blob& blob : blobs) {
    if (blob.offset != offset) {
      found({DamageKind::inconsistent, "a gap or an overlap before a blob"});
      return false;
    }
    offset = blob.end();
  }
  const Look look = source_.look_at_end(pack, start, length, [&](std::span<std::byte> bytes) -> std::optional<Flaw> {
    const auto envelope = bytes.first(bytes.size() - kHeaderLengthSize);
    if (read_u32_le(bytes.last(kHeaderLengthSize)) != envelope.size())
      return Flaw{DamageKind::inconsistent, "not of the length it states"};
    const auto header = decoder_.open_header(envelope);
    if (!header) return header.error();
    const bool same = std::ranges::equal(*header, blobs, [](const Blob& a, Blob b) {
      b.pack = a.pack;
      return a == b;
    });
    if (!same) return Flaw{DamageKind::inconsistent, "not what the index says"};
    return std::nullopt;
  });
  if (look.unstable) context_.findings.add(unstable_file(SubjectKind::container, pack.id));
  if (look.flaw) found(*look.flaw);
  return !look.flaw && !look.unstable;
}

bool PackChecker::is_whole_elsewhere(const Blob& blob) {
  return std::ranges::any_of(context_.index.copies(blob.id), [&](std::uint32_t number) {
    const Blob& copy = context_.index.blobs()[number];
    if (&copy == &blob) return false;
    const Look look =
        elsewhere_.look(copy, [&](std::span<std::byte> bytes) { return decoder_.open_blob(bytes, copy, {}); });
    return !look.flaw;
  });
}

void PackChecker::report(const Pack& pack, std::vector<Flawed>& flawed) {
  std::vector<Finding> findings;
  for (const Flawed& one : flawed) {
    Finding finding = flawed_blob(context_.index, *one.blob, one.flaw);
    if (is_whole_elsewhere(*one.blob)) {
      finding.lost.clear();
      finding.damage.consequence = Consequence::decay;
      finding.damage.detail += "; another copy is whole";
    }
    findings.push_back(std::move(finding));
  }
  if (findings.size() <= kMaxToldApart) {
    for (Finding& finding : findings) context_.findings.add(std::move(finding));
    return;
  }
  std::vector<BlobId> lost;
  for (const Finding& finding : findings) lost.insert(lost.end(), finding.lost.begin(), finding.lost.end());
  Finding all = flawed_pack(pack, flawed.front().flaw, std::move(lost));
  all.damage.offset = flawed.front().blob->offset;
  all.damage.pieces = findings.size();
  context_.findings.add(std::move(all));
}

}  // namespace garde::formats::restic
