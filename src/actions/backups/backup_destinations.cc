#include "actions/backups/backup_destinations.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "base/as_text.h"
#include "checker/open_backup.h"
#include "checker/places.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "io/disk_tree.h"
#include "io/path.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using backups::DataSet;
using backups::DataSetId;
using backups::Destination;
using backups::DestinationId;

constexpr std::int64_t kMaxHours = 24 * 366;  // a year: whoever can lose more needs no backup

bool holds(const FieldProblems& problems, std::string_view field) {
  return std::ranges::find(problems, field, &FieldProblem::field) != problems.end();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const std::string_view line = trimmed(text.substr(0, end)); !line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::optional<backups::Source> read_source(const std::string& line) {
  if (!line.starts_with('/')) return backups::Source{backups::SourceKind::database, line};
  std::error_code code;
  if (fs::is_directory(line, code)) return backups::Source{backups::SourceKind::folder, line};
  if (fs::is_regular_file(line, code)) return backups::Source{backups::SourceKind::file, line};
  return std::nullopt;
}

std::vector<backups::Source> read_sources(std::string_view text, FieldProblems& problems) {
  std::vector<backups::Source> sources;
  for (const std::string& line : lines_of(text)) {
    check_text("sources", line, kMaxPlaceLength, LineBreaks::refused, problems);
    const auto source = read_source(line);
    if (!source)
      problems.push_back({"sources", {"backups.problem.source-not-there", {{"place", line}}}});
    else if (std::ranges::find(sources, *source) == sources.end())
      sources.push_back(*source);
  }
  if (sources.size() > kMaxSources) problems.push_back({"sources", {"backups.problem.too-many-sources", {}}});
  return sources;
}

std::vector<DataSetId> read_data_sets(const std::vector<std::string>& typed, const std::vector<DataSet>& known,
                                      FieldProblems& problems) {
  std::vector<DataSetId> chosen;
  for (const std::string& id : typed) {
    const auto found = std::ranges::find_if(known, [&](const DataSet& one) { return one.id.text() == id; });
    if (found == known.end())
      problems.push_back({"data_sets", {"backups.problem.no-such-data-set", {{"name", as_text(id)}}}});
    else if (std::ranges::find(chosen, found->id) == chosen.end())
      chosen.push_back(found->id);
  }
  if (chosen.empty() && !holds(problems, "data_sets"))
    problems.push_back({"data_sets", {"backups.problem.no-data-set", {}}});
  return chosen;
}

// What the person's own data is: a destination must be elsewhere.
bool is_live_data(const fs::path& folder, const std::vector<DataSet>& known) {
  for (const DataSet& data_set : known)
    for (const backups::Source& source : data_set.sources) {
      std::error_code code;
      const fs::path live = fs::canonical(source.place, code);
      if (!code && source.kind == backups::SourceKind::folder && io::overlap(live.string(), folder.string()))
        return true;
    }
  return false;
}

// The one of them that is the same folder, whatever its path.
const Destination* same_place(const fs::path& real, const io::Volume& volume, const std::vector<Destination>& known) {
  for (const Destination& other : known) {
    // Disks that are exchanged are plugged in at the same place: only the volume tells them apart.
    std::error_code code;
    const bool same = other.volume.empty() ? fs::equivalent(other.folder, real, code)
                                           : other.volume == volume.id && other.within == volume.within;
    if (same) return &other;
  }
  return nullptr;
}

void read_place(const DestinationForm& form, const std::vector<DataSet>& sets, const std::vector<Destination>& known,
                Destination& destination, FieldProblems& problems) {
  const std::string folder(trimmed(form.folder));
  if (folder.empty()) return problems.push_back({"folder", {"form.problem.missing", {}}});
  check_text("folder", folder, kMaxPlaceLength, LineBreaks::refused, problems);
  if (holds(problems, "folder")) return;
  std::error_code code;
  const fs::path real = fs::canonical(folder, code);
  if (code || !fs::is_directory(real, code))
    return problems.push_back({"folder", {"backups.problem.folder-not-there", {}}});
  const auto volume = io::volume_of(real.string());
  destination.folder = real.string();
  if (volume) {
    destination.place = checker::place_of(*volume);
    // A folder of the computer's own disk stays where it is; a disk that is plugged in is known by itself.
    if (destination.place != backups::Place::folder) {
      destination.volume = volume->id;
      destination.within = volume->within;
    }
    if (const Destination* same = same_place(real, *volume, known))
      return problems.push_back({"folder", {"backups.problem.same-destination", {{"name", same->name}}}});
  }
  if (is_live_data(real, sets)) return problems.push_back({"folder", {"backups.problem.live-data", {}}});

  const auto tree = io::DiskTree::open(real.string());
  if (!tree) return problems.push_back({"folder", {"backups.problem.folder-not-there", {}}});
  const std::string_view kind = trimmed(form.kind);
  destination.kind = formats::parse_kind(kind);
  if (kind.empty()) {
    if (!checker::recognise_backup(**tree)) problems.push_back({"folder", {"backups.problem.not-recognised", {}}});
  } else if (!destination.kind) {
    problems.push_back({"kind", {"backups.problem.no-such-kind", {}}});
  }
}

std::chrono::hours read_max_age(std::string_view typed, std::chrono::hours usual, FieldProblems& problems) {
  const std::string_view text = trimmed(typed);
  if (text.empty()) return usual;
  std::int64_t hours = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), hours);
  if (code != std::errc{} || end != text.data() + text.size() || hours < 1 || hours > kMaxHours)
    problems.push_back({"max_age", {"backups.problem.max-age", {}}});
  return std::chrono::hours{hours};
}

