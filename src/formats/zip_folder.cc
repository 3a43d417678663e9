#include "formats/zip_folder.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

#include "formats/utf8_names.h"
#include "io/disk_tree.h"

namespace garde::formats {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;
constexpr int kMaxDepth = 40;  // a bag within a bag, and the paths of what was collected

class Zipping {
 public:
  Zipping(Instant time, ByteCount limit) : time_(time), limit_(limit), writer_(::archive_write_new()) {
    GARDE_CHECK(writer_ != nullptr);
    ::archive_write_set_format_zip(writer_.get());
    ::archive_write_set_options(writer_.get(), "zip:hdrcharset=UTF-8");
    ::archive_write_set_bytes_per_block(writer_.get(), 0);
    const int opened = ::archive_write_open(writer_.get(), this, nullptr, on_write, nullptr);
    GARDE_CHECK(opened == ARCHIVE_OK);
  }

  Result<void> add_below(const io::Tree& tree, const std::string& folder, const std::string& into, int depth);
  Result<std::string> finish() {
    if (::archive_write_close(writer_.get()) != ARCHIVE_OK || is_full_) return failed();
    return std::move(bytes_);
  }

 private:
  struct Free {
    void operator()(archive* writer) const { ::archive_write_free(writer); }
  };
  static la_ssize_t on_write(archive*, void* self, const void* data, std::size_t size) {
    auto& zipping = *static_cast<Zipping*>(self);
    // Told apart from a failure: after one, libarchive forgets to give back the compressor's memory.
    zipping.is_full_ = zipping.is_full_ || zipping.bytes_.size() + size > zipping.limit_.value;
    if (!zipping.is_full_) zipping.bytes_.append(static_cast<const char*>(data), size);
    return static_cast<la_ssize_t>(size);
  }
  Error failed() const {
    if (is_full_) return {ErrorKind::unsupported, "zip", std::nullopt, "larger than what is held in memory"};
    const char* text = ::archive_error_string(writer_.get());
    return {ErrorKind::unreadable, "zip", std::nullopt, text == nullptr ? "it cannot be written" : text};
  }
  Result<void> add(const io::Tree& tree, const std::string& path, const std::string& name);

  Instant time_;
  ByteCount limit_;
  std::string bytes_;
  bool is_full_ = false;
  std::unique_ptr<archive, Free> writer_;  // last: its end still writes
};

Result<void> Zipping::add(const io::Tree& tree, const std::string& path, const std::string& name) {
  const auto file = TRY(tree.open(path, io::Access::sequential));
  const std::unique_ptr<archive_entry, decltype([](archive_entry* entry) { ::archive_entry_free(entry); })> entry(
      ::archive_entry_new());
  GARDE_CHECK(entry != nullptr);
  constexpr int kReadable = 0644;
  ::archive_entry_set_pathname_utf8(entry.get(), name.c_str());
  ::archive_entry_set_filetype(entry.get(), AE_IFREG);
  ::archive_entry_set_perm(entry.get(), kReadable);
  ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file->size().value));
  ::archive_entry_set_mtime(entry.get(), std::chrono::floor<std::chrono::seconds>(time_).time_since_epoch().count(), 0);
  if (::archive_write_header(writer_.get(), entry.get()) != ARCHIVE_OK) return failed();
  const std::unique_ptr<archive, decltype([](archive* writer) { ::archive_write_finish_entry(writer); })> ended(
      writer_.get());
  std::vector<std::byte> piece(kPiece);
  for (std::uint64_t offset = 0; offset < file->size().value;) {
    const std::size_t count = TRY(file->read_at(offset, piece));
    if (count == 0) return Error{ErrorKind::damaged, path, offset, "shorter than it was"};
    if (::archive_write_data(writer_.get(), piece.data(), count) != static_cast<la_ssize_t>(count) || is_full_)
      return failed();
    offset += count;
  }
  return {};
}

Result<void> Zipping::add_below(const io::Tree& tree, const std::string& folder, const std::string& into, int depth) {
  if (depth > kMaxDepth) return Error{ErrorKind::unsupported, folder, std::nullopt, "folders within folders, too deep"};
  std::vector<std::pair<std::string, io::EntryType>> entries;
  TRY(tree.list(folder, io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    entries.emplace_back(entry.name, entry.type);
    return {};
  }));
  std::ranges::sort(entries);
  for (const auto& [name, type] : entries) {
    const std::string path = folder.empty() ? name : folder + "/" + name;
    if (type == io::EntryType::directory) TRY(add_below(tree, path, into + "/" + name, depth + 1));
    if (type == io::EntryType::file) TRY(add(tree, path, into + "/" + name));
  }
  return {};
}

}  // namespace

Result<std::string> zip_folder(const std::filesystem::path& folder, const std::string& root, Instant time,
                               ByteCount limit) {
  const Utf8Names utf8;
  const auto tree = TRY(io::DiskTree::open(folder.string()));
  Zipping zipping(time, limit);
  TRY(zipping.add_below(*tree, "", root, 0));
  return zipping.finish();
}

}  // namespace garde::formats
