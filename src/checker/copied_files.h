// What a restore point lists, and what of it could not be listed; found again by names that differ and by content.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/archive.h"

namespace garde::checker {

// The files of one restore point, or of the newest of several lines, by path.
struct CopiedFile {
  ByteCount size;
  Instant modified;
  std::optional<crypto::Sha256Digest> content;   // as formats::Node tells it
  const formats::RestorePoint* point = nullptr;  // that holds it; the caller's of list_copies()
};
using CopiedFiles = std::map<std::string, CopiedFile, std::less<>>;

struct CopyListing {
  CopiedFiles files;
  // Folders and files of which nothing is known, "" being anything; at most kMaxUnlisted are named, then "" is.
  std::vector<std::string> unlisted;

  // Whether what is not listed may hold it.
  bool may_hold(std::string_view path) const;
};
inline constexpr std::size_t kMaxUnlisted = 1000;

Result<CopyListing> list_copy(const formats::ArchiveReader& reader, const formats::RestorePoint& point);
// Of several together, oldest first, at least one: a file that more than one holds is that of the last.
Result<CopyListing> list_copies(const formats::ArchiveReader& reader,
                                std::span<const formats::RestorePoint* const> points);

std::string joined(std::string_view folder, std::string_view name);  // with a '/' where both are something
bool is_at_or_below(std::string_view path, std::string_view folder);
std::string_view base_name(std::string_view path);  // what stands after the last '/'

// Looks files up by what a person takes for their name, and by their size. The files must outlive it.
class CopyIndex {
 public:
  using File = CopiedFiles::const_iterator;
  explicit CopyIndex(const CopiedFiles& files);

  const CopiedFiles& files() const { return files_; }
  // Those whose last name has this key (see name_key()).
  std::vector<File> named(std::string_view key) const;
  std::vector<File> sized(ByteCount size) const;  // at most kMaxOfOneSize of them
  static constexpr std::size_t kMaxOfOneSize = 8;

 private:
  struct Hashed {
    std::uint64_t hash = 0;
    File file;
  };
  static std::span<const Hashed> equal(const std::vector<Hashed>& all, std::uint64_t hash);
  const CopiedFiles& files_;
  std::vector<Hashed> by_name_;
  std::vector<Hashed> by_size_;
};

// The places in a restore point where a source lies: one folder, or several that hold a part each, the one with most
// first. `some_files` are paths of live files below the source; a place holds one in twenty of them or more, under what
// a person takes for their names, and is "" when the copy holds the content of the source directly.
std::vector<std::string> find_roots(const CopyIndex& index, std::string_view source_path,
                                    const std::vector<std::string>& some_files);

}  // namespace garde::checker
