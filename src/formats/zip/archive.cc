#include "formats/zip/archive.h"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>
#include <libdeflate.h>

#include "base/guarded.h"
#include "formats/archives/compare.h"
#include "formats/archives/member_path.h"
#include "formats/little_endian.h"
#include "formats/parallel.h"
#include "formats/zip/entry_reader.h"

namespace garde::formats::zip {
namespace {

using archives::Checked;
using archives::CheckRequest;
using archives::Flaw;
using archives::flaw_of;
using archives::Lock;
using archives::OnFlaw;

constexpr std::size_t kMaxLinkTarget = 4096;  // as Linux
// What one thread takes at a time: enough for reading ahead, little enough for sharing the work.
constexpr std::uint64_t kRunBytes = std::uint64_t{4} << 20U;
constexpr std::size_t kRunEntries = 2048;

struct Run {
  std::size_t first = 0;
  std::size_t count = 0;
  std::uint64_t bytes = 0;
};

std::optional<std::string> link_target(EntryReader& reader, const Entry& entry) {
  std::string target;
  if (entry.size > kMaxLinkTarget) return std::nullopt;
  const auto read = reader.read(entry, [&](std::span<const std::byte> bytes) -> Result<void> {
    target.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  });
  if (!read) return std::nullopt;
  return target;
}

bool leads_somewhere(EntryReader& reader, const Entry& entry) {
  const auto target = link_target(reader, entry);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  return target && !target->empty() && std::ranges::none_of(*target, is_control);
}

class ZipArchive final : public archives::ArchiveFile {
 public:
  ZipArchive(std::unique_ptr<io::File> file, const crypto::SecretBytes* password)
      : file_(std::move(file)), password_(password) {}

  Result<void> load();

  Lock lock() const override { return lock_; }
  Result<void> list(const OnNode& on_node, const OnFlaw& on_flaw) const override;
  Result<void> read(std::string_view path, const OnContent& on_content) const override;
  Result<Comparison> compare(std::string_view path, const io::File& live) const override;
  Checked check(const CheckRequest& request, const OnFlaw& on_flaw) const override;

 private:
  struct HashedPath {
    std::size_t hash = 0;  // of the path
    std::size_t entry = 0;
    auto operator<=>(const HashedPath&) const = default;
  };
  std::string name_of(const Entry& entry) const { return directory_.name_of(entry); }
  Result<void> try_password();
  Result<const Entry*> find(std::string_view path) const;
  void check_names(const OnFlaw& on_flaw) const;
  std::vector<Run> runs(bool with_content) const;

