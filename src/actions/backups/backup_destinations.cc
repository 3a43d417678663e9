#include "actions/backups/backup_destinations.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "base/as_text.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "io/path.h"
#include "worker/backups/places.h"

namespace garde::actions {
namespace {

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

using ResolvedPaths = std::vector<std::optional<worker::ResolvedPath>>;

std::optional<backups::Source> source_at(const std::string& place, const worker::ResolvedPath& path) {
  if (path.type == worker::ResolvedPath::Type::folder) return backups::Source{backups::SourceKind::folder, place};
  if (path.type == worker::ResolvedPath::Type::file) return backups::Source{backups::SourceKind::file, place};
  return std::nullopt;
}

// Those that were said before are as they were: their disks need not be there.
std::vector<backups::Source> read_sources(Practice& practice, std::string_view text,
                                          const std::vector<backups::Source>& before, FieldProblems& problems) {
  const std::vector<std::string> lines = lines_of(text);
  if (lines.size() > kMaxSources) problems.push_back({"sources", {"backups.problem.too-many-sources", {}}});
  for (const std::string& line : lines) check_text("sources", line, kMaxPlaceLength, LineBreaks::refused, problems);
  if (holds(problems, "sources")) return {};
  std::vector<std::string> unknown;
  const auto known = [&](const std::string& line) { return std::ranges::find(before, line, &backups::Source::place); };
  for (const std::string& line : lines)
    if (line.starts_with('/') && known(line) == before.end()) unknown.push_back(line);
  const ResolvedPaths resolved = worker::resolve_paths(practice.readers(), unknown);

  std::vector<backups::Source> sources;
  for (const std::string& line : lines) {
    std::optional<backups::Source> source;
    const auto asked = std::ranges::find(unknown, line);
    if (known(line) != before.end()) {
      source = *known(line);
    } else if (asked == unknown.end()) {
      source = backups::Source{backups::SourceKind::database, line};
    } else if (const auto& path = resolved[static_cast<std::size_t>(asked - unknown.begin())]) {
      source = source_at(line, *path);
      if (!source) problems.push_back({"sources", {"backups.problem.source-not-there", {{"place", line}}}});
    } else {
      problems.push_back({"sources", {"backups.problem.source-silent", {{"place", line}}}});
    }
    if (source && std::ranges::find(sources, *source) == sources.end()) sources.push_back(*std::move(source));
  }
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

// What the person's own data is: a destination must be elsewhere. `resolved`: the paths of the folders among it.
bool is_live_data(const std::string& folder, const std::vector<std::string>& live, const ResolvedPaths& resolved) {
  for (std::size_t i = 0; i < live.size(); ++i)
    if (io::overlap(resolved[i] ? resolved[i]->real : live[i], folder)) return true;
  return false;
}

std::vector<std::string> live_folders(const std::vector<DataSet>& known) {
  std::vector<std::string> folders;
  for (const DataSet& data_set : known)
    for (const backups::Source& source : data_set.sources)
      if (source.kind == backups::SourceKind::folder) folders.push_back(source.place);
  return folders;
}

// The one of them that is the same folder, whatever its path. Disks that are exchanged are plugged in at the same
// place: only the volume tells them apart. One that does not answer is known by its path alone.
const Destination* same_place(const checker::InspectedFolder& folder, const std::vector<Destination>& known,
                              const ResolvedPaths& resolved) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Destination& other = known[i];
    if (!other.volume.empty() && other.volume == folder.volume && other.within == folder.within) return &other;
    if (!other.volume.empty()) continue;
    const bool is_there = resolved[i] && resolved[i]->type == worker::ResolvedPath::Type::folder;
    if (is_there ? resolved[i]->identity == folder.identity : other.folder == folder.real) return &other;
  }
  return nullptr;
}

Message folder_problem(const Error& error) {
  const bool is_silent = error.kind == ErrorKind::unreachable;
  return {is_silent ? "backups.problem.folder-silent" : "backups.problem.folder-not-there", {}};
}

Result<void> read_place(Practice& practice, const DestinationForm& form, const std::vector<DataSet>& sets,
                        const std::vector<Destination>& known, const std::stop_token& stop, Destination& destination,
                        FieldProblems& problems) {
  const auto refuse = [&](std::string_view field, Message why) -> Result<void> {
    problems.push_back({std::string(field), std::move(why)});
    return {};
  };
  const std::string folder(trimmed(form.folder));
  if (folder.empty()) return refuse("folder", {"form.problem.missing", {}});
  check_text("folder", folder, kMaxPlaceLength, LineBreaks::refused, problems);
  if (holds(problems, "folder")) return {};
  const auto inspected = worker::inspect_folder(practice.readers(), folder, stop);
  if (!inspected && inspected.error().kind == ErrorKind::cancelled) return inspected.error();
  if (!inspected) return refuse("folder", folder_problem(inspected.error()));
  destination.folder = inspected->real;
  destination.place = inspected->place;
  // A folder of the computer's own disk stays where it is; a disk that is plugged in is known by itself.
  if (destination.place != backups::Place::folder) {
    destination.volume = inspected->volume;
    destination.within = inspected->within;
  }

  std::vector<std::string> others = live_folders(sets);
  const std::size_t live_count = others.size();
  for (const Destination& other : known) others.push_back(other.folder);
  ResolvedPaths resolved = worker::resolve_paths(practice.readers(), others, stop);
  const ResolvedPaths places(resolved.begin() + static_cast<std::ptrdiff_t>(live_count), resolved.end());
  others.resize(live_count);
  if (const Destination* same = same_place(*inspected, known, places))
    return refuse("folder", {"backups.problem.same-destination", {{"name", same->name}}});
  if (is_live_data(destination.folder, others, resolved)) return refuse("folder", {"backups.problem.live-data", {}});

  const std::string_view kind = trimmed(form.kind);
  destination.kind = formats::parse_kind(kind);
  if (kind.empty() && !inspected->kind) return refuse("folder", {"backups.problem.not-recognised", {}});
  if (!kind.empty() && !destination.kind) return refuse("kind", {"backups.problem.no-such-kind", {}});
  return {};
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
  std::vector<backups::Source> before;
  if (!form.id.empty()) {
    const auto found = std::ranges::find_if(known, [&](const DataSet& one) { return one.id.text() == form.id; });
    if (found == known.end()) return Error{ErrorKind::not_found, form.id, std::nullopt, "no such data set"};
    data_set.id = found->id;
    data_set.always = found->always;
    before = found->sources;
    if (data_set.title.empty()) data_set.title = found->title;
  }
  if (data_set.title.empty()) problems.push_back({"title", {"form.problem.missing", {}}});
  check_text("title", data_set.title, kMaxDestinationName, LineBreaks::refused, problems);
  const auto hosting = backups::parse_hosting(form.hosting);
  if (!hosting) problems.push_back({"hosting", {"form.problem.choice", {}}});
  data_set.hosting = hosting.value_or(backups::Hosting::here);
  data_set.vendor = std::string(trimmed(form.vendor));
  check_text("vendor", data_set.vendor, kMaxDestinationName, LineBreaks::refused, problems);
  data_set.sources = read_sources(practice, form.sources, before, problems);
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

Result<AddedDestination> add_destination(Practice& practice, const DestinationForm& form, const std::stop_token& stop) {
  const std::vector<DataSet> sets = TRY(data_sets(practice));
  const std::vector<Destination> known = TRY(destinations(practice));
  AddedDestination added;
  Destination destination{
      .id = new_id<DestinationId>("d"), .name = std::string(trimmed(form.name)), .place = backups::Place::folder};
  if (destination.name.empty()) added.problems.push_back({"name", {"form.problem.missing", {}}});
  check_text("name", destination.name, kMaxDestinationName, LineBreaks::refused, added.problems);
  if (std::ranges::find(known, destination.name, &Destination::name) != known.end())
    added.problems.push_back({"name", {"backups.problem.name-taken", {}}});
  TRY(read_place(practice, form, sets, known, stop, destination, added.problems));
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
