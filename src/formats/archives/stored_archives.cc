#include "formats/archives/stored_archives.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "formats/archives/chains.h"
#include "formats/archives/reader.h"

namespace garde::formats::archives {
namespace {

constexpr auto kEndings = std::to_array<std::string_view>(
    {".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".sql.gz", ".sql.bz2", ".sql.xz", ".sql.zst", ".dump.gz",
     ".zip",    ".zipx",    ".7z",     ".tar",     ".tgz",    ".tbz2",    ".tbz",    ".txz",     ".tzst",
     ".sql",    ".dump",    ".pgdump", ".backup",  ".sqlite", ".sqlite3", ".db",     ".001"});

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string_view ending_of(std::string_view lower_name) {
  for (const std::string_view ending : kEndings)
    if (lower_name.size() > ending.size() && lower_name.ends_with(ending)) return ending;
  return {};
}

std::string without_ending(std::string_view series) {
  const std::string lower = lower_case(series);
  return std::string(series.substr(0, series.size() - ending_of(lower).size()));
}

struct Walk {
  const io::Tree& tree;
  const OnDamage& on_damage;
  std::vector<StoredArchive> archives;

  Result<void> folder(const std::string& path, int depth);
  void add(const std::string& path, std::string_view name, const io::Stat& stat);
};

void Walk::add(const std::string& path, std::string_view name, const io::Stat& stat) {
  BackupName told = read_backup_name(name);
  std::string folder = path.substr(0, path.size() - name.size());
  // "2026-11-23/base.zip": the folder tells the time, and is no part of what stays the same.
  std::string above;
  for (std::size_t slash = 0; !folder.empty(); folder.erase(0, slash + 1)) {
    slash = folder.find('/');
    const BackupName part = read_backup_name(folder.substr(0, slash));
    if (part.time && !told.time) told.time = part.time;
    if (!part.series.empty()) above += part.series + '/';
  }
  StoredArchive archive{.path = path, .series = above + told.series, .prefix = "", .time = {}, .stat = stat};
  archive.time = time_of_backup(told, stat.modified);
  archives.push_back(std::move(archive));
}

Result<void> Walk::folder(const std::string& path, int depth) {
  std::vector<std::string> below;
  const auto list = [&] {
    below.clear();
    return tree.list(path, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
      if (entry.name.starts_with(".")) return {};
      std::string full = path.empty() ? std::string(entry.name) : path + '/' + std::string(entry.name);
      if (entry.type == io::EntryType::directory) below.push_back(full);
      if (entry.type != io::EntryType::file || !entry.stat || !is_archive_name(entry.name)) return {};
      if (archives.size() == kMaxArchives)
        return Error{ErrorKind::unsupported, path, std::nullopt, "more archives than a practice makes"};
      add(full, entry.name, *entry.stat);
      return {};
    });
  };
  const std::size_t before = archives.size();
  auto listed = list();
  if (!listed && listed.error().kind == ErrorKind::unreadable) {
    archives.resize(before);
    listed = list();
  }
  if (!listed) {
    if (path.empty() || listed.error().kind == ErrorKind::unsupported) return listed;
    if (listed.error().kind == ErrorKind::not_found) return {};  // removed meanwhile
    Damage damage;
    damage.kind = DamageKind::unreadable;
    damage.consequence = Consequence::loss;
    damage.subject = {SubjectKind::directory, path};
    damage.detail = listed.error().detail;
    on_damage(damage);
    return {};
  }
  if (depth == kMaxFolderDepth) return {};
  std::ranges::sort(below);
  for (const std::string& one : below) TRY(folder(one, depth + 1));
  return {};
}

// Where the members of each series stand in a restore point that holds several.
void set_prefixes(std::vector<StoredArchive>& archives) {
  std::set<std::string> series;
  for (const StoredArchive& archive : archives) series.insert(archive.series);
  if (series.size() <= 1) return;
  std::map<std::string, int> labels;
  for (const std::string& one : series) ++labels[without_ending(one)];
  for (StoredArchive& archive : archives) {
    const std::string label = without_ending(archive.series);
    const bool tells = !label.empty() && labels[label] == 1;
    archive.prefix = (tells ? label : archive.series) + '/';
    if (archive.prefix.starts_with('.')) archive.prefix = "archive" + archive.prefix;  // nothing but an ending
  }
}

std::vector<ArchiveGroup> group(const std::vector<StoredArchive>& archives) {
  std::vector<ArchiveGroup> groups;
  std::set<std::string> series;
  for (std::size_t i = 0; i < archives.size(); ++i) {
    const StoredArchive& archive = archives[i];
    const bool joins =
        !groups.empty() && archive.time - groups.back().point.time <= kOneNight && !series.contains(archive.series);
    if (!joins) {
      groups.emplace_back();
      groups.back().point.time = archive.time;
      groups.back().point.bytes = ByteCount{0};
      series.clear();
    }
    series.insert(archive.series);
    ArchiveGroup& last = groups.back();
    last.archives.push_back(i);
    last.point.id += (last.point.id.empty() ? "" : " + ") + archive.path;
    last.point.paths.push_back(archive.path);
    *last.point.bytes += archive.stat.size;
    for (const std::size_t base : bases_of(archives, i).archives) *last.point.bytes += archives[base].stat.size;
  }
  for (ArchiveGroup& one : groups) one.point.time = archives[one.archives.back()].time;
  return groups;
}

}  // namespace

bool is_archive_name(std::string_view name) { return !ending_of(lower_case(name)).empty(); }

Result<StoredArchives> list_archives(const io::Tree& tree, const OnDamage& on_damage) {
  Walk walk{tree, on_damage, {}};
  TRY(walk.folder("", 1));
  std::ranges::sort(walk.archives, [](const StoredArchive& a, const StoredArchive& b) {
    return a.time != b.time ? a.time < b.time : a.path < b.path;
  });
  tell_chains(walk.archives);
  set_prefixes(walk.archives);
  StoredArchives stored{std::move(walk.archives), {}};
  stored.groups = group(stored.archives);
  return stored;
}

}  // namespace garde::formats::archives
