#include "formats/mirror/listing.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/mistake.h"
#include "formats/too_much.h"

namespace garde::formats::mirror {
namespace {

constexpr std::array<std::string_view, 8> kOfTheSystem{
    "lost+found",      "System Volume Information", "$RECYCLE.BIN",   ".Trashes", ".fseventsd",
    ".Spotlight-V100", ".DocumentRevisions-V100",   ".TemporaryItems"};

// What one directory holds, before it joins the rest.
struct Found {
  std::vector<std::string> directories;
  std::vector<io::FileIdentity> identities;  // of the directories
  std::vector<ListedFile> files;
  std::string names;
  std::vector<Damage> damages;
  Instant newest{};
  ByteCount bytes;
};

class Lister {
 public:
  Lister(const io::Tree& tree, std::stop_token stop) : tree_(tree), stop_(std::move(stop)) {
    listing_.directories.emplace_back();
  }

  Result<Listing> run(unsigned threads) {
    MistakeCarrier carrier;
    const auto look = [&] {
      if (!carrier.run([this] { work(); })) give_up();
    };
    {
      std::vector<std::jthread> others;
      for (unsigned i = 1; i < threads; ++i) others.emplace_back(look);
      look();
    }
    carrier.rethrow();
    if (stop_.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, "stopped while listing"};
    if (failure_) return *failure_;
    return std::move(listing_);
  }

 private:
  void work();
  void give_up();  // one of the threads threw, and the others would wait for it
  Result<Found> look_into(const std::string& directory) const;
  void add_entry(const std::string& directory, const io::Entry& entry, Found& found) const;
  void keep(std::size_t number, Result<Found> found);

