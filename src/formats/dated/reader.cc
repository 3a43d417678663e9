#include "formats/dated/reader.h"

#include <algorithm>

#include "formats/mirror/reader.h"
#include "formats/named_time.h"
#include "formats/residue.h"
#include "io/subtree.h"

namespace garde::formats::dated {
namespace {

// The tree with nothing at its root but the folders that are restore points: what lies beside them (a log, a folder
// being written) is no backup.
class ToldFolders final : public io::Tree {
 public:
  explicit ToldFolders(const io::Tree& tree) : tree_(tree) {}
  Result<void> list(std::string_view directory, io::Detail detail, const io::OnEntry& on_entry) const override {
    if (!directory.empty()) return tree_.list(directory, detail, on_entry);
    return tree_.list("", detail, [&](const io::Entry& entry) -> Result<void> {
      const bool is_told = entry.type == io::EntryType::directory && !is_unfinished(entry.name) &&
                           read_backup_name(entry.name).is_told();
      return is_told ? on_entry(entry) : Result<void>();
    });
  }
  Result<io::Stat> stat(std::string_view path) const override { return tree_.stat(path); }
  Result<std::unique_ptr<io::File>> open(std::string_view path, io::Access access) const override {
    return tree_.open(path, access);
  }

 private:
  const io::Tree& tree_;
};

// A folder of the destination as the mirror it is.
struct Folder {
  Folder(const io::Tree& tree, const std::string& name, unsigned threads)
      : below(tree, name), mirror(mirror::open(below, threads)) {}
  io::Subtree below;
  std::unique_ptr<ArchiveReader> mirror;
};

// What a mirror of the whole destination calls a path, in terms of a restore point and of a path in it.
void place_in_its_folder(Affected& affected) {
  std::vector<std::string> points;
  for (Affected::Path& hit : affected.paths) {
    const std::size_t slash = std::min(hit.path.find('/'), hit.path.size());
    hit.restore_point = hit.path.substr(0, slash);
    hit.path.erase(0, slash + 1);
    if (hit.path.empty()) hit.path = "/";
    if (std::ranges::find(points, hit.restore_point) == points.end()) points.push_back(hit.restore_point);
  }
  affected.restore_point_count = points.size();
  affected.restore_points = std::move(points);
}

class DatedReader final : public ArchiveReader {
 public:
  DatedReader(const io::Tree& tree, unsigned threads) : tree_(tree), folders_(tree), threads_(threads) {}

  Result<std::vector<RestorePoint>> restore_points(const OnDamage& on_damage) const override;
  Result<void> list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const override {
    return TRY(folder(point))
    ->mirror->list(point, on_node, on_damage);
  }
  Result<void> read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const override {
    return TRY(folder(point))
    ->mirror->read(point, path, on_content);
  }
  Result<Comparison> compare(const RestorePoint& point, std::string_view path, const io::File& live) const override {
    return TRY(folder(point))
    ->mirror->compare(point, path, live);
  }
  // All folders at once, so that a few large ones and many small ones are read in the order of the disk.
  Result<Coverage> verify(const VerifyRequest& request, const OnDamage& on_damage) const override {
    return mirror::open(folders_, threads_)->verify(request, [&](Damage damage) {
      place_in_its_folder(damage.affected);
      on_damage(damage);
    });
  }

 private:
  Result<std::unique_ptr<Folder>> folder(const RestorePoint& point) const {
    if (point.id.find('/') != std::string::npos || !read_backup_name(point.id).is_told())
      return Error{ErrorKind::not_found, point.id, std::nullopt, "no such restore point"};
    return std::make_unique<Folder>(tree_, point.id, threads_);
  }

  const io::Tree& tree_;
  ToldFolders folders_;
  const unsigned threads_;
};

// A folder whose name tells a day, or that the program marks when it is done, needs no look at what it holds; one that
// is overwritten in turn is as old as the newest in it.
Result<std::vector<RestorePoint>> DatedReader::restore_points(const OnDamage& on_damage) const {
  struct Seen {
    std::string name;
    Instant modified;
  };
  std::vector<Seen> seen;
  TRY(folders_.list("", io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
    if (seen.size() == kMaxFolders)
      return Error{ErrorKind::unsupported, "", std::nullopt, "more dated folders than a practice makes"};
    seen.push_back({std::string(entry.name), entry.stat ? entry.stat->modified : Instant{}});
    return {};
  }));
  std::vector<RestorePoint> points;
  for (const Seen& one : seen) {
    const BackupName name = read_backup_name(one.name);
    RestorePoint point;
    point.id = one.name;
    point.paths = {one.name};
    point.time = time_of_backup(name, one.modified);
    if (name.turn == Turn::weekday || name.turn == Turn::month) {
      const Folder folder(tree_, one.name, threads_);
      const auto within = folder.mirror->restore_points(on_damage);
      if (within && within->empty()) continue;  // nothing was ever written there
      if (within) {
        point.time = std::max(point.time, within->front().time);
        point.files = within->front().files;
        point.bytes = within->front().bytes;
      }
    }
    points.push_back(std::move(point));
  }
  std::ranges::sort(points, [](const RestorePoint& a, const RestorePoint& b) {
    return a.time != b.time ? a.time < b.time : a.id < b.id;
  });
  return points;
}

}  // namespace

Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, unsigned threads) {
  auto reader = std::make_unique<DatedReader>(tree, threads);
  if (TRY(reader->restore_points([](const Damage&) {})).empty())
    return Error{ErrorKind::not_found, "", std::nullopt, "no folder here is told by its name"};
  return std::unique_ptr<ArchiveReader>(std::move(reader));
}

}  // namespace garde::formats::dated