std::optional<bool> read_certified(const DestinationForm& form, FieldProblems& problems) {
  if (!form.online || form.hosting_certified.empty()) return std::nullopt;
  if (form.hosting_certified == "yes") return true;
  if (form.hosting_certified != "no") problems.push_back({"hosting_certified", {"form.problem.choice", {}}});
  return false;
}

std::string seal_purpose(const DestinationId& destination) { return "backup destination " + destination.text(); }

}  // namespace

Result<std::vector<DataSet>> data_sets(Practice& practice) {
  std::vector<DataSet> stored = TRY(practice.with_storage(storage::load_data_sets));
  std::vector<DataSet> all;
  for (const diagnostic::DataSet& known : practice.library().questionnaire.data_sets()) {
    DataSet data_set{known.id, known.title, backups::Hosting::here, "", {}, true};
    const auto found = std::ranges::find(stored, known.id, &DataSet::id);
    if (found != stored.end()) {
      data_set.hosting = found->hosting;
      data_set.vendor = found->vendor;
      data_set.sources = found->sources;
      stored.erase(found);
    }
    all.push_back(std::move(data_set));
  }
  for (DataSet& own : stored) all.push_back(std::move(own));
  return all;
}

Result<FieldProblems> save_data_set(Practice& practice, const DataSetForm& form) {
  const std::vector<DataSet> known = TRY(data_sets(practice));
  FieldProblems problems;
  DataSet data_set{new_id<DataSetId>("set-"), std::string(trimmed(form.title)), {}, "", {}, false};
  if (!form.id.empty()) {
    const auto found = std::ranges::find_if(known, [&](const DataSet& one) { return one.id.text() == form.id; });
    if (found == known.end()) return Error{ErrorKind::not_found, form.id, std::nullopt, "no such data set"};
    data_set.id = found->id;
    data_set.always = found->always;
    if (data_set.title.empty()) data_set.title = found->title;
  }
  if (data_set.title.empty()) problems.push_back({"title", {"form.problem.missing", {}}});
  check_text("title", data_set.title, kMaxDestinationName, LineBreaks::refused, problems);
  const auto hosting = backups::parse_hosting(form.hosting);
  if (!hosting) problems.push_back({"hosting", {"form.problem.choice", {}}});
  data_set.hosting = hosting.value_or(backups::Hosting::here);
  data_set.vendor = std::string(trimmed(form.vendor));
  check_text("vendor", data_set.vendor, kMaxDestinationName, LineBreaks::refused, problems);
  data_set.sources = read_sources(form.sources, problems);
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction(storage::save_data_set, data_set));
  return problems;
}

