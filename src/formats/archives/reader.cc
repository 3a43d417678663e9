#include "formats/archives/reader.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_set>

#include "formats/archives/chains.h"
#include "formats/archives/member_path.h"
#include "formats/archives/open_archive.h"
#include "formats/archives/verify.h"
#include "formats/parallel.h"

namespace garde::formats::archives {
namespace {

// Kept open: a restore point holds one or two archives, and two restore points are compared.
constexpr std::size_t kMaxOpen = 4;

class ArchivesReader final : public ArchiveReader {
 public:
  ArchivesReader(const io::Tree& tree, const crypto::SecretBytes* password, unsigned threads)
      : tree_(tree), threads_(threads) {
    if (password != nullptr) password_ = crypto::SecretBytes::copy_of(password->bytes());
  }

  // What was there when it was opened is what is spoken of until it is closed.
  Result<void> load();

  Result<std::vector<RestorePoint>> restore_points(const OnDamage& on_damage) const override;
  Result<void> list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const override;
  Result<void> read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const override;
  Result<Comparison> compare(const RestorePoint& point, std::string_view path, const io::File& live) const override;
  Result<Coverage> verify(const VerifyRequest& request, const OnDamage& on_damage) const override;

 private:
  // Shared, so that an archive dropped to make room lives until whoever reads it is done.
  using Opened = std::shared_ptr<const ArchiveFile>;
  struct Kept {
    std::size_t number;
    Opened file;
  };
  struct Found {
    Opened file;
    std::string_view path;  // within it
  };
  Result<Opened> opened(std::size_t number) const;
  Result<const ArchiveGroup*> find(const RestorePoint& point) const;
  // In the newest archive of the restore point that may hold it, then in those that it goes on from.
  Result<std::vector<Found>> find(const RestorePoint& point, std::string_view path) const;
  Bases bases_in(std::size_t number, const ArchiveFile& file) const;
  Result<void> list_one(std::size_t number, const OnNode& on_node, const OnDamage& on_damage) const;
  const crypto::SecretBytes* password() const { return password_ ? &*password_ : nullptr; }