  std::unique_ptr<io::File> file_;
  const crypto::SecretBytes* password_;
  Directory directory_;
  std::vector<Flaw> flaws_;  // of the directory
  Lock lock_ = Lock::none;
  mutable Guarded<std::vector<HashedPath>> hashed_;  // sorted; filled when first needed
};

Result<void> ZipArchive::load() {
  directory_ = TRY(read_directory(*file_, [&](const Flaw& flaw) { flaws_.push_back(flaw); }));
  return try_password();
}

// One entry that comes out right settles it. Where none does, either the password is wrong or all of them are damaged:
// the verifiers, which a wrong password hardly ever passes twice, tell which.
Result<void> ZipArchive::try_password() {
  constexpr std::size_t kTried = 8;
  std::vector<const Entry*> encrypted;
  for (const Entry& entry : directory_.entries)
    if (entry.encryption != Encryption::none && entry.encryption != Encryption::other && !entry.is_refused)
      encrypted.push_back(&entry);
  if (encrypted.empty()) return {};
  lock_ = Lock::closed;
  if (password_ == nullptr) return {};
  const std::size_t tried = std::min(encrypted.size(), kTried);
  std::ranges::partial_sort(encrypted, encrypted.begin() + static_cast<std::ptrdiff_t>(tried), {}, &Entry::packed_size);
  encrypted.resize(tried);
  EntryReader reader(*file_, directory_, password_, kMaxDecodedWhole);
  std::size_t wrong = 0;
  for (const Entry* entry : encrypted) {
    const auto outcome = TRY(reader.try_password(*entry));
    if (!outcome.flaw && !outcome.unjudged) {
      lock_ = Lock::opened;
      return {};
    }
    if (outcome.is_wrong_password()) ++wrong;
  }
  if (2 * wrong < tried) lock_ = Lock::opened;
  return {};
}

Result<void> ZipArchive::list(const OnNode& on_node, const OnFlaw& on_flaw) const {
  for (const Flaw& flaw : flaws_) on_flaw(flaw);
  // What it does not give to list, nobody knows the files of.
  if (directory_.unjudged)
    on_flaw(flaw_of(DamageKind::unreadable, "", std::nullopt, std::string(formats::name(*directory_.unjudged))));
  EntryReader reader(*file_, directory_, password_, kMaxDecodedWhole);
  for (const Entry& entry : directory_.entries) {
    auto place = archives::member_path(name_of(entry));
    if (!place || place->path.empty() || entry.is_refused) continue;
    Node node{.path = std::move(place->path),
              .type = entry.type,
              .size = {entry.type == NodeType::file ? entry.size : 0},
              .modified = entry.modified,
              .permissions = entry.permissions,
              .link_target = "",
              .content = std::nullopt};
    // A target that cannot be read is damage, and check() finds it.
    if (entry.type == NodeType::symlink) node.link_target = link_target(reader, entry).value_or("");
    TRY(on_node(node));
  }
  return {};
}

Result<const Entry*> ZipArchive::find(std::string_view path) const {
  const std::size_t hash = std::hash<std::string_view>()(path);
  return hashed_.with([&](std::vector<HashedPath>& hashed) -> Result<const Entry*> {
    if (hashed.empty()) {
      for (std::size_t i = 0; i < directory_.entries.size(); ++i)
        if (const auto place = archives::member_path(name_of(directory_.entries[i])))
          hashed.push_back({std::hash<std::string_view>()(place->path), i});
      std::ranges::sort(hashed);
    }
    // Of several with one path the last counts, as for every program that unpacks them in turn.
    const Entry* found = nullptr;
    for (auto at = std::ranges::lower_bound(hashed, hash, {}, &HashedPath::hash);
         at != hashed.end() && at->hash == hash; ++at) {
      const Entry& entry = directory_.entries[at->entry];
      if (const auto place = archives::member_path(name_of(entry)); place && place->path == path) found = &entry;
    }
    if (found == nullptr) return Error{ErrorKind::not_found, std::string(path), std::nullopt, "not in this archive"};
    return found;
  });
}

Result<void> ZipArchive::read(std::string_view path, const OnContent& on_content) const {
  const Entry* entry = TRY(find(path));
  EntryReader reader(*file_, directory_, password_, kMaxDecodedWhole);
  return reader.read(*entry, on_content);
}

Result<Comparison> ZipArchive::compare(std::string_view path, const io::File& live) const {
  const Entry* entry = TRY(find(path));
  if (!is_size_of(*entry, live.size().value)) return Comparison::different;
  if (!entry->has_crc) return archives::compare_content(live, [&](const OnContent& on) { return read(path, on); });
  // The checksum is what check() holds the content to; nobody forges one against a live file of his own.
  std::uint32_t crc = 0;
  TRY(archives::read_live(live, path, [&](std::span<const std::byte> bytes) -> Result<void> {
    crc = libdeflate_crc32(crc, bytes.data(), bytes.size());
    return {};
  }));
  return crc == entry->crc ? Comparison::same : Comparison::different;
}

void ZipArchive::check_names(const OnFlaw& on_flaw) const {
  std::vector<std::size_t> hashes;
  Flaw absolute = flaw_of(DamageKind::malformed, "", std::nullopt, "absolute paths");
  absolute.consequence = Consequence::untidy;
  absolute.pieces = 0;
  for (const Entry& entry : directory_.entries) {
    std::string name = name_of(entry);
    const auto place = archives::member_path(name);
    if (!place) {
      on_flaw(flaw_of(DamageKind::malformed, std::move(name), entry.offset, "its path leads out of the archive"));
      continue;
    }
    if (place->was_absolute && absolute.pieces++ == 0) absolute.member = place->path;
    if (entry.type == NodeType::file) hashes.push_back(std::hash<std::string_view>()(place->path));
  }
  if (absolute.pieces > 0) on_flaw(absolute);
  std::ranges::sort(hashes);
  const auto distinct = std::unique(hashes.begin(), hashes.end());
  if (distinct == hashes.end()) return;
  Flaw twice = flaw_of(DamageKind::duplicate, "", std::nullopt, "files that stand in the archive more than once");
  twice.pieces = static_cast<std::uint64_t>(hashes.end() - distinct);
  on_flaw(twice);
}

std::vector<Run> ZipArchive::runs(bool with_content) const {
  std::vector<Run> runs;
  const auto& entries = directory_.entries;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t bytes = entries[i].end - std::min(entries[i].offset, entries[i].end);
    const bool is_full =
        runs.empty() || runs.back().count == kRunEntries || (with_content && runs.back().bytes + bytes > kRunBytes);
    if (is_full) runs.push_back({i, 0, 0});
    ++runs.back().count;
    runs.back().bytes += bytes;
  }
  // The large ones first, so that no thread is left alone with one at the end.
  std::ranges::stable_partition(runs, [](const Run& run) { return run.count == 1 && run.bytes > 4 * kRunBytes; });
  return runs;
}

Checked ZipArchive::check(const CheckRequest& request, const OnFlaw& on_flaw) const {
  Checked checked;
  std::mutex mutex;
  const auto report = [&](const Flaw& flaw) {
    const std::scoped_lock lock(mutex);
    on_flaw(flaw);
  };
  for (const Flaw& flaw : flaws_) on_flaw(flaw);
  if (directory_.unjudged) checked.add_unjudged("", *directory_.unjudged);
  if (directory_.is_lost || directory_.unjudged || request.level < Level::structure) return checked;
  check_names(on_flaw);
  checked.bytes_read = {file_->size().value - directory_.start};

  const bool with_content = request.level >= Level::authenticated;
  const auto all = runs(with_content);
  const ByteCount whole{
      std::min(kMaxDecodedWhole.value, kDecodedWholeOnAllThreads.value / std::max(1U, request.threads))};
  const auto check_run = [&](EntryReader& reader, const Run& run) {
    std::uint64_t members = 0;
    for (std::size_t i = run.first; i < run.first + run.count; ++i) {
      if (request.go_on && !request.go_on()) {
        const std::scoped_lock lock(mutex);
        checked.to_the_end = false;
        break;
      }
      const Entry& entry = directory_.entries[i];
      auto outcome = reader.check(entry, request.level);
      if (!outcome) {
        report(flaw_of(DamageKind::unreadable, name_of(entry), entry.offset, outcome.error().detail));
        continue;
      }
      if (outcome->flaw) {
        outcome->flaw->member = name_of(entry);
        report(*outcome->flaw);
      }
      if (outcome->unjudged) {
        const std::scoped_lock lock(mutex);
        checked.add_unjudged(name_of(entry), *outcome->unjudged);
      } else if (!entry.is_refused) {
        // Nothing protects what an entry says of its type: one flipped bit makes a link of a file.
        if (with_content && !outcome->flaw && entry.type == NodeType::symlink && !leads_somewhere(reader, entry))
          report(flaw_of(DamageKind::inconsistent, name_of(entry), entry.offset, "a link to what is no path"));
        ++members;
      }
    }
    const std::scoped_lock lock(mutex);
    checked.members += members;
    if (request.on_bytes && with_content) request.on_bytes({run.bytes});
  };
  for_each_in_parallel(request.threads, all.size(), [&](auto& next) {
    EntryReader reader(*file_, directory_, password_, whole);
    while (const auto i = next()) check_run(reader, all[*i]);
    const std::scoped_lock lock(mutex);
    checked.bytes_read += {reader.bytes_read()};
  });
  return checked;
}

}  // namespace

bool is_zip(std::span<const std::byte> first) {
  if (first.size() < 4) return false;
  const std::uint32_t signature = read_u32_le(first);
  return signature == 0x04034b50 || signature == 0x06054b50 || signature == 0x08074b50;
}

Result<std::unique_ptr<archives::ArchiveFile>> open(std::unique_ptr<io::File> file,
                                                    const crypto::SecretBytes* password) {
  auto archive = std::make_unique<ZipArchive>(std::move(file), password);
  TRY(archive->load());
  return std::unique_ptr<archives::ArchiveFile>(std::move(archive));
}

}  // namespace garde::formats::zip