Result<std::vector<Destination>> destinations(Practice& practice) {
  return practice.with_storage(storage::load_destinations);
}

Result<std::optional<Destination>> find_destination(Practice& practice, std::string_view name) {
  for (Destination& one : TRY(destinations(practice)))
    if (one.name == name || one.id.text() == name) return std::optional(std::move(one));
  return std::optional<Destination>();
}

Result<AddedDestination> add_destination(Practice& practice, const DestinationForm& form) {
  const std::vector<DataSet> sets = TRY(data_sets(practice));
  const std::vector<Destination> known = TRY(destinations(practice));
  AddedDestination added;
  Destination destination{
      .id = new_id<DestinationId>("d"), .name = std::string(trimmed(form.name)), .place = backups::Place::folder};
  if (destination.name.empty()) added.problems.push_back({"name", {"form.problem.missing", {}}});
  check_text("name", destination.name, kMaxDestinationName, LineBreaks::refused, added.problems);
  if (std::ranges::find(known, destination.name, &Destination::name) != known.end())
    added.problems.push_back({"name", {"backups.problem.name-taken", {}}});
  read_place(form, sets, known, destination, added.problems);
  destination.data_sets = read_data_sets(form.data_sets, sets, added.problems);
  destination.max_age =
      read_max_age(form.max_age, practice.library().backup_thresholds.recent.tolerable_loss, added.problems);
  destination.elsewhere = form.elsewhere;
  destination.online = form.online;
  destination.hosting_certified = read_certified(form, added.problems);
  destination.added_at = practice.now();
  destination.last_present_at = destination.added_at;
  if (!added.problems.empty()) return added;
  TRY(practice.in_transaction(storage::add_destination, destination));
  added.id = destination.id;
  return added;
}

Result<void> remove_destination(Practice& practice, const DestinationId& destination) {
  return practice.with_storage(storage::remove_destination, destination);
}

Result<void> keep_secret(Practice& practice, const DestinationId& destination, const crypto::SecretBytes& secret,
                         const crypto::SecretBytes& password) {
  if (secret.size() > crypto::kMaxSealedSecret.value)
    return Error{ErrorKind::invalid_input, destination.text(), std::nullopt, "longer than any password"};
  std::optional<storage::Blob> sealed;
  if (!secret.empty()) sealed = crypto::seal(secret, password, seal_purpose(destination));
  return practice.with_storage(storage::save_sealed_secret, destination, sealed);
}

Result<crypto::SecretBytes> kept_secret(Practice& practice, const DestinationId& destination,
                                        const crypto::SecretBytes& password) {
  const auto sealed = TRY(practice.with_storage(storage::load_sealed_secret, destination));
  if (!sealed) return Error{ErrorKind::not_found, destination.text(), std::nullopt, "no password is kept"};
  return crypto::unseal(*sealed, password, seal_purpose(destination));
}

Result<CanaryFile> make_canary(Practice& practice, const DataSetId& data_set) {
  const std::string token = crypto::random_hex(16);
  CanaryFile file{fmt::format("temoin-garde-{}.txt", token.substr(0, 8)),
                  practice.library().texts.sentence({"backups.canary.content", {{"token", token}}}) + "\n"};
  const storage::Canary canary{file.name, data_set, crypto::sha256(std::as_bytes(std::span(file.content))),
                               practice.now()};
  TRY(practice.with_storage(storage::add_canary, canary));
  return file;
}

Result<void> note_presence(Practice& practice, const DestinationId& destination, bool present,
                           std::string_view folder) {
  const Instant now = practice.now();
  return practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    for (Destination& one : TRY(storage::load_destinations(connection, practice.id()))) {
      if (one.id != destination) continue;
      (present ? one.last_present_at : one.last_absent_at) = now;
      if (present) one.folder = folder;
      return storage::save_destination(connection, practice.id(), one);
    }
    return Error{ErrorKind::not_found, destination.text(), std::nullopt, "no such destination"};
  });
}

}  // namespace garde::actions
