#include "checker/compare_sources.h"

#include <algorithm>
#include <filesystem>

#include "io/disk_tree.h"
#include "io/volume.h"

namespace garde::checker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDepth = 512;         // of live folders: deeper is a loop or an attack, and no practice's data
constexpr std::size_t kFilesToFindRoot = 200;  // enough to tell one folder of the copy from another

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  if (name.empty()) return std::string(folder);
  return std::string(folder) + "/" + std::string(name);
}

// Files of a live folder, as far as `enough`.
void some_files(const io::Tree& live, const std::string& folder, std::size_t depth, std::vector<std::string>& files) {
  std::vector<std::string> folders;
  const auto listed = live.list(folder, io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    if (files.size() >= kFilesToFindRoot) return Error{ErrorKind::cancelled, "", std::nullopt, "enough"};
    if (entry.type == io::EntryType::file) files.push_back(joined(folder, entry.name));
    if (entry.type == io::EntryType::directory) folders.push_back(joined(folder, entry.name));
    return {};
  });
  if (!listed || depth == kMaxDepth) return;
  for (const std::string& below : folders) some_files(live, below, depth + 1, files);
}

class SourceComparison {
 public:
  SourceComparison(const formats::ArchiveReader& reader, const formats::RestorePoint& point, const CopiedFiles& copies,
                   const CompareOptions& options, backups::Comparison& comparison, ByteCount& content_read)
      : reader_(reader),
        point_(point),
        copies_(copies),
        options_(options),
        comparison_(comparison),
        content_read_(content_read) {}

  // `shown`: what the person calls the folder, before each path.
  void folder(const io::Tree& live, const std::string& root, const std::string& shown) {
    walk(live, root, shown, "", 0);
  }
  void file(const io::Tree& live, const std::string& name, const std::string& copy_path, const std::string& shown) {
    const auto stat = live.stat(name);
    if (!stat) return add({shown, {}, backups::Copy::unreadable});
    newest_ = std::max(newest_, stat->modified);
    add({shown, stat->size, compare(live, name, copy_path, shown, *stat)});
  }

  Instant newest() const { return newest_; }
  std::uint64_t files() const { return files_; }
  bool any_wrong() const { return wrong_; }
  bool any_unsure() const { return unsure_; }

 private:
  void add(backups::LiveFile file) {
    ++files_;
    wrong_ = wrong_ || file.copy == backups::Copy::missing || file.copy == backups::Copy::different;
    unsure_ = unsure_ || file.copy == backups::Copy::unreadable;
    comparison_.add(std::move(file));
  }

  backups::Copy compare(const io::Tree& live, const std::string& path, const std::string& copy_path,
                        const std::string& shown, const io::Stat& stat) {
    const auto copy = copies_.find(copy_path);
    if (copy == copies_.end()) {
      // Made since the restore point, if its disk tells; else it should have been in it.
      const auto born = io::birth_of(shown);
      return born && *born > point_.time && stat.modified > point_.time ? backups::Copy::newer : backups::Copy::missing;
    }
    if (stat.modified > point_.time) return backups::Copy::newer;
    if (copy->second.size != stat.size) return backups::Copy::different;
    if (content_read_.value + stat.size.value > options_.content_limit.value)
      return copy->second.modified == stat.modified ? backups::Copy::same : backups::Copy::unreadable;
    const auto file = live.open(path, io::Access::sequential);
    if (!file) return backups::Copy::unreadable;
    const auto compared = reader_.compare(point_, copy_path, **file);
    content_read_ += stat.size;
    if (!compared) return backups::Copy::unreadable;
    return *compared == formats::Comparison::same ? backups::Copy::same : backups::Copy::different;
  }

  void walk(const io::Tree& live, const std::string& root, const std::string& shown, const std::string& folder,
            std::size_t depth) {
    std::vector<std::string> folders;
    const auto listed = live.list(folder, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
      if (options_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      const std::string path = joined(folder, entry.name);
      if (entry.type == io::EntryType::directory) folders.push_back(path);
      if (entry.type != io::EntryType::file) return {};
      const std::string full = joined(shown, path);
      if (entry.stat) {
        newest_ = std::max(newest_, entry.stat->modified);
        add({full, entry.stat->size, compare(live, path, joined(root, path), full, *entry.stat)});
      } else {
        add({full, {}, backups::Copy::unreadable});
      }
      return {};
    });
    if (!listed || depth == kMaxDepth) add({joined(shown, folder) + "/", {}, backups::Copy::unreadable});
    if (depth == kMaxDepth) return;
    for (const std::string& below : folders) walk(live, root, shown, below, depth + 1);
  }

  const formats::ArchiveReader& reader_;
  const formats::RestorePoint& point_;
  const CopiedFiles& copies_;
  const CompareOptions& options_;
  backups::Comparison& comparison_;
  ByteCount& content_read_;
  Instant newest_;
  std::uint64_t files_ = 0;
  bool wrong_ = false;
  bool unsure_ = false;
};

