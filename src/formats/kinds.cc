#include "formats/kinds.h"

#include <algorithm>
#include <array>

#include "formats/archives/reader.h"
#include "formats/dated/reader.h"
#include "formats/mirror/reader.h"
#include "formats/named_time.h"
#include "formats/restic/reader.h"

namespace garde::formats {
namespace {

struct NamedKind {
  Kind kind;
  std::string_view name;
};
constexpr auto kNames = std::to_array<NamedKind>({{Kind::restic, "restic"},
                                                  {Kind::borg, "borg"},
                                                  {Kind::dated, "dated"},
                                                  {Kind::archives, "archives"},
                                                  {Kind::mirror, "mirror"}});

// Enough to tell dated folders from a mirror of a practice's documents.
constexpr std::size_t kMaxEntriesLookedAt = 10'000;

struct Looks {
  std::size_t entries = 0;
  std::size_t folders = 0;
  std::size_t told_folders = 0;  // of which the name tells a time or a turn
  std::size_t archives = 0;
};

Result<Looks> look(const io::Tree& tree, std::string_view directory) {
  Looks looks;
  const auto listed = tree.list(directory, io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    if (entry.type != io::EntryType::directory && entry.type != io::EntryType::file) return {};
    if (entry.name.starts_with(".")) return {};
    if (++looks.entries > kMaxEntriesLookedAt) return Error{ErrorKind::cancelled, "", std::nullopt, "seen enough"};
    if (entry.type == io::EntryType::directory) {
      ++looks.folders;
      if (read_backup_name(entry.name).is_told()) ++looks.told_folders;
    } else if (archives::is_archive_name(entry.name)) {
      ++looks.archives;
    }
    return {};
  });
  if (!listed && listed.error().kind != ErrorKind::cancelled) return listed.error();
  return looks;
}

// Borg writes a README that says so, and a config that begins with its section.
bool is_borg(const io::Tree& tree) {
  constexpr std::string_view kSection = "[repository]";
  const auto config = tree.open("config", io::Access::sequential);
  if (!config) return false;
  std::array<std::byte, kSection.size()> first{};
  if (!io::read_exactly(**config, "config", 0, first)) return false;
  const auto data = tree.stat("data");
  return std::ranges::equal(first, std::as_bytes(std::span(kSection))) && data &&
         data->type == io::EntryType::directory;
}

}  // namespace

std::string_view name(Kind kind) {
  for (const NamedKind& named : kNames)
    if (named.kind == kind) return named.name;
  fail_check("a Kind outside its enum", __FILE__, __LINE__);
}

std::optional<Kind> parse_kind(std::string_view name) {
  for (const NamedKind& named : kNames)
    if (named.name == name) return named.kind;
  return std::nullopt;
}

std::span<const Kind> all_kinds() {
  static constexpr auto kKinds = [] {
    std::array<Kind, kNames.size()> kinds{};
    std::ranges::transform(kNames, kinds.begin(), &NamedKind::kind);
    return kinds;
  }();
  return kKinds;
}

bool is_read(Kind kind) { return kind != Kind::borg; }

Result<std::optional<Kind>> recognise(const io::Tree& tree) {
  if (TRY(restic::is_repository(tree))) return std::optional(Kind::restic);
  if (is_borg(tree)) return std::optional(Kind::borg);
  const Looks looks = TRY(look(tree, ""));
  if (looks.entries == 0) return std::optional<Kind>();
  // A few other files beside (a log, a note, a configuration) are usual.
  if (looks.told_folders > 0 && looks.told_folders * 2 >= looks.folders && looks.told_folders >= looks.archives)
    return std::optional(Kind::dated);
  if (looks.archives > 0 && looks.archives * 2 >= looks.entries) return std::optional(Kind::archives);
  return std::optional(Kind::mirror);
}

Result<std::unique_ptr<ArchiveReader>> open(Kind kind, const io::Tree& tree, const crypto::SecretBytes* password,
                                            unsigned threads) {
  switch (kind) {
    case Kind::restic:
      if (!TRY(restic::is_repository(tree)))
        return Error{ErrorKind::not_found, "", std::nullopt, "no restic repository"};
      if (password == nullptr)
        return Error{ErrorKind::wrong_secret, "", std::nullopt, "restic always needs a password"};
      return restic::open(tree, *password, threads);
    case Kind::archives: return archives::open(tree, password, threads);
    case Kind::dated: return dated::open(tree, threads);
    case Kind::mirror: return mirror::open(tree, threads);
    case Kind::borg: break;
  }
  return Error{ErrorKind::unsupported, std::string(name(kind)), std::nullopt, "not read yet"};
}

}  // namespace garde::formats
