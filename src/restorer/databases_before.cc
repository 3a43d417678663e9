#include "restorer/databases_before.h"

#include <algorithm>

#include <fmt/format.h>

#include "checker/copied_files.h"
#include "formats/dumps/dump_file.h"
#include "io/volume.h"
#include "restorer/opening.h"

namespace garde::restorer {
namespace {

using backups::DwindledDatabase;
using backups::Dwindling;
using backups::Outcome;

// The tables of a database of an earlier restore point; nothing where they cannot be counted.
std::optional<std::uint64_t> count_tables(const FileRestorer::Places& places, const formats::RestorePoint& point,
                                          const std::string& path, std::size_t number, const std::stop_token& stop) {
  const std::string name = fmt::format(".before/{}", number);
  {
    auto out = io::ScratchFile::create(places.scratch, name);
    if (!out) return std::nullopt;
    const auto read = places.reader.read(point, path, [&](std::span<const std::byte> bytes) -> Result<void> {
      if (stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      return out->write(bytes);
    });
    if (!read) return std::nullopt;
  }
  const auto file = places.scratch_tree.open(name, io::Access::sequential);
  if (!file) return std::nullopt;
  if (const auto contents = formats::dumps::contents_of(**file)) return contents->tables;
  return open_to_end(path, **file, (places.scratch.path() / name).string()).tables;
}

bool has_room(const FileRestorer::Places& places, ByteCount size, ByteCount spare) {
  const auto access = io::access_to(places.scratch.path().string());
  return access && access->free.value >= spare.value && access->free.value - spare.value >= size.value;
}

std::optional<std::pair<Outcome, DwindledDatabase>> judge(const RestoredDatabase& now, ByteCount size_before,
                                                          std::optional<std::uint64_t> tables_before) {
  constexpr std::uint64_t kFewer = 2;       // than half
  constexpr std::uint64_t kCollapsed = 10;  // to less than a tenth: nobody's work does that in a night
  constexpr std::uint64_t kSmall = 1024;    // so few bytes vary
  const auto collapsed = [](std::uint64_t value, std::uint64_t before) { return value * kCollapsed < before; };
  const bool is_small = size_before.value < kSmall;
  const bool lost_bytes = !is_small && collapsed(now.size.value, size_before.value);
  const auto found = [&](Dwindling what, std::uint64_t value, std::uint64_t before) {
    const bool fails = lost_bytes || (before > 0 && collapsed(value, before));
    return std::optional(
        std::pair(fails ? Outcome::failed : Outcome::not_established, DwindledDatabase{what, now.path, value, before}));
  };
  if (now.tables == 0) return found(Dwindling::no_table, 0, tables_before.value_or(0));
  if (tables_before && now.tables * kFewer < *tables_before)
    return found(Dwindling::fewer_tables, now.tables, *tables_before);
  if (!is_small && now.size.value * kFewer < size_before.value)
    return found(Dwindling::fewer_bytes, now.size.value, size_before.value);
  return std::nullopt;
}

}  // namespace

Result<std::vector<std::pair<Outcome, DwindledDatabase>>> compare_with_before(
    const FileRestorer::Places& places, const std::vector<formats::RestorePoint>& points,
    const std::vector<RestoredDatabase>& databases, ByteCount spare, const std::stop_token& stop) {
  std::vector<std::pair<Outcome, DwindledDatabase>> all;
  if (databases.empty()) return all;
  const auto at = std::ranges::find(points, places.point.id, &formats::RestorePoint::id);
  const formats::RestorePoint* before = at == points.begin() || at == points.end() ? nullptr : &*std::prev(at);
  checker::CopyListing listing;
  if (before != nullptr) listing = TRY(checker::list_copy(places.reader, *before));
  for (std::size_t i = 0; i < databases.size(); ++i) {
    if (stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    const auto then = listing.files.find(databases[i].path);
    ByteCount size;
    std::optional<std::uint64_t> tables;
    if (then != listing.files.end()) {
      size = then->second.size;
      if (has_room(places, size, spare)) tables = count_tables(places, *before, databases[i].path, i, stop);
    }
    if (auto dwindled = judge(databases[i], size, tables)) all.push_back(std::move(*dwindled));
  }
  return all;
}

}  // namespace garde::restorer
