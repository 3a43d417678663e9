#include "checker/source_comparison.h"

#include <algorithm>

#include "checker/name_key.h"
#include "io/volume.h"

namespace garde::checker {
namespace {

using backups::Copy;

constexpr std::size_t kSomeFound = 64;

// Somebody went back to an older version here: which of both is wanted, nobody knows. Clocks and time zones differ by
// less, and what rotted in the copy kept its date.
bool is_of_an_older_version(Instant live, const CopiedFile& copy) { return copy.modified > live + Days{1}; }

// An archiver without 64-bit sizes tells those of large files modulo 4 GiB: their content decides.
bool may_be_of_size(ByteCount listed, ByteCount live) {
  constexpr std::uint64_t kWrap = std::uint64_t{1} << 32U;
  return listed == live || (live.value >= kWrap && listed.value == live.value % kWrap);
}

// The latest restore point that holds something at one of the roots.
Instant taken_at(const CopyContext& copy, const std::vector<std::string>& roots) {
  std::optional<Instant> taken;
  for (const std::string& root : roots) {
    const CopiedFiles& files = copy.index.files();
    for (auto file = files.lower_bound(root); file != files.end() && file->first.starts_with(root); ++file)
      if (is_at_or_below(file->first, root))
        taken = std::max(taken.value_or(file->second.point->time), file->second.point->time);
  }
  return taken.value_or(copy.latest.time);
}

}  // namespace

SourceComparison::SourceComparison(const CopyContext& copy, const std::vector<std::string>& roots,
                                   backups::Comparison& comparison)
    : copy_(copy), roots_(roots), taken_(taken_at(copy, roots)), comparison_(comparison) {}

void SourceComparison::folder(const io::Tree& live, const std::string& shown) {
  live_ = &live;
  shown_ = shown;
  walk("", 0);
}

void SourceComparison::file(const io::Tree& live, const std::string& name, const std::string& shown) {
  live_ = &live;
  shown_ = shown;
  shown_is_file_ = true;
  const auto stat = live.stat(name);
  if (!stat) return add(name, {}, Copy::unreadable);
  look_at(name, *stat);
}

void SourceComparison::add(std::string_view path, ByteCount size, Copy copy) {
  if (copy == Copy::same && found_.size() < kSomeFound) found_.emplace_back(path);
  comparison_.add({shown(path), size, copy});
}

void SourceComparison::walk(const std::string& folder, std::size_t depth) {
  std::vector<std::string> folders;
  const auto listed = live_->list(folder, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
    if (is_stopped()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    if (formats::is_residue(entry.name)) {
      ++comparison_.files_passed_over;
      return {};
    }
    const std::string path = joined(folder, entry.name);
    if (entry.type == io::EntryType::directory) folders.push_back(path);
    if (entry.type != io::EntryType::file) return {};
    if (entry.stat)
      look_at(path, *entry.stat);
    else
      add(path, {}, Copy::unreadable);
    return {};
  });
  if (!listed || depth == kMaxLiveDepth) add(folder + "/", {}, Copy::unreadable);
  if (depth == kMaxLiveDepth) return;
  for (const std::string& below : folders) walk(below, depth + 1);
}

// A date in the future says nothing of when it was changed.
bool SourceComparison::changed_since(const io::Stat& stat, Instant taken) const {
  return stat.modified > taken && stat.modified <= copy_.options.now;
}

// Where the copy may hold a live file: under its very name, else under those that a person takes for it.
std::vector<CopyIndex::File> SourceComparison::by_name(const std::string& path) const {
  std::vector<CopyIndex::File> files;
  for (const std::string& root : roots_) {
    const auto exact = copy_.index.files().find(joined(root, path));
    if (exact != copy_.index.files().end()) files.push_back(exact);
  }
  // What a line that stopped holds is older.
  std::ranges::stable_sort(files, std::ranges::greater(),
                           [](const CopyIndex::File& file) { return file->second.point->time; });
  if (!files.empty() || roots_.empty()) return files;
  constexpr std::size_t kMostOfOneName = 256;
  const auto named = copy_.index.named(name_key(base_name(path)));
  for (const std::string& root : roots_) {
    const std::string key = name_key(joined(root, path));
    for (std::size_t i = 0; i < std::min(named.size(), kMostOfOneName); ++i)
      if (name_key(named[i]->first) == key) files.push_back(named[i]);
  }
  return files;
}

void SourceComparison::look_at(const std::string& path, const io::Stat& stat) {
  newest_ = std::max(newest_, stat.modified);
  const auto files = by_name(path);
  const auto right = std::ranges::find_if(
      files, [&](const CopyIndex::File& file) { return may_be_of_size(file->second.size, stat.size); });
  if (right == files.end()) {
    if (files.empty()) return not_found_.push_back({path, stat});
    // Under its name with another content.
    if (changed_since(stat, files.front()->second.point->time)) return add(path, stat.size, Copy::newer);
    const bool is_unsure =
        stat.modified > copy_.options.now || is_of_an_older_version(stat.modified, files.front()->second);
    return add(path, stat.size, is_unsure ? Copy::unreadable : Copy::different);
  }
  const std::string& copied = (*right)->first;
  // The end of the copy's path is that of the live one, unless it was found by what a person takes for its name.
  if (copied.ends_with(path)) {
    located_.push_back({*right, copied.size() - path.size(), stat.modified});
  } else {
    add(path, stat.size, compare_located({*right, 0, stat.modified}, path));
  }
}

std::optional<bool> SourceComparison::is_same(const std::string& path, const CopyIndex::File& copy, ByteCount size) {
  const auto file = live_->open(path, io::Access::sequential);
  if (!file) return std::nullopt;
  copy_.content_read += size;
  const auto compared = copy_.reader.compare(*copy->second.point, copy->first, **file);
  if (!compared) return std::nullopt;
  return *compared == formats::Comparison::same;
}

Copy SourceComparison::compare_located(const Located& located, const std::string& path) {
  const auto same = is_same(path, located.copy, located.copy->second.size);
  if (!same) return Copy::unreadable;
  if (*same) return Copy::same;
  if (located.modified > copy_.options.now || is_of_an_older_version(located.modified, located.copy->second))
    return Copy::unreadable;
  return located.modified > located.copy->second.point->time ? Copy::newer : Copy::different;
}

// All of them, or as many as the limit allows, in an order that has nothing to do with the files.
void SourceComparison::compare_all_located() {
  ByteCount bytes = copy_.content_read;
  for (const Located& one : located_) bytes += one.copy->second.size;
  const bool is_drawn = bytes > copy_.options.content_limit;
  if (is_drawn) {
    std::hash<std::string> hash;
    std::ranges::sort(located_, {}, [&](const Located& one) { return hash(copy_.latest.id + '/' + one.copy->first); });
  }
  for (const Located& one : located_) {
    if (is_stopped()) return;
    const ByteCount size = one.copy->second.size;
    const std::string path = one.copy->first.substr(one.path_at);
    if (is_drawn && copy_.content_read.value + size.value > copy_.options.content_limit.value) {
      if (one.modified == one.copy->second.modified)
        comparison_.leave_undrawn(size);
      else
        add(path, size, Copy::unreadable);
    } else {
      add(path, size, compare_located(one, path));
    }
  }
}

// The same content under another name, or anywhere else: nothing of it would be lost.
Copy SourceComparison::find_elsewhere(const Live& live) {
  if (live.stat.size.value > 0)
    for (const CopyIndex::File& file : copy_.index.sized(live.stat.size)) {
      if (copy_.content_read.value + live.stat.size.value > copy_.options.content_limit.value) break;
      if (is_same(live.path, file, live.stat.size).value_or(false)) return Copy::same;
    }
  return judge_missing(live);
}

// Whether births tell what is new: on a disk that does not keep them, or to which everything was brought since the
// restore point, they do not.
bool SourceComparison::tells_births() {
  if (!tells_births_) {
    const auto before = std::ranges::count_if(found_, [&](const std::string& path) {
      const auto born = io::birth_of(shown(path));
      return born && *born <= taken_;
    });
    tells_births_ = static_cast<std::size_t>(before) * 2 > found_.size();
  }
  return *tells_births_;
}

Copy SourceComparison::judge_missing(const Live& live) {
  const bool may_lie_unlisted =
      roots_.empty() ? !copy_.listing.unlisted.empty() : std::ranges::any_of(roots_, [&](const std::string& root) {
        return copy_.listing.may_hold(joined(root, live.path));
      });
  if (may_lie_unlisted) {
    comparison_.holds_unlisted = true;
    return Copy::unreadable;
  }
  const auto born = io::birth_of(shown(live.path));
  if (born && *born <= taken_) return Copy::missing;
  if (born && (tells_births() || changed_since(live.stat, taken_))) return Copy::newer;
  // By its date it was there. Where that is later, or the disk says that all came since, nobody knows.
  return live.stat.modified <= taken_ && !born ? Copy::missing : Copy::unreadable;
}

Result<void> SourceComparison::finish() {
  compare_all_located();
  for (const Live& live : not_found_) {
    if (is_stopped()) break;
    add(live.path, live.stat.size, find_elsewhere(live));
  }
  if (is_stopped()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
  return {};
}

}  // namespace garde::checker
