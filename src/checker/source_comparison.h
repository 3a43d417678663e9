// The files of one live source beside a restore point, each told apart: the same, changed or made since, missing.
#pragma once

#include <string>
#include <vector>

#include "backups/check.h"
#include "checker/compare_sources.h"
#include "checker/copied_files.h"
#include "formats/residue.h"
#include "io/tree.h"

namespace garde::checker {

constexpr std::size_t kMaxLiveDepth = 512;  // of live folders: deeper is a loop or an attack, and no practice's data

// What all sources of one comparison share. All must outlive it.
struct CopyContext {
  const formats::ArchiveReader& reader;
  const formats::RestorePoint& latest;
  const CopyListing& listing;
  const CopyIndex& index;
  const CompareOptions& options;
  ByteCount& content_read;
};

//   SourceComparison one(copy, roots, comparison);
//   one.folder(tree, "/srv/dossiers");
//   TRY(one.finish());
class SourceComparison {
 public:
  // `roots`: where in the copy the source lies, the one with most of it first.
  SourceComparison(const CopyContext& copy, const std::vector<std::string>& roots, backups::Comparison& comparison);

  // `shown`: what the person calls the folder, before each path, or the file. The tree must live until finish().
  void folder(const io::Tree& live, const std::string& shown);
  void file(const io::Tree& live, const std::string& name, const std::string& shown);
  // Compares by content what is left, and judges what was not found. `cancelled`.
  Result<void> finish();

  Instant newest() const { return newest_; }  // of the live files

 private:
  struct Live {
    std::string path;  // below the source
    io::Stat stat;
  };
  // Of a size found under its name. The path is the end of the copy's, and not kept twice.
  struct Located {
    CopyIndex::File copy;
    std::size_t path_at = 0;
    Instant modified;
  };
  std::string shown(std::string_view path) const { return shown_is_file_ ? shown_ : joined(shown_, path); }
  bool is_stopped() const { return copy_.options.stop.stop_requested(); }
  void walk(const std::string& folder, std::size_t depth);
  void look_at(const std::string& path, const io::Stat& stat);
  void add(std::string_view path, ByteCount size, backups::Copy copy);
  bool changed_since(const io::Stat& stat, Instant taken) const;

  std::vector<CopyIndex::File> by_name(const std::string& path) const;
  // By content, or nothing when one of them cannot be read.
  std::optional<bool> is_same(const std::string& path, const CopyIndex::File& copy, ByteCount size);
  backups::Copy compare_located(const Located& located, const std::string& path);
  void compare_all_located();
  backups::Copy find_elsewhere(const Live& live);
  backups::Copy judge_missing(const Live& live);
  bool tells_births();

  const CopyContext& copy_;
  const std::vector<std::string>& roots_;
  const Instant taken_;  // when the newest copy was made of what lies at the roots
  backups::Comparison& comparison_;
  const io::Tree* live_ = nullptr;
  std::string shown_;
  bool shown_is_file_ = false;
  std::vector<Located> located_;
  std::vector<Live> not_found_;
  std::vector<std::string> found_;  // some, to learn when this disk says that they were made
  std::optional<bool> tells_births_;
  Instant newest_;
};

}  // namespace garde::checker
