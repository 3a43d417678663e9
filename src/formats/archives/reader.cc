#include "formats/archives/reader.h"

#include <algorithm>
#include <list>
#include <mutex>

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
  Result<Found> find(const RestorePoint& point, std::string_view path) const;
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

Result<ArchivesReader::Found> ArchivesReader::find(const RestorePoint& point, std::string_view path) const {
  for (const std::size_t number : TRY(find(point))->archives) {
    const std::string& prefix = stored_.archives[number].prefix;
    if (path.starts_with(prefix)) return Found {
        TRY(opened(number))
        , path.substr(prefix.size())
      };
  }
  return Error{ErrorKind::not_found, std::string(path), std::nullopt, "not in this restore point"};
}

Result<std::vector<RestorePoint>> ArchivesReader::restore_points(const OnDamage& on_damage) const {
  TRY(list_archives(tree_, on_damage));
  std::vector<RestorePoint> points;
  for (const ArchiveGroup& group : stored_.groups) points.push_back(group.point);
  return points;
}

Result<void> ArchivesReader::list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const {
  for (const std::size_t number : TRY(find(point))->archives) {
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
      on_damage(damage);
    };
    if (!archive.prefix.empty()) {
      Node folder;
      folder.path = archive.prefix.substr(0, archive.prefix.size() - 1);
      folder.type = NodeType::directory;
      folder.modified = archive.time;
      TRY(on_node(folder));
    }
    TRY(file->list(
        [&](const Node& node) -> Result<void> {
          if (archive.prefix.empty()) return on_node(node);
          Node below = node;
          below.path = archive.prefix + node.path;
          return on_node(below);
        },
        on_flaw));
  }
  return {};
}

Result<void> ArchivesReader::read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const {
  const auto found = TRY(find(point, path));
  return found.file->read(found.path, on_content);
}

Result<Comparison> ArchivesReader::compare(const RestorePoint& point, std::string_view path,
                                           const io::File& live) const {
  const auto found = TRY(find(point, path));
  return found.file->compare(found.path, live);
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
