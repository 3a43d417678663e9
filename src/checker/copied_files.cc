#include "checker/copied_files.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <unordered_map>

#include "checker/name_key.h"

namespace garde::checker {
namespace {

std::string_view without_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// Of what the format says that it could not list: its folder or file, or anything.
void add_unlisted(const formats::Damage& damage, std::vector<std::string>& unlisted) {
  if (damage.consequence != formats::Consequence::loss) return;
  const auto& affected = damage.affected;
  const bool is_whole = !affected.paths.empty() && affected.path_count <= affected.paths.size();
  if (unlisted.size() + affected.paths.size() >= kMaxUnlisted || !is_whole) return unlisted.emplace_back(), void();
  for (const auto& hit : affected.paths) unlisted.emplace_back(without_slashes(hit.path));
}

// How many names from the end on are the same.
std::size_t common_end(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  const auto without_last = [](std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return path.substr(0, slash == std::string_view::npos ? 0 : slash);
  };
  for (; !a.empty() && !b.empty() && name_key(base_name(a)) == name_key(base_name(b)); ++count) {
    a = without_last(a);
    b = without_last(b);
  }
  return count;
}

// The folder below which a path of the copy is the given one; nothing when it ends otherwise.
std::optional<std::string_view> root_of(std::string_view path, std::string_view below, std::string_view key_of_below) {
  std::size_t at = path.size();
  for (auto names = std::ranges::count(below, '/') + 1; names > 0; --names) {
    if (at == std::string_view::npos) return std::nullopt;
    at = at == 0 ? std::string_view::npos : path.rfind('/', at - 1);
  }
  const std::string_view end = at == std::string_view::npos ? path : path.substr(at + 1);
  if (name_key(end) != key_of_below) return std::nullopt;
  return at == std::string_view::npos ? std::string_view() : path.substr(0, at);
}

}  // namespace

std::string joined(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  if (name.empty()) return std::string(folder);
  return std::string(folder) + "/" + std::string(name);
}

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return path.substr(slash == std::string_view::npos ? 0 : slash + 1);
}

bool is_at_or_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool CopyListing::may_hold(std::string_view path) const {
  return std::ranges::any_of(unlisted, [&](const std::string& part) { return is_at_or_below(path, part); });
}

Result<CopyListing> list_copy(const formats::ArchiveReader& reader, const formats::RestorePoint& point) {
  return list_copies(reader, std::array{&point});
}

Result<CopyListing> list_copies(const formats::ArchiveReader& reader,
                                std::span<const formats::RestorePoint* const> points) {
  CopyListing listing;
  for (const formats::RestorePoint* point : std::views::reverse(points))
    TRY(reader.list(
        *point,
        [&](const formats::Node& node) -> Result<void> {
          if (node.type == formats::NodeType::file)
            listing.files.emplace(node.path, CopiedFile{node.size, node.modified, node.content, point});
          return {};
        },
        [&](const formats::Damage& damage) { add_unlisted(damage, listing.unlisted); }));
  return listing;
}

CopyIndex::CopyIndex(const CopiedFiles& files) : files_(files) {
  by_name_.reserve(files.size());
  by_size_.reserve(files.size());
  for (auto file = files.begin(); file != files.end(); ++file) {
    by_name_.push_back({std::hash<std::string>()(name_key(base_name(file->first))), file});
    by_size_.push_back({file->second.size.value, file});
  }
  std::ranges::stable_sort(by_name_, {}, &Hashed::hash);
  std::ranges::stable_sort(by_size_, {}, &Hashed::hash);
}

std::span<const CopyIndex::Hashed> CopyIndex::equal(const std::vector<Hashed>& all, std::uint64_t hash) {
  const auto found = std::ranges::equal_range(all, hash, {}, &Hashed::hash);
  return {found.begin(), found.end()};
}

std::vector<CopyIndex::File> CopyIndex::named(std::string_view key) const {
  std::vector<File> files;
  for (const Hashed& one : equal(by_name_, std::hash<std::string>()(std::string(key))))
    if (name_key(base_name(one.file->first)) == key) files.push_back(one.file);
  return files;
}

std::vector<CopyIndex::File> CopyIndex::sized(ByteCount size) const {
  std::vector<File> files;
  for (const Hashed& one : equal(by_size_, size.value)) {
    if (files.size() == kMaxOfOneSize) break;
    files.push_back(one.file);
  }
  return files;
}

std::vector<std::string> find_roots(const CopyIndex& index, std::string_view source_path,
                                    const std::vector<std::string>& some_files) {
  std::unordered_map<std::string, std::vector<std::size_t>> held;  // by root, the numbers of the files it holds
  for (std::size_t i = 0; i < some_files.size(); ++i) {
    const std::string key = name_key(some_files[i]);
    for (const auto& file : index.named(base_name(key)))
      if (const auto root = root_of(file->first, some_files[i], key)) {
        std::vector<std::size_t>& numbers = held[std::string(*root)];
        if (numbers.empty() || numbers.back() != i) numbers.push_back(i);
      }
  }
  constexpr std::size_t kOneIn = 20;  // fewer are names that any folder may hold
  const std::string_view path = without_slashes(source_path);
  std::vector<bool> found(some_files.size());
  std::vector<std::string> roots;
  for (;;) {
    struct Best {
      std::size_t adds = 0;
      std::size_t common = 0;
      const std::string* root = nullptr;
    } best;
    for (const auto& [root, numbers] : held) {
      const auto adds =
          static_cast<std::size_t>(std::ranges::count_if(numbers, [&](std::size_t i) { return !found[i]; }));
      if (adds == 0 || adds < best.adds) continue;
      const std::size_t common = common_end(root, path);
      const bool wins = best.root == nullptr || adds > best.adds || common > best.common ||
                        (common == best.common && root < *best.root);
      if (wins) best = {adds, common, &root};
    }
    if (best.root == nullptr || best.adds * kOneIn < some_files.size()) break;
    for (const std::size_t i : held[*best.root]) found[i] = true;
    roots.push_back(*best.root);
  }
  return roots;
}

}  // namespace garde::checker