// One source, compared.
struct Compared {
  backups::Outcome outcome = backups::Outcome::not_established;
  std::vector<std::string> roots = {};
  std::optional<Instant> newest;
  std::uint64_t files = 0;  // in the restore point
  ByteCount bytes;
};

void count_copies(const CopiedFiles& copies, const std::string& root, Compared& compared) {
  for (auto at = copies.lower_bound(root); at != copies.end() && at->first.starts_with(root); ++at) {
    if (!is_at_or_below(at->first, root)) continue;
    ++compared.files;
    compared.bytes += at->second.size;
  }
}

bool same_letters(std::string_view text, std::string_view wanted) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::search(text, wanted, [&](char a, char b) { return lower(a) == lower(b); }).begin() != text.end();
}

bool is_dump_of(std::string_view database, std::string_view path) { return same_letters(base_name(path), database); }

// A database of a server: its dump is a file that carries its name.
Compared compare_database(const CopiedFiles& copies, const std::string& name, backups::Comparison& comparison) {
  Compared compared;
  for (const auto& [path, copy] : copies) {
    if (!is_dump_of(name, path) || copy.size.value == 0) continue;
    ++compared.files;
    compared.bytes += copy.size;
    compared.roots.push_back(path);
  }
  const auto copy = compared.files > 0 ? backups::Copy::same : backups::Copy::missing;
  comparison.add({name, compared.bytes, copy});
  compared.outcome = compared.files > 0 ? backups::Outcome::passed : backups::Outcome::failed;
  return compared;
}

// Why nothing is to be found at a source.
backups::SourceFinding nothing_at(const LiveSource& live, backups::SourceTrouble trouble) {
  if (live.unmounted)
    return {
        .trouble = backups::SourceTrouble::not_mounted, .source = live.source.place, .mount_point = *live.unmounted};
  return {.trouble = trouble, .source = live.source.place};
}

void judge(const SourceComparison& one, Compared& compared) {
  compared.newest = one.newest();
  if (one.any_wrong())
    compared.outcome = backups::Outcome::failed;
  else if (!one.any_unsure() && one.files() > 0)
    compared.outcome = backups::Outcome::passed;
}

}  // namespace

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return path.substr(slash == std::string_view::npos ? 0 : slash + 1);
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

Result<CopiedFiles> copied_files(const formats::ArchiveReader& reader, const formats::RestorePoint& point) {
  CopiedFiles files;
  TRY(reader.list(
      point,
      [&](const formats::Node& node) -> Result<void> {
        if (node.type == formats::NodeType::file)
          files.emplace(node.path, CopiedFile{node.size, node.modified, node.content});
        return {};
      },
      [](const formats::Damage&) {}));  // verify() reports the same
  return files;
}

std::optional<std::string> root_in_copy(const CopiedFiles& copies, std::string_view source_path,
                                        const std::vector<std::string>& some_live_files) {
  std::optional<std::string> best;
  std::size_t best_hits = 0;
  std::string_view rest = source_path;
  while (rest.starts_with('/')) rest.remove_prefix(1);
  for (;;) {
    const auto hits = static_cast<std::size_t>(std::ranges::count_if(
        some_live_files, [&](const std::string& file) { return copies.contains(joined(rest, file)); }));
    if (hits > best_hits) {
      best_hits = hits;
      best = std::string(rest);
    }
    if (rest.empty()) return best;
    const std::size_t slash = rest.find('/');
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  }
}

