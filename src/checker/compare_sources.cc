#include "checker/compare_sources.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "checker/name_key.h"
#include "checker/source_comparison.h"
#include "formats/archives/plain_stream.h"
#include "formats/dumps/dump_file.h"
#include "io/disk_tree.h"
#include "io/memory_tree.h"

namespace garde::checker {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesToFindRoot = 200;  // enough to tell one folder of the copy from another

// Files of a live folder, as far as `enough`; what systems leave there tells no folder from another.
void some_files(const io::Tree& live, const std::string& folder, std::size_t depth, std::vector<std::string>& files) {
  std::vector<std::string> folders;
  const auto listed = live.list(folder, io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    if (files.size() >= kFilesToFindRoot) return Error{ErrorKind::cancelled, "", std::nullopt, "enough"};
    if (formats::is_residue(entry.name)) return {};
    if (entry.type == io::EntryType::file) files.push_back(joined(folder, entry.name));
    if (entry.type == io::EntryType::directory) folders.push_back(joined(folder, entry.name));
    return {};
  });
  if (!listed || depth == kMaxLiveDepth) return;
  for (const std::string& below : folders) some_files(live, below, depth + 1, files);
}

// A live source that is there.
struct Opened {
  std::unique_ptr<io::DiskTree> tree;  // the folder itself, or that of the file
  fs::path real;
  std::string file = {};  // its name, of a source that is one
  std::string folder() const { return file.empty() ? real.string() : real.parent_path().string(); }
};

std::optional<Opened> open_source(const backups::Source& source) {
  std::error_code code;
  Opened opened;
  opened.real = fs::canonical(source.place, code);
  if (code) return std::nullopt;
  if (fs::is_regular_file(opened.real, code)) opened.file = opened.real.filename().string();
  auto tree = io::DiskTree::open(opened.folder());
  if (!tree) return std::nullopt;
  opened.tree = std::move(tree).take();
  return opened;
}

std::vector<std::string> roots_of(const Opened& source, const CopyIndex& index) {
  std::vector<std::string> files;
  if (source.file.empty())
    some_files(*source.tree, "", 0, files);
  else
    files.push_back(source.file);
  return find_roots(index, source.folder(), files);
}

// One source, compared.
struct Compared {
  backups::Comparison comparison = {};
  std::vector<backups::SourceFinding> findings = {};
  std::vector<std::string> roots = {};
  std::optional<Instant> newest = {};
  std::uint64_t files = 0;  // in the restore point
  ByteCount bytes = {};
};

void count_copies(const CopiedFiles& copies, Compared& compared) {
  for (const std::string& root : compared.roots)
    for (auto at = copies.lower_bound(root); at != copies.end() && at->first.starts_with(root); ++at) {
      if (!is_at_or_below(at->first, root)) continue;
      ++compared.files;
      compared.bytes += at->second.size;
    }
}

bool holds_letters(std::string_view text, std::string_view wanted) {
  return name_key(text).find(name_key(wanted)) != std::string::npos;
}

bool is_dump_of(std::string_view database, std::string_view path) { return holds_letters(base_name(path), database); }

// Whether a file of the restore point is a dump or a database by its own first bytes.
bool is_dump(const formats::ArchiveReader& reader, const std::string& path, const CopiedFile& copy) {
  constexpr std::size_t kReach = std::size_t{64} << 10U;
  std::vector<std::byte> first;
  // What is wrong with the rest of it is for others to say.
  (void)reader.read(*copy.point, path, [&](std::span<const std::byte> bytes) -> Result<void> {
    first.insert(first.end(), bytes.begin(),
                 bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), kReach - first.size())));
    if (first.size() == kReach) return Error{ErrorKind::cancelled, "", std::nullopt, "enough"};
    return {};
  });
  const auto compression = formats::archives::compression_of(first);
  if (compression != formats::archives::Compression::none) {
    io::MemoryTree tree;
    tree.put_file("first", std::move(first));
    first.clear();
    const auto file = tree.open("first", io::Access::sequential);
    if (!file) return false;
    formats::archives::PlainStream stream(**file, compression);
    while (first.size() < formats::dumps::kTelling) {
      const auto piece = stream.take(formats::dumps::kTelling - first.size());
      if (piece.empty()) break;
      first.insert(first.end(), piece.begin(), piece.end());
    }
  }
  return formats::dumps::dump_kind_of(first).has_value();
}

bool may_be_a_dump(std::string_view path) {
  const std::string key = name_key(path);
  return std::ranges::any_of(std::array{".sql", ".dump", ".bak", ".backup", ".pgdump", ".fbk", ".db", ".sqlite", ".gz",
                                        ".zst", ".xz", ".zip", "toc.dat"},
                             [&](const char* part) { return key.find(part) != std::string::npos; });
}

// A database of a server: its dump is a file that carries its name and reads as one. Where other dumps are, one of them
// may hold it.
Compared compare_database(const formats::ArchiveReader& reader, const CopyListing& copy, const std::string& name) {
  Compared compared;
  std::size_t read_as_one = 0;
  bool may_be_elsewhere = !copy.unlisted.empty();
  constexpr std::size_t kMostLookedAt = 32;
  for (const auto& [path, file] : copy.files) {
    may_be_elsewhere = may_be_elsewhere || (file.size.value > 0 && may_be_a_dump(path));
    if (!is_dump_of(name, path) || file.size.value == 0) continue;
    ++compared.files;
    compared.bytes += file.size;
    compared.roots.push_back(path);
    if (compared.roots.size() <= kMostLookedAt && is_dump(reader, path, file)) ++read_as_one;
  }
  if (read_as_one > 0) {
    compared.comparison.add({name, compared.bytes, backups::Copy::same});
  } else if (compared.files > 0) {
    compared.comparison.add({name, compared.bytes, backups::Copy::unreadable});
  } else if (may_be_elsewhere) {
    compared.comparison.leave_out(1, {});
    compared.findings.push_back({.trouble = backups::SourceTrouble::not_located, .source = name});
  } else {
    compared.comparison.add({name, compared.bytes, backups::Copy::missing});
  }
  return compared;
}

