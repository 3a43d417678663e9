// Lists of leaked passwords as they are published: one text, or a folder of ranges. Nothing is trusted: see
// docs/formats/breach-corpus.md for what is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/sha1.h"
#include "io/tree.h"

namespace garde::accounts {

struct LeakedHash {
  crypto::Sha1Digest hash;
  std::uint64_t count = 0;  // at least 1
};

// A position to come back to: a byte of the text at which a line begins, or the number of a range.
struct SourcePosition {
  std::uint64_t next = 0;
  std::uint64_t lines = 0;                 // before it
  std::optional<crypto::Sha1Digest> last;  // the hash before it
};

class LeakSource {
 public:
  // `path` is a file or a folder of `tree`, which must outlive this. not_found, unreadable, or invalid_input for a
  // compressed or empty file. The service cuts its ranges after five digits.
  static Result<LeakSource> open(const io::Tree& tree, std::string path, unsigned range_digits = 5);

  const std::string& path() const { return path_; }
  std::uint64_t size() const;     // bytes of the text; 2^64 - 1 for a folder
  std::int64_t modified() const;  // of the text, or of the first range, milliseconds since 1970
  std::uint64_t estimated_entries() const { return estimated_entries_; }

  // Gives the hashes from `from` on, each greater than the one before, some thousands at a time, and the position after
  // them; an error of `on_hashes` ends it. invalid_input names the line that is not as it must be; not_found the range
  // that is missing.
  using OnHashes = std::function<Result<void>(std::span<const LeakedHash>, const SourcePosition& after)>;
  Result<void> read(const SourcePosition& from, const OnHashes& on_hashes) const;

 private:
  struct Text {
    io::Stat stat;
  };
  struct Ranges {
    unsigned digits = 0;
    std::string extension;
    Instant first_modified;  // tells this folder from another

    std::uint64_t count() const { return std::uint64_t{1} << (4 * digits); }
    std::string name(std::uint64_t range) const;  // "0A3F7.txt"
  };
  static Result<LeakSource> open_ranges(const io::Tree& tree, std::string path, unsigned digits);
  Result<void> read_text(const SourcePosition& from, const OnHashes& on_hashes) const;
  Result<void> read_ranges(const Ranges& ranges, const SourcePosition& from, const OnHashes& on_hashes) const;
  LeakSource(const io::Tree& tree, std::string path, std::variant<Text, Ranges> kind, std::uint64_t estimated_entries)
      : tree_(&tree), path_(std::move(path)), kind_(std::move(kind)), estimated_entries_(estimated_entries) {}

  const io::Tree* tree_;
  std::string path_;
  std::variant<Text, Ranges> kind_;
  std::uint64_t estimated_entries_;
};

}  // namespace garde::accounts