  const io::Tree& tree_;
  const unsigned threads_;
  std::optional<crypto::SecretBytes> password_;
  StoredArchives stored_;
  mutable std::mutex mutex_;      // over kept_
  mutable std::list<Kept> kept_;  // the one used last in front
};

Result<void> ArchivesReader::load() {
  stored_ = TRY(list_archives(tree_, [](const Damage&) {}));
  if (stored_.groups.empty()) return Error{ErrorKind::not_found, "", std::nullopt, "no archive here"};
  for (const std::size_t number : stored_.groups.back().archives) {
    const auto file = opened(number);
    // One that cannot be read is for verify() to tell.
    if (file && (*file)->lock() == Lock::closed)
      return Error{ErrorKind::wrong_secret, stored_.archives[number].path, std::nullopt,
                   password_ ? "the password does not open it" : "it is encrypted"};
  }
  return {};
}

Result<ArchivesReader::Opened> ArchivesReader::opened(std::size_t number) const {
  const std::scoped_lock lock(mutex_);
  const auto kept = std::ranges::find(kept_, number, &Kept::number);
  if (kept != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, kept);
    return kept_.front().file;
  }
  auto file = open_archive(tree_, stored_.archives[number], password(), false);
  if (!file && file.error().kind == ErrorKind::unreadable)
    file = open_archive(tree_, stored_.archives[number], password(), true);
  if (!file) return file.error();
  kept_.push_front({number, Opened(std::move(file).take())});
  if (kept_.size() > kMaxOpen) kept_.pop_back();
  return kept_.front().file;
}

Result<const ArchiveGroup*> ArchivesReader::find(const RestorePoint& point) const {
  const auto group =
      std::ranges::find_if(stored_.groups, [&](const ArchiveGroup& one) { return one.point.id == point.id; });
  if (group == stored_.groups.end())
    return Error{ErrorKind::not_found, point.id, std::nullopt, "no such restore point"};
  return &*group;
}

Result<std::vector<ArchivesReader::Found>> ArchivesReader::find(const RestorePoint& point,
                                                                std::string_view path) const {
  for (const std::size_t number : TRY(find(point))->archives) {
    const std::string& prefix = stored_.archives[number].prefix;
    if (!path.starts_with(prefix)) continue;
    std::vector<Found> found;
    found.push_back({
      TRY(opened(number))
      , path.substr(prefix.size())
    });
    for (const std::size_t base : bases_in(number, *found.front().file).archives)
      found.push_back({
        TRY(opened(base))
        , path.substr(prefix.size())
      });
    return found;
  }
  return Error{ErrorKind::not_found, std::string(path), std::nullopt, "not in this restore point"};
}

// By its name, or by what it says itself: then every one before it in its series, until one that is whole.
Bases ArchivesReader::bases_in(std::size_t number, const ArchiveFile& file) const {
  if (stored_.archives[number].share != Share::whole) return bases_of(stored_.archives, number);
  Bases bases;
  if (file.left_to_earlier().empty()) return bases;
  bases.is_complete = false;
  for (std::size_t i = number; i-- > 0 && !bases.is_complete;) {
    if (stored_.archives[i].series != stored_.archives[number].series) continue;
    bases.archives.push_back(i);
    const auto earlier = opened(i);
    bases.is_complete = earlier && (*earlier)->left_to_earlier().empty();
  }
  return bases;
}

Result<std::vector<RestorePoint>> ArchivesReader::restore_points(const OnDamage& on_damage) const {
  TRY(list_archives(tree_, on_damage));
  std::vector<RestorePoint> points;
  for (const ArchiveGroup& group : stored_.groups) points.push_back(group.point);
  return points;
}

Result<void> ArchivesReader::list_one(std::size_t number, const OnNode& on_node, const OnDamage& on_damage) const {
  const StoredArchive& archive = stored_.archives[number];
  const auto file = TRY(opened(number));
  const auto on_flaw = [&](const Flaw& flaw) {
    Damage damage;
    damage.kind = flaw.kind;
    damage.consequence = flaw.consequence;
    damage.subject = {flaw.member.empty() ? SubjectKind::container : SubjectKind::piece,
                      flaw.member.empty() ? archive.path : flaw.member};
    damage.within = flaw.member.empty() ? "" : archive.path;
    damage.offset = flaw.offset;
    damage.detail = flaw.detail;
    const auto place = member_path(flaw.member);
    std::string path = archive.prefix + (place ? place->path : flaw.member);
    if (!path.empty()) {
      damage.affected.paths = {{std::move(path), ""}};
      damage.affected.path_count = 1;
    }
    on_damage(damage);
  };
  return file->list(
      [&](const Node& node) -> Result<void> {
        if (archive.prefix.empty()) return on_node(node);
        Node below = node;
        below.path = archive.prefix + node.path;
        return on_node(below);
      },
      on_flaw);
}

Result<void> ArchivesReader::list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const {
  for (const std::size_t number : TRY(find(point))->archives) {
    const StoredArchive& archive = stored_.archives[number];
    if (!archive.prefix.empty()) {
      Node folder;
      folder.path = archive.prefix.substr(0, archive.prefix.size() - 1);
      folder.type = NodeType::directory;
      folder.modified = archive.time;
      TRY(on_node(folder));
    }
    const auto file = TRY(opened(number));
    const Bases bases = bases_in(number, *file);
    if (bases.archives.empty() && bases.is_complete) {
      TRY(list_one(number, on_node, on_damage));
      continue;
    }
    // What stands in a newer one is not what an older one says; and of those told by name, what was there.
    std::unordered_set<std::string> seen;
    const auto is_new = [&](const Node& node) -> Result<void> {
      return seen.insert(node.path).second ? on_node(node) : Result<void>();
    };
    TRY(list_one(number, is_new, on_damage));
    const std::vector<std::string>& left = file->left_to_earlier();
    const auto was_there = [&](const Node& node) -> Result<void> {
      const std::string_view path = std::string_view(node.path).substr(archive.prefix.size());
      if (!left.empty() && node.type != NodeType::directory && !std::ranges::binary_search(left, path)) return {};
      return is_new(node);
    };
    for (const std::size_t base : bases.archives) TRY(list_one(base, was_there, on_damage));
    if (bases.is_complete) continue;
    Damage damage;
    damage.kind = DamageKind::missing;
    damage.consequence = Consequence::loss;
    damage.subject = {SubjectKind::container, archive.path};
    damage.detail = "the archive that it goes on from is not here";
    on_damage(damage);
  }
  return {};
}

// Asked of each archive of a chain, until one has it.
Result<void> ArchivesReader::read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const {
  Result<void> read;
  for (const Found& found : TRY(find(point, path))) {
    read = found.file->read(found.path, on_content);
    if (read || read.error().kind != ErrorKind::not_found) break;
  }
  return read;
}

Result<Comparison> ArchivesReader::compare(const RestorePoint& point, std::string_view path,
                                           const io::File& live) const {
  Result<Comparison> compared = Comparison::different;
  for (const Found& found : TRY(find(point, path))) {
    compared = found.file->compare(found.path, live);
    if (compared || compared.error().kind != ErrorKind::not_found) break;
  }
  return compared;
}

Result<Coverage> ArchivesReader::verify(const VerifyRequest& request, const OnDamage& on_damage) const {
  const unsigned threads = usual_threads(request.threads > 0 ? request.threads : threads_);
  return archives::verify(tree_, password(), threads, request, on_damage);
}

}  // namespace

Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, const crypto::SecretBytes* password,
                                            unsigned threads) {
  auto reader = std::make_unique<ArchivesReader>(tree, password, threads);
  TRY(reader->load());
  return std::unique_ptr<ArchiveReader>(std::move(reader));
}

}  // namespace garde::formats::archives
