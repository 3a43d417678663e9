// A tree held in memory: what a test writes down, byte by byte, and then damages.
#pragma once

#include <map>

#include "io/tree.h"

namespace garde::io {

class MemoryTree final : public Tree {
 public:
  // A copy of another tree with its files' bytes; links and special files are left out.
  static Result<std::unique_ptr<MemoryTree>> copy_of(const Tree& tree);

  // Writing is for whoever owns the tree, never while another thread reads it. The directories above a path
  // come into being with it. Aborts on what is not a path inside a tree.
  void put_file(std::string_view path, std::vector<std::byte> bytes);
  void put_directory(std::string_view path);
  void put_symlink(std::string_view path);
  void set_modified(std::string_view path, Instant modified);
  void remove(std::string_view path);
  // The bytes of a file that is there.
  std::vector<std::byte>& file(std::string_view path);
  std::vector<std::string> file_paths() const;  // sorted

  Result<void> list(std::string_view directory, Detail detail, const OnEntry& on_entry) const override;
  Result<Stat> stat(std::string_view path) const override;
  Result<std::unique_ptr<File>> open(std::string_view path, Access access) const override;

 private:
  struct Item {
    EntryType type{};
    std::vector<std::byte> bytes;
    Instant modified{};
    std::uint64_t number = 0;
  };
  Item& put(std::string_view path, EntryType type);
  Result<const Item*> find(std::string_view path) const;
  static Stat stat_of(const Item& item);

  std::map<std::string, Item, std::less<>> items_;  // by path; the root is not in it
  std::uint64_t next_number_ = 1;
};

}  // namespace garde::io
