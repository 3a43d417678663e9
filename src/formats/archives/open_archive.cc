#include "formats/archives/open_archive.h"

#include <algorithm>
#include <array>

#include "formats/archives/compare.h"
#include "formats/archives/member_stream.h"
#include "formats/archives/plain_stream.h"
#include "formats/dumps/dump_file.h"
#include "formats/seven_zip/seven_zip_stream.h"
#include "formats/tar/tar_stream.h"
#include "formats/zip/archive.h"

namespace garde::formats::archives {
namespace {

// A file that is listed and compared, and of which nothing more is known.
class OpaqueFile final : public ArchiveFile {
 public:
  OpaqueFile(std::unique_ptr<io::File> file, std::string path, Instant modified, std::optional<Flaw> flaw,
             std::optional<UnjudgedReason> unjudged)
      : file_(std::move(file)),
        path_(std::move(path)),
        modified_(modified),
        flaw_(std::move(flaw)),
        unjudged_(unjudged) {}

  Lock lock() const override { return Lock::none; }
  Result<void> list(const OnNode& on_node, const OnFlaw& /*on_flaw*/) const override {
    return on_node({.path = path_,
                    .type = NodeType::file,
                    .size = file_->size(),
                    .modified = modified_,
                    .permissions = 0,
                    .link_target = "",
                    .content = std::nullopt});
  }
  Result<void> read(std::string_view path, const OnContent& on_content) const override {
    if (path != path_) return Error{ErrorKind::not_found, std::string(path), std::nullopt, "not this file"};
    if (flaw_) return Error{ErrorKind::damaged, path_, std::nullopt, flaw_->detail};
    return read_live(*file_, path_, on_content);
  }
  Result<Comparison> compare(std::string_view path, const io::File& live) const override {
    if (live.size() != file_->size()) return Comparison::different;
    return compare_content(live, [&](const OnContent& on) { return read(path, on); });
  }
  Checked check(const CheckRequest& request, const OnFlaw& on_flaw) const override {
    Checked checked;
    if (request.level < Level::structure) return checked;
    if (flaw_) on_flaw(*flaw_);
    if (unjudged_) checked.add_unjudged("", *unjudged_);
    return checked;
  }

 private:
  std::unique_ptr<io::File> file_;
  std::string path_;
  Instant modified_;
  std::optional<Flaw> flaw_;
  std::optional<UnjudgedReason> unjudged_;
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool says(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

// The first plain bytes, and why they end when the rest is not judged.
struct FirstPlain {
  std::vector<std::byte> bytes;
  std::optional<UnjudgedReason> unjudged;
};
FirstPlain first_plain(const io::File& file, Compression compression) {
  PlainStream stream(file, compression);
  FirstPlain first;
  while (first.bytes.size() < dumps::kTelling) {
    const auto bytes = stream.take(dumps::kTelling - first.bytes.size());
    if (bytes.empty()) break;
    first.bytes.insert(first.bytes.end(), bytes.begin(), bytes.end());
  }
  first.unjudged = stream.unjudged();
  return first;
}

// A copy of a database beside which SQLite left a file of changes was made while the database was in use.
bool was_copied_in_use(const io::Tree& tree, const std::string& path) {
  return std::ranges::any_of(std::array{"-wal", "-journal"}, [&](const char* companion) {
    const auto stat = tree.stat(path + companion);
    return stat && stat->size.value > 0;
  });
}

}  // namespace

Result<std::unique_ptr<ArchiveFile>> open_archive(const io::Tree& tree, const StoredArchive& archive,
                                                  const crypto::SecretBytes* password, bool again) {
  auto file = TRY(tree.open(archive.path, io::Access::sequential));
  if (again) file->drop_cached(0, file->size());
  const std::string name = lower_case(archive.path);
  std::vector<std::byte> first(dumps::kTelling);
  first.resize(TRY(file->read_at(0, first)));
  // Called as it is called in the series, so that it has one name in all restore points.
  std::string path = archive.series.substr(archive.series.rfind('/') + 1);
  if (path.starts_with('.')) path = "dump" + path;

  if (zip::is_zip(first) || says(name, {".zip", ".zipx"})) return zip::open(std::move(file), password);
  if (seven_zip::is_seven_zip(first) || says(name, {".7z"}))
    return make_streamed_archive(
        std::move(file),
        [](const io::File& whole) -> OpenStream {
          return [&whole](const OnFlaw& on_flaw) { return seven_zip::open_stream(whole, on_flaw); };
        },
        Lock::none);
  const Compression compression = compression_of(first);
  std::optional<UnjudgedReason> not_unpacked;
  if (compression != Compression::none) {
    FirstPlain plain = first_plain(*file, compression);
    first = std::move(plain.bytes);
    not_unpacked = plain.unjudged;
  }
  if (tar::is_tar(first) ||
      says(name, {".tar", ".tgz", ".tbz2", ".tbz", ".txz", ".tzst", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst"}))
    return make_streamed_archive(
        std::move(file),
        [compression](const io::File& whole) -> OpenStream {
          return [&whole, compression](const OnFlaw& on_flaw) { return tar::open_stream(whole, compression, on_flaw); };
        },
        Lock::none);
  const auto opaque = [&](std::optional<Flaw> flaw,
                          std::optional<UnjudgedReason> unjudged) -> std::unique_ptr<ArchiveFile> {
    return std::make_unique<OpaqueFile>(std::move(file), path, archive.stat.modified, std::move(flaw), unjudged);
  };
  // A window that takes more memory than we give is no damage.
  if (first.empty() && not_unpacked) return opaque(std::nullopt, not_unpacked);
  const auto kind = dumps::dump_kind_of(first);
  if (kind == dumps::DumpKind::sqlite && was_copied_in_use(tree, archive.path))
    return opaque(std::nullopt, UnjudgedReason::copied_in_use);
  if (kind) return dumps::open(std::move(file), std::move(path), archive.stat.modified, compression, *kind);
  const bool named_compressed = says(name, {".gz", ".xz", ".bz2", ".zst"});
  const bool promises =
      says(name, {".sql", ".sqlite", ".sqlite3", ".pgdump", ".sql.gz", ".sql.xz", ".sql.bz2", ".sql.zst"});
  if (promises || (named_compressed && compression == Compression::none) || first.empty())
    return opaque(flaw_of(DamageKind::malformed, "", 0, "it is not what its name says"), std::nullopt);
  return opaque(std::nullopt, UnjudgedReason::format_not_read);
}

}  // namespace garde::formats::archives
