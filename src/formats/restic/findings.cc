#include "formats/restic/findings.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace garde::formats::restic {
namespace {

constexpr std::string_view kUnstable = "wrong when first read, right when read again";

Damage damage_of(DamageKind kind, SubjectKind subject, std::string name, std::string detail) {
  Damage damage;
  damage.kind = kind;
  damage.consequence = usual_consequence(kind);
  damage.subject = {subject, std::move(name)};
  damage.detail = std::move(detail);
  return damage;
}

Damage damage_of(const BlobIndex& index, const Blob& blob, DamageKind kind, std::string detail) {
  Damage damage = damage_of(kind, SubjectKind::piece, blob.id.hex(), std::move(detail));
  damage.within = index.packs()[blob.pack].id.hex();
  damage.offset = blob.offset;
  return damage;
}

// The blobs of a pack that end after `size` and lie in no other pack that is there.
std::vector<BlobId> without_other_copy(const BlobIndex& index, const Pack& pack, ByteCount size,
                                       const IsThere& is_there) {
  std::vector<BlobId> lost;
  for (const Blob& blob : index.blobs_of(pack)) {
    const bool elsewhere = std::ranges::any_of(index.copies(blob.id), [&](std::uint32_t number) {
      const Pack& other = index.packs()[index.blobs()[number].pack];
      return &other != &pack && is_there(other);
    });
    if (blob.end() > size.value && !elsewhere) lost.push_back(blob.id);
  }
  return lost;
}

}  // namespace

void Findings::add(Finding finding) {
  findings_.with([&](auto& findings) { findings.push_back(std::move(finding)); });
}

std::uint64_t Findings::count() const {
  return findings_.with([](const auto& findings) { return findings.size(); });
}

std::vector<Finding> Findings::take() {
  auto findings = findings_.with([](auto& kept) { return std::exchange(kept, {}); });
  const auto place = [](const Finding& finding) {
    const Damage& damage = finding.damage;
    return std::tie(damage.consequence, damage.subject.kind, damage.within, damage.offset, damage.subject.name,
                    damage.kind);
  };
  std::ranges::stable_sort(findings, [&](const Finding& a, const Finding& b) { return place(a) < place(b); });
  return findings;
}

Finding flawed_file(SubjectKind kind, const crypto::Sha256Digest& id, const Flaw& flaw) {
  return {.damage = damage_of(flaw.kind, kind, id.hex(), flaw.detail)};
}

Finding unstable_file(SubjectKind kind, const crypto::Sha256Digest& id) {
  return {.damage = damage_of(DamageKind::unstable, kind, id.hex(), std::string(kUnstable))};
}

Finding flawed_blob(const BlobIndex& index, const Blob& blob, const Flaw& flaw) {
  return {.damage = damage_of(index, blob, flaw.kind, flaw.detail), .lost = {blob.id}};
}

Finding unstable_blob(const BlobIndex& index, const Blob& blob) {
  return {.damage = damage_of(index, blob, DamageKind::unstable, std::string(kUnstable))};
}

Finding missing_blob(const BlobId& id) {
  return {.damage = damage_of(DamageKind::missing, SubjectKind::piece, id.hex(), "no index knows it"),
          .lost = {id},
          .is_absence = true};
}

Finding flawed_pack(const Pack& pack, const Flaw& flaw, std::vector<BlobId> lost) {
  Finding finding = flawed_file(SubjectKind::container, pack.id, flaw);
  if (lost.empty())
    finding.damage.consequence = Consequence::decay;
  else
    finding.damage.pieces = lost.size();
  finding.lost = std::move(lost);
  return finding;
}

Finding missing_pack(const BlobIndex& index, const Pack& pack, const IsThere& is_there) {
  Finding finding = flawed_pack(pack, {DamageKind::missing, "an index names it, and it is not there"},
                                without_other_copy(index, pack, {0}, is_there));
  finding.is_absence = true;
  return finding;
}

Finding truncated_pack(const BlobIndex& index, const Pack& pack, ByteCount size, const IsThere& is_there) {
  std::string detail = fmt::format("{} bytes instead of {}", size.value, index.expected_size(pack));
  Finding finding =
      flawed_pack(pack, {DamageKind::truncated, std::move(detail)}, without_other_copy(index, pack, size, is_there));
  finding.damage.offset = size.value;
  return finding;
}

}  // namespace garde::formats::restic