namespace {

// The longest end of the path that the copy has files at or below.
std::optional<std::string> root_by_path(const CopiedFiles& copies, std::string_view path) {
  while (!path.empty()) {
    const std::string folder = std::string(path) + "/";
    const auto below = copies.lower_bound(folder);
    if (copies.contains(path) || (below != copies.end() && below->first.starts_with(folder))) return std::string(path);
    const std::size_t slash = path.find('/');
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> roots_in_copy(const CopiedFiles& copies, const backups::Source& source) {
  std::vector<std::string> roots;
  if (source.kind == backups::SourceKind::database) {
    for (const auto& [path, copy] : copies)
      if (is_dump_of(source.place, path) && copy.size.value > 0) roots.push_back(path);
    return roots;
  }
  std::error_code code;
  const fs::path real = fs::weakly_canonical(source.place, code);
  const bool is_file = fs::is_regular_file(real, code);
  const auto tree = io::DiskTree::open(is_file ? real.parent_path().string() : real.string());
  if (!tree) {
    // Lost, or on another computer: by its path alone.
    if (auto root = root_by_path(copies, real.relative_path().string())) roots.push_back(std::move(*root));
    return roots;
  }
  std::vector<std::string> files;
  if (is_file)
    files.push_back(real.filename().string());
  else
    some_files(**tree, "", 0, files);
  const auto root = root_in_copy(copies, is_file ? real.parent_path().string() : real.string(), files);
  if (root) roots.push_back(is_file ? joined(*root, files.front()) : *root);
  return roots;
}

Result<ComparedSources> compare_sources(const formats::ArchiveReader& reader, const formats::RestorePoint& newest,
                                        const std::vector<LiveSource>& sources, const CompareOptions& options) {
  const CopiedFiles copies = TRY(copied_files(reader, newest));
  ComparedSources all;
  std::vector<Compared> each;
  ByteCount content_read;
  for (const LiveSource& live : sources) {
    Compared compared;
    if (live.source.kind == backups::SourceKind::database) {
      compared = compare_database(copies, live.source.place, all.comparison);
      all.roots.push_back(compared.roots);
      each.push_back(std::move(compared));
      continue;
    }
    std::error_code code;
    const fs::path real = fs::canonical(live.source.place, code);
    const bool is_file = !code && fs::is_regular_file(real, code);
    const auto tree = code ? Result<std::unique_ptr<io::DiskTree>>(Error{ErrorKind::not_found, "", std::nullopt, ""})
                           : io::DiskTree::open(is_file ? real.parent_path().string() : real.string());
    if (!tree) {
      all.findings.push_back(nothing_at(live, backups::SourceTrouble::not_there));
      all.roots.emplace_back();
      each.push_back(std::move(compared));
      continue;
    }
    std::vector<std::string> files;
    if (is_file)
      files.push_back(real.filename().string());
    else
      some_files(**tree, "", 0, files);
    const auto found = root_in_copy(copies, is_file ? real.parent_path().string() : real.string(), files);
    SourceComparison one(reader, newest, copies, options, all.comparison, content_read);
    // Without any of its files in the copy, every one of them is missing under whatever root.
    const std::string root = found.value_or(real.relative_path().string());
    if (is_file)
      one.file(**tree, files.front(), joined(root, files.front()), real.string());
    else
      one.folder(**tree, root, real.string());
    if (options.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    judge(one, compared);
    if (found) {
      compared.roots.push_back(is_file ? joined(root, files.front()) : root);
      count_copies(copies, compared.roots.front(), compared);
    }
    if (one.files() == 0) all.findings.push_back(nothing_at(live, backups::SourceTrouble::empty));
    all.roots.push_back(compared.roots);
    each.push_back(std::move(compared));
  }

  // A source that rests while others move is perhaps no longer the one in use; a practice on holiday rests whole.
  Instant activity;
  std::size_t dated = 0;
  for (const Compared& compared : each) {
    if (!compared.newest) continue;
    activity = std::max(activity, *compared.newest);
    ++dated;
  }
  if (dated == 1) activity = options.now;
  for (std::size_t i = 0; i < each.size(); ++i) {
    const auto& newest_file = each[i].newest;
    if (newest_file && *newest_file != Instant() && activity - *newest_file > options.stale_source)
      all.findings.push_back(
          {.trouble = backups::SourceTrouble::stale, .source = sources[i].source.place, .newest_file = *newest_file});
  }

  for (std::size_t i = 0; i < each.size(); ++i) {
    if (!sources[i].data_set) continue;
    auto found = std::ranges::find(all.data_sets, *sources[i].data_set, &backups::DataSetResult::data_set);
    if (found == all.data_sets.end()) {
      all.data_sets.push_back({.data_set = *sources[i].data_set, .complete = backups::Outcome::passed});
      found = std::prev(all.data_sets.end());
    }
    found->complete = backups::worse(found->complete, each[i].outcome);
    found->files += each[i].files;
    found->bytes += each[i].bytes;
  }
  return all;
}

void mark_hit(ComparedSources& compared, const std::vector<LiveSource>& sources,
              const std::vector<formats::Damage>& damages) {
  const auto hits = [](const formats::Damage& damage, const std::string& root) {
    const formats::Affected& affected = damage.affected;
    // A damage that names no path, or fewer than it hits, may hit any.
    if (affected.paths.empty() || affected.path_count > affected.paths.size()) return true;
    return std::ranges::any_of(affected.paths, [&](const formats::Affected::Path& hit) {
      return is_at_or_below(hit.path, root) || (hit.path.ends_with('/') && root.starts_with(hit.path));
    });
  };
  for (const formats::Damage& damage : damages) {
    if (damage.consequence != formats::Consequence::loss) continue;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (!sources[i].data_set) continue;
      const bool is_hit =
          std::ranges::any_of(compared.roots[i], [&](const std::string& root) { return hits(damage, root); });
      if (!is_hit) continue;
      const auto found = std::ranges::find(compared.data_sets, *sources[i].data_set, &backups::DataSetResult::data_set);
      if (found != compared.data_sets.end()) found->hit_by_damage = true;
    }
  }
}

}  // namespace garde::checker
