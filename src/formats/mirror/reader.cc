#include "formats/mirror/reader.h"

#include <algorithm>
#include <cstring>

#include "formats/mirror/listing.h"
#include "formats/mirror/verify.h"
#include "formats/parallel.h"

namespace garde::formats::mirror {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;  // stays in a core's own cache

NodeType type_of(io::EntryType type) {
  switch (type) {
    case io::EntryType::file: return NodeType::file;
    case io::EntryType::directory: return NodeType::directory;
    case io::EntryType::symlink: return NodeType::symlink;
    case io::EntryType::other: return NodeType::other;
  }
  fail_check("an EntryType outside its enum", __FILE__, __LINE__);
}

class Reader final : public ArchiveReader {
 public:
  Reader(const io::Tree& tree, unsigned threads) : tree_(tree), threads_(threads) {}

  Result<std::vector<RestorePoint>> restore_points(const OnDamage& on_damage) const override;
  Result<void> list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const override;
  Result<void> read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const override;
  Result<Comparison> compare(const RestorePoint& point, std::string_view path, const io::File& live) const override;
  Result<Coverage> verify(const VerifyRequest& request, const OnDamage& on_damage) const override {
    VerifyRequest own = request;
    if (own.threads == 0) own.threads = threads_;
    return mirror::verify(tree_, own, on_damage);
  }

 private:
  const io::Tree& tree_;
  const unsigned threads_;
};

Result<std::vector<RestorePoint>> Reader::restore_points(const OnDamage& on_damage) const {
  const Listing listing = TRY(list_everything(tree_, threads_, {}));
  for (const Damage& damage : listing.damages) on_damage(damage);
  std::vector<RestorePoint> points;
  if (listing.files.empty()) return points;
  RestorePoint point;
  point.id = point_id(listing);
  point.time = listing.newest;
  point.files = listing.files.size();
  point.bytes = listing.bytes;
  points.push_back(std::move(point));
  return points;
}

Result<void> Reader::list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const {
  const auto report = [&](SubjectKind subject, const std::string& path, std::string detail) {
    Damage damage = damage_of(DamageKind::unreadable, subject, path, std::move(detail));
    damage.affected = {
        .paths = {{path, point.id}}, .path_count = 1, .restore_points = {point.id}, .restore_point_count = 1};
    on_damage(damage);
  };
  std::vector<std::string> pending{""};
  while (!pending.empty()) {
    const std::string directory = std::move(pending.back());
    pending.pop_back();
    std::optional<Error> refused;  // by on_node
    bool begun = false;
    const io::OnEntry on_entry = [&](const io::Entry& entry) -> Result<void> {
      begun = true;
      if (directory.empty() && is_of_the_system(entry.name)) return {};
      std::string path = join(directory, entry.name);
      if (!entry.stat) {
        report(SubjectKind::file, path, "the system does not tell what it is");
        return {};
      }
      const NodeType type = type_of(entry.stat->type);
      const auto taken = on_node({.path = path,
                                  .type = type,
                                  .size = {type == NodeType::file ? entry.stat->size.value : 0},
                                  .modified = entry.stat->modified,
                                  .permissions = entry.stat->permissions,
                                  .link_target = "",
                                  .content = std::nullopt});
      if (!taken) {
        refused = taken.error();
        return *refused;
      }
      if (type == NodeType::directory && path.size() <= kMaxPath) pending.push_back(std::move(path));
      return {};
    };
    auto listed = tree_.list(directory, io::Detail::stats, on_entry);
    if (!listed && !begun) listed = tree_.list(directory, io::Detail::stats, on_entry);
    if (refused) return *refused;
    if (listed || listed.error().kind == ErrorKind::not_found) continue;
    if (directory.empty()) return listed;
    report(SubjectKind::directory, directory + '/', listed.error().detail);
  }
  return {};
}

Result<void> Reader::read(const RestorePoint& /*point*/, std::string_view path, const OnContent& on_content) const {
  const auto file = TRY(tree_.open(path, io::Access::sequential));
  const std::uint64_t size = file->size().value;
  std::vector<std::byte> buffer(std::min<std::uint64_t>(kPiece, size));
  for (std::uint64_t offset = 0; offset < size;) {
    const auto piece = std::span(buffer).first(std::min<std::uint64_t>(buffer.size(), size - offset));
    TRY(io::read_exactly(*file, path, offset, piece));
    TRY(on_content(piece));
    offset += piece.size();
  }
  return {};
}

Result<Comparison> Reader::compare(const RestorePoint& /*point*/, std::string_view path, const io::File& live) const {
  const auto file = TRY(tree_.open(path, io::Access::sequential));
  const std::uint64_t size = file->size().value;
  if (live.size().value != size) return Comparison::different;
  std::vector<std::byte> ours(std::min<std::uint64_t>(kPiece, size));
  std::vector<std::byte> theirs(ours.size());
  for (std::uint64_t offset = 0; offset < size;) {
    const std::size_t count = std::min<std::uint64_t>(ours.size(), size - offset);
    TRY(io::read_exactly(*file, path, offset, std::span(ours).first(count)));
    const std::size_t got = TRY(live.read_at(offset, std::span(theirs).first(count)));
    if (got != count || std::memcmp(ours.data(), theirs.data(), count) != 0) return Comparison::different;
    offset += count;
  }
  return Comparison::same;
}

}  // namespace

std::unique_ptr<ArchiveReader> open(const io::Tree& tree, unsigned threads) {
  return std::make_unique<Reader>(tree, usual_threads(threads));
}

}  // namespace garde::formats::mirror