// Why nothing is to be found at a source.
backups::SourceFinding nothing_at(const LiveSource& live, backups::SourceTrouble trouble) {
  if (live.unmounted)
    return {
        .trouble = backups::SourceTrouble::not_mounted, .source = live.source.place, .mount_point = *live.unmounted};
  return {.trouble = trouble, .source = live.source.place};
}

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

Result<Compared> compare_files(const LiveSource& live, const CopyContext& copy) {
  Compared compared;
  const auto source = open_source(live.source);
  if (!source) {
    compared.findings.push_back(nothing_at(live, backups::SourceTrouble::not_there));
    return compared;
  }
  compared.roots = roots_of(*source, copy.index);
  SourceComparison one(copy, compared.roots, compared.comparison);
  const bool is_file = !source->file.empty();
  if (is_file)
    one.file(*source->tree, source->file, source->real.string());
  else
    one.folder(*source->tree, source->real.string());
  TRY(one.finish());
  compared.newest = one.newest();
  if (is_file)
    for (std::string& root : compared.roots) root = joined(root, source->file);
  count_copies(copy.index.files(), compared);
  if (compared.comparison.files == 0 && compared.comparison.files_passed_over == 0)
    compared.findings.push_back(nothing_at(live, backups::SourceTrouble::empty));
  // Under other names, somewhere else, or not there: who did not find it cannot say.
  if (compared.roots.empty() && compared.comparison.files_same == 0 && compared.comparison.files > 0) {
    backups::Comparison nothing;
    nothing.leave_out(compared.comparison.files, compared.comparison.bytes);
    compared.comparison = nothing;
    compared.findings.push_back({.trouble = backups::SourceTrouble::not_located, .source = live.source.place});
  }
  return compared;
}

// A source that rests while others move is perhaps no longer the one in use; a practice on holiday rests whole.
void add_stale(const std::vector<Compared>& each, const std::vector<LiveSource>& sources, const CompareOptions& options,
               std::vector<backups::SourceFinding>& findings) {
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
      findings.push_back(
          {.trouble = backups::SourceTrouble::stale, .source = sources[i].source.place, .newest_file = *newest_file});
  }
}

}  // namespace

std::vector<std::string> roots_in_copy(const CopyIndex& index, const backups::Source& source) {
  std::vector<std::string> roots;
  const CopiedFiles& copies = index.files();
  if (source.kind == backups::SourceKind::database) {
    for (const auto& [path, copy] : copies)
      if (is_dump_of(source.place, path) && copy.size.value > 0) roots.push_back(path);
    return roots;
  }
  const auto opened = open_source(source);
  if (!opened) {
    // Lost, or on another computer: by its path alone.
    std::error_code code;
    const fs::path real = fs::weakly_canonical(source.place, code);
    if (auto root = root_by_path(copies, real.relative_path().string())) roots.push_back(std::move(*root));
    return roots;
  }
  roots = roots_of(*opened, index);
  if (!opened->file.empty())
    for (std::string& root : roots) root = joined(root, opened->file);
  return roots;
}

Result<ComparedSources> compare_sources(const formats::ArchiveReader& reader,
                                        std::span<const formats::RestorePoint* const> newest,
                                        const std::vector<LiveSource>& sources, const CompareOptions& options) {
  const CopyListing listing = TRY(list_copies(reader, newest));
  const CopyIndex index(listing.files);
  ByteCount content_read;
  const CopyContext copy{reader, *newest.back(), listing, index, options, content_read};
  ComparedSources all;
  std::vector<Compared> each;
  for (const LiveSource& live : sources) {
    if (live.source.kind == backups::SourceKind::database)
      each.push_back(compare_database(reader, listing, live.source.place));
    else
      each.push_back(TRY(compare_files(live, copy)));
    Compared& compared = each.back();
    if (compared.comparison.holds_unlisted) {
      compared.comparison.unlisted = listing.unlisted;
      compared.comparison.unlisted.resize(std::min(compared.comparison.unlisted.size(), evidence::kMaxExamples));
      for (std::string& part : compared.comparison.unlisted)
        if (part.empty()) part = newest.back()->id;
    }
    all.comparison.add(compared.comparison);
    all.roots.push_back(compared.roots);
    all.findings.insert(all.findings.end(), compared.findings.begin(), compared.findings.end());
  }
  add_stale(each, sources, options, all.findings);

  for (std::size_t i = 0; i < each.size(); ++i) {
    if (!sources[i].data_set) continue;
    auto found = std::ranges::find(all.data_sets, *sources[i].data_set, &backups::DataSetResult::data_set);
    if (found == all.data_sets.end()) {
      all.data_sets.push_back({.data_set = *sources[i].data_set, .complete = backups::Outcome::passed});
      found = std::prev(all.data_sets.end());
    }
    found->complete =
        backups::worse(found->complete, backups::judge_complete(each[i].comparison, each[i].findings).outcome());
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