  const io::Tree& tree_;
  const std::stop_token stop_;
  std::mutex mutex_;  // over all below
  std::condition_variable changed_;
  bool lies_in_itself(std::size_t parent, const io::FileIdentity& identity) const;
  Listing listing_;
  struct Origin {
    std::size_t parent = 0;
    io::FileIdentity identity;
  };
  std::vector<Origin> origins_{Origin()};  // of listing_.directories
  std::size_t next_ = 0;                   // of listing_.directories
  std::size_t working_ = 0;                // threads looking into one
  std::optional<Error> failure_;
};

void Lister::add_entry(const std::string& directory, const io::Entry& entry, Found& found) const {
  if (directory.empty() && is_of_the_system(entry.name)) return;
  std::optional<io::Stat> stat = entry.stat;
  if (!stat) {
    const auto again = tree_.stat(join(directory, entry.name));
    if (!again && again.error().kind == ErrorKind::not_found) return;  // removed meanwhile
    if (!again) {
      const bool is_directory = entry.type == io::EntryType::directory;
      found.damages.push_back(damage_of(DamageKind::unreadable,
                                        is_directory ? SubjectKind::directory : SubjectKind::file,
                                        join(directory, entry.name) + (is_directory ? "/" : ""), again.error().detail));
      return;
    }
    stat = *again;
  }
  if (stat->type == io::EntryType::directory) {
    found.newest = std::max(found.newest, stat->modified);
    std::string path = join(directory, entry.name);
    if (path.size() > kMaxPath)
      found.damages.push_back(
          damage_of(DamageKind::unreadable, SubjectKind::directory, path + '/', "deeper than this program looks"));
    else {
      found.directories.push_back(std::move(path));
      found.identities.push_back(stat->identity);
    }
  }
  if (stat->type != io::EntryType::file) return;
  found.newest = std::max(found.newest, stat->modified);
  found.bytes += stat->size;
  found.files.push_back({.name = static_cast<std::uint32_t>(found.names.size()),
                         .size = stat->size.value,
                         .modified = stat->modified,
                         .number = stat->identity.number});
  found.names.append(entry.name).push_back('\0');
}

// Tried twice: a cable or a disk that hesitates once costs nothing.
Result<Found> Lister::look_into(const std::string& directory) const {
  for (int attempt = 1;; ++attempt) {
    Found found;
    const auto listed = tree_.list(directory, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
      if (stop_.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      add_entry(directory, entry, found);
      return {};
    });
    if (listed) return found;
    if (attempt == 2 || listed.error().kind != ErrorKind::unreadable) return listed.error();
  }
}

// A file system that is not what it seems can put a folder into itself; a disk cannot.
bool Lister::lies_in_itself(std::size_t parent, const io::FileIdentity& identity) const {
  if (identity == io::FileIdentity()) return false;  // where folders have none
  for (std::size_t at = parent; at != 0; at = origins_[at].parent)
    if (origins_[at].identity == identity) return true;
  return false;
}

void Lister::keep(std::size_t number, Result<Found> found) {
  if (!found) {
    if (number == 0)
      failure_ = found.error();
    else if (found.error().kind == ErrorKind::unreadable && ++listing_.damage_count <= Listing::kMaxListed)
      listing_.damages.push_back(damage_of(DamageKind::unreadable, SubjectKind::directory,
                                           listing_.directories[number] + '/', found.error().detail));
    return;
  }
  if (listing_.names.size() + found->names.size() >= kMaxNames) {
    failure_ = too_much("", "more names than are kept");
    return;
  }
  const auto base = static_cast<std::uint32_t>(listing_.names.size());
  for (ListedFile& file : found->files) {
    file.directory = static_cast<std::uint32_t>(number);
    file.name += base;
  }
  listing_.names += found->names;
  listing_.files.insert(listing_.files.end(), found->files.begin(), found->files.end());
  for (std::size_t i = 0; i < found->directories.size(); ++i) {
    std::string& path = found->directories[i];
    if (lies_in_itself(number, found->identities[i])) {
      found->damages.push_back(
          damage_of(DamageKind::unreadable, SubjectKind::directory, path + '/', "a folder that lies in itself"));
      continue;
    }
    listing_.directories.push_back(std::move(path));
    origins_.push_back({number, found->identities[i]});
  }
  for (Damage& damage : found->damages)
    if (++listing_.damage_count <= Listing::kMaxListed) listing_.damages.push_back(std::move(damage));
  listing_.newest = std::max(listing_.newest, found->newest);
  listing_.bytes += found->bytes;
}

void Lister::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return failure_ || next_ < listing_.directories.size() || working_ == 0; });
    if (failure_ || stop_.stop_requested() || next_ == listing_.directories.size()) break;
    const std::size_t number = next_++;
    const std::string directory = listing_.directories[number];
    ++working_;
    lock.unlock();
    auto found = look_into(directory);
    lock.lock();
    --working_;
    keep(number, std::move(found));
    changed_.notify_all();
  }
  changed_.notify_all();
}

void Lister::give_up() {
  const std::scoped_lock lock(mutex_);
  failure_ = Error{ErrorKind::unreadable, "", std::nullopt, "listing was given up"};
  changed_.notify_all();
}

}  // namespace

bool is_of_the_system(std::string_view name) {
  return std::ranges::find(kOfTheSystem, name) != kOfTheSystem.end() || name.starts_with(".Trash-");
}

std::string join(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  return path.append(directory).append(1, '/').append(name);
}

Damage damage_of(DamageKind kind, SubjectKind subject, std::string path, std::string detail) {
  Damage damage;
  damage.kind = kind;
  damage.consequence = usual_consequence(kind);
  damage.subject = {subject, std::move(path)};
  damage.detail = std::move(detail);
  return damage;
}

std::string Listing::path_of(const ListedFile& file) const {
  return join(directories[file.directory], names.c_str() + file.name);
}

Result<Listing> list_everything(const io::Tree& tree, unsigned threads, std::stop_token stop) {
  return Lister(tree, std::move(stop)).run(threads);
}

}  // namespace garde::formats::mirror
