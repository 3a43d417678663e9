#include "io/memory_tree.h"

#include <algorithm>
#include <cstring>

namespace garde::io {
namespace {

// Reads the tree's own bytes, so it must not outlive a change of them.
class MemoryFile final : public File {
 public:
  explicit MemoryFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  ByteCount size() const override { return {bytes_.size()}; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const auto available = bytes_.subspan(static_cast<std::size_t>(offset));
    const std::size_t count = std::min(available.size(), out.size());
    if (count > 0) std::memcpy(out.data(), available.data(), count);
    return count;
  }
  void drop_cached(std::uint64_t /*offset*/, ByteCount /*length*/) const override {}

 private:
  std::span<const std::byte> bytes_;
};

std::string join(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + '/' + std::string(name);
}

Result<void> copy_directory(const Tree& from, MemoryTree& to, const std::string& directory) {
  std::vector<std::string> directories;
  auto listed = from.list(directory, Detail::names, [&](const Entry& entry) -> Result<void> {
    const std::string path = join(directory, entry.name);
    if (entry.type == EntryType::directory) {
      to.put_directory(path);
      directories.push_back(path);
    } else if (entry.type == EntryType::file) {
      const ByteCount size = TRY(from.stat(path))
      .size;
      to.put_file(path, TRY(read_whole(from, path, size)));
    }
    return {};
  });
  TRY(std::move(listed));
  for (const std::string& below : directories) TRY(copy_directory(from, to, below));
  return {};
}

}  // namespace

Result<std::unique_ptr<MemoryTree>> MemoryTree::copy_of(const Tree& tree) {
  auto copy = std::make_unique<MemoryTree>();
  TRY(copy_directory(tree, *copy, ""));
  return copy;
}

MemoryTree::Item& MemoryTree::put(std::string_view path, EntryType type) {
  GARDE_CHECK(!path.empty() && is_tree_path(path));
  if (const std::size_t slash = path.rfind('/'); slash != std::string_view::npos) put_directory(path.substr(0, slash));
  const auto [place, is_new] = items_.try_emplace(std::string(path));
  if (is_new) place->second = {.type = type, .bytes = {}, .modified = {}, .number = next_number_++};
  GARDE_CHECK(place->second.type == type);
  return place->second;
}

void MemoryTree::put_file(std::string_view path, std::vector<std::byte> bytes) {
  put(path, EntryType::file).bytes = std::move(bytes);
}
void MemoryTree::put_directory(std::string_view path) { put(path, EntryType::directory); }
void MemoryTree::put_symlink(std::string_view path) { put(path, EntryType::symlink); }

void MemoryTree::set_modified(std::string_view path, Instant modified) {
  const auto place = items_.find(path);
  GARDE_CHECK(place != items_.end());
  place->second.modified = modified;
}

void MemoryTree::remove(std::string_view path) {
  const auto place = items_.find(path);
  GARDE_CHECK(place != items_.end());
  items_.erase(place);
}

std::vector<std::byte>& MemoryTree::file(std::string_view path) {
  const auto place = items_.find(path);
  GARDE_CHECK(place != items_.end() && place->second.type == EntryType::file);
  return place->second.bytes;
}

std::vector<std::string> MemoryTree::file_paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, item] : items_)
    if (item.type == EntryType::file) paths.push_back(path);
  return paths;
}

Stat MemoryTree::stat_of(const Item& item) {
  return {.type = item.type,
          .size = {item.bytes.size()},
          .modified = item.modified,
          .permissions = item.type == EntryType::directory ? 0755U : 0644U,
          .links = 1,
          .identity = {0, item.number}};
}

Result<const MemoryTree::Item*> MemoryTree::find(std::string_view path) const {
  if (!is_tree_path(path)) return Error{ErrorKind::invalid_input, std::string(path), std::nullopt, "not inside a tree"};
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    const auto above = items_.find(path.substr(0, slash));
    if (above != items_.end() && above->second.type == EntryType::symlink)
      return Error{ErrorKind::unreadable, std::string(path), std::nullopt, "a symbolic link, never followed"};
  }
  const auto place = items_.find(path);
  if (place == items_.end()) return Error{ErrorKind::not_found, std::string(path), std::nullopt, "no such entry"};
  return &place->second;
}

Result<void> MemoryTree::list(std::string_view directory, Detail detail, const OnEntry& on_entry) const {
  if (!directory.empty() && TRY(find(directory))->type != EntryType::directory)
    return Error{ErrorKind::not_found, std::string(directory), std::nullopt, "not a directory"};
  const std::string prefix = directory.empty() ? "" : std::string(directory) + '/';
  for (auto item = items_.lower_bound(prefix); item != items_.end() && item->first.starts_with(prefix); ++item) {
    const std::string_view name = std::string_view(item->first).substr(prefix.size());
    if (name.find('/') != std::string_view::npos) continue;
    TRY(on_entry({.name = name,
                  .type = item->second.type,
                  .stat = detail == Detail::stats ? std::optional(stat_of(item->second)) : std::nullopt}));
  }
  return {};
}

Result<Stat> MemoryTree::stat(std::string_view path) const {
  if (path.empty()) return stat_of({.type = EntryType::directory, .bytes = {}, .modified = {}, .number = 0});
  return stat_of(*TRY(find(path)));
}

Result<std::unique_ptr<File>> MemoryTree::open(std::string_view path, Access /*access*/) const {
  const Item* item = TRY(find(path));
  if (item->type != EntryType::file)
    return Error{ErrorKind::unreadable, std::string(path), std::nullopt, "not a regular file"};
  return std::unique_ptr<File>(std::make_unique<MemoryFile>(item->bytes));
}

}  // namespace garde::io
