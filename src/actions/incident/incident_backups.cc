#include "actions/incident/incident_backups.h"

#include <algorithm>

#include <fmt/format.h>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "actions/incident/incident_journal.h"
#include "incident/watched_backups.h"
#include "worker/backups/places.h"

namespace garde::actions {
namespace {

using backups::Destination;
using backups::DestinationWitness;
using backups::WitnessChange;
using backups::WitnessReach;
using incident::BackupOutcome;

class Watching {
 public:
  Watching(Practice& practice, const IncidentId& id, std::stop_token stop)
      : practice_(practice), id_(id), stop_(std::move(stop)) {}
  Result<void> watch(const Destination& destination, const incident::WatchedBackup* known);

 private:
  using Look = Result<DestinationWitness>;
  struct Compared {
    BackupOutcome outcome{};
    std::uint64_t points = 0;
    std::string words;
  };
  Result<void> witness(const Destination& destination, const Look& look);
  Result<void> compare(const Destination& destination, const incident::WatchedBackup& known, const Look& look);
  Compared judge(const Destination& destination, const incident::WatchedBackup& known, const Look& look) const;
  Result<DestinationWitness> kept_witness(const incident::WatchedBackup& known) const;

  using Params = std::vector<std::pair<std::string, std::string>>;
  std::string say(std::string_view key, Params params) const {
    return practice_.library().texts.sentence(Message{std::string(key), std::move(params)});
  }
  std::string why(const Error& error) const {
    return say(fmt::format("incident-backup.why.{}", error.kind == ErrorKind::wrong_secret  ? "wrong_secret"
                                                     : error.kind == ErrorKind::unreachable ? "unreachable"
                                                     : error.kind == ErrorKind::unsupported ? "unsupported"
                                                                                            : "unreadable"),
               {});
  }
  std::string witness_words(const std::string& name, const DestinationWitness& witness) const;
  std::string difference_words(const std::vector<backups::WitnessDifference>& differences) const;

  Practice& practice_;
  const IncidentId& id_;
  const std::stop_token stop_;
};

std::string Watching::witness_words(const std::string& name, const DestinationWitness& witness) const {
  const std::string count = std::to_string(witness.points.size());
  if (witness.reach == WitnessReach::remembered)
    return say("incident-backup.remembered",
               {{"name", name}, {"count", count}, {"day", text::short_day(practice_.zone().day_of(witness.taken_at))}});
  if (witness.points.empty()) return say("incident-backup.empty", {{"name", name}});
  return say(
      "incident-backup.witnessed",
      {{"name", name}, {"count", count}, {"newest", practice_.zone().day_and_time_of(witness.points.back().time)}});
}

Result<void> Watching::witness(const Destination& destination, const Look& look) {
  std::string words;
  Look taken = look;
  // Nothing is left where there was something: what is missing shows against what the last check saw.
  if (look && look->points.empty()) {
    const Look remembered = remembered_backup(practice_, destination);
    if (remembered) taken = remembered;
  }
  if (!look) {
    taken = remembered_backup(practice_, destination);
    words = say("incident-backup.not-read", {{"name", destination.name}, {"why", why(look.error())}});
  }
  std::optional<journal::Attachment> kept;
  if (taken) {
    const std::string text = backups::encode(*taken);
    kept = TRY(keep_attachment(practice_, id_, fmt::format("sauvegarde-{}.txt", destination.id.text()),
                               std::as_bytes(std::span(text))));
    if (!words.empty()) words += "\n";
    words += witness_words(destination.name, *taken);
  }
  const incident::BackupRecord told{incident::WatchedBackupId::spelt_as(destination.id), destination.name,
                                    taken ? taken->points.size() : 0, words};
  TRY(record(
      practice_, id_, "", [&](const incident::Incident& incident, const incident::Writing& writing, FieldProblems&) {
        const auto known = incident.backups.find(told.destination);
        // Somebody else took one meanwhile, or there is nothing new to say of one that cannot be read.
        const bool is_news =
            known == incident.backups.end() || (!known->second.witness && (kept || known->second.words != told.words));
        if (incident.closed || !is_news) return std::vector<journal::Draft>();
        const auto reach = taken ? name(taken->reach) : std::string_view();
        return std::vector{incident::backup_witnessed(told, reach, kept, writing)};
      }));
  return {};
}

Result<DestinationWitness> Watching::kept_witness(const incident::WatchedBackup& known) const {
  const std::vector<std::byte> bytes = TRY(read_attachment(practice_, id_, known.witness->digest));
  return backups::parse_witness({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// The lost ones first, each with its time; more than a page of them says less than their number.
std::string Watching::difference_words(const std::vector<backups::WitnessDifference>& differences) const {
  constexpr std::size_t kMaxListed = 20;
  std::string words;
  std::size_t listed = 0;
  for (const WitnessChange change : {WitnessChange::removed, WitnessChange::changed, WitnessChange::added})
    for (const backups::WitnessDifference& each : differences) {
      if (each.change != change || ++listed > kMaxListed) continue;
      words += "\n" + say(fmt::format("incident-backup.{}", backups::name(change)),
                          {{"point", each.point}, {"when", practice_.zone().day_and_time_of(each.time)}});
    }
  if (listed > kMaxListed) words += "\n…";
  return words;
}

Watching::Compared Watching::judge(const Destination& destination, const incident::WatchedBackup& known,
                                   const Look& look) const {
  const std::string& name = destination.name;
  if (!look)
    return {BackupOutcome::not_established, 0,
            say("incident-backup.not-compared", {{"name", name}, {"why", why(look.error())}})};
  const std::uint64_t points = look->points.size();
  const auto before = kept_witness(known);
  if (!before) return {BackupOutcome::not_established, points, say("incident-backup.witness-gone", {{"name", name}})};
  const auto differences = backups::compare(*before, *look);
  const auto lost =
      std::ranges::count_if(differences, [](const auto& each) { return each.change != WitnessChange::added; });
  // A mirror is made anew every night: since the last check that may be all there is to it.
  const bool made_anew = before->reach == WitnessReach::remembered && before->points.size() == 1 && points == 1;
  if (lost > 0 && made_anew)
    return {BackupOutcome::not_established, points,
            say("incident-backup.made-anew",
                {{"name", name}, {"day", text::short_day(practice_.zone().day_of(before->taken_at))}})};
  if (lost > 0)
    return {
        BackupOutcome::lost, points,
        say("incident-backup.lost", {{"name", name}, {"count", std::to_string(lost)}}) + difference_words(differences)};
  if (!differences.empty())
    return {BackupOutcome::added, points,
            say("incident-backup.grown", {{"name", name}, {"count", std::to_string(differences.size())}}) +
                difference_words(differences)};
  return {BackupOutcome::same, points, say("incident-backup.same", {{"name", name}})};
}

Result<void> Watching::compare(const Destination& destination, const incident::WatchedBackup& known, const Look& look) {
  const Compared compared = judge(destination, known, look);
  const incident::BackupRecord told{incident::WatchedBackupId::spelt_as(destination.id), destination.name,
                                    compared.points, compared.words};
  TRY(record(practice_, id_, "",
             [&](const incident::Incident& incident, const incident::Writing& writing, FieldProblems&) {
               const auto last = incident.backups.find(told.destination);
               const bool is_news = last == incident.backups.end() || last->second.outcome != compared.outcome ||
                                    last->second.words != compared.words;
               if (incident.closed || !is_news) return std::vector<journal::Draft>();
               return std::vector{incident::backup_compared(told, compared.outcome, writing)};
             }));
  return {};
}

// `known`: what the journal said of it when this look at the backups began. Who else looked since took the witness
// that counts, and `record` sees it.
Result<void> Watching::watch(const Destination& destination, const incident::WatchedBackup* known) {
  const Look look = look_at_backup(practice_, destination, stop_);
  if (stop_.stop_requested()) return Error{ErrorKind::cancelled, destination.name, std::nullopt, ""};
  if (known != nullptr && known->witness) return compare(destination, *known, look);
  TRY(witness(destination, look));
  if (!look || !look->points.empty()) return {};
  // Nothing is left: that shows against what was remembered, if something was.
  const incident::Incident now = TRY(read_incident(practice_, id_));
  const auto taken = now.backups.find(incident::WatchedBackupId::spelt_as(destination.id));
  if (taken == now.backups.end() || taken->second.points == 0) return {};
  return compare(destination, taken->second, look);
}

}  // namespace

Result<DestinationWitness> look_at_backup(Practice& practice, const Destination& destination,
                                          const std::stop_token& stop) {
  const auto found = worker::find_place(practice.readers(), destination, stop);
  if (!found) return Error{ErrorKind::unreachable, destination.name, std::nullopt, "it does not answer"};
  const checker::FoundPlace& place = *found;
  const bool present = place.presence == checker::Presence::present;
  TRY(note_presence(practice, destination.id, present, place.folder));
  // A folder of this computer cannot be unplugged: when it is gone, so is what was in it.
  const bool is_gone = place.presence == checker::Presence::absent && destination.place == backups::Place::folder;
  if (!present && !is_gone)
    return Error{ErrorKind::unreachable, destination.name, std::nullopt, "it is not plugged in"};
  auto witness = present ? worker::take_witness(practice.readers(), place.folder, destination, practice.now(), stop)
                         : Result<DestinationWitness>(
                               Error{ErrorKind::not_found, destination.name, std::nullopt, "its folder is gone"});
  if (!witness && witness.error().kind == ErrorKind::not_found)
    return backups::take_witness(destination.id.text(), std::vector<backups::WitnessedPoint>(), WitnessReach::opened,
                                 practice.now());
  return witness;
}

Result<DestinationWitness> remembered_backup(Practice& practice, const Destination& destination) {
  const auto seen = TRY(seen_points(practice, destination.id));
  if (seen.empty()) return Error{ErrorKind::not_found, destination.name, std::nullopt, "never checked"};
  Instant last;
  for (const storage::SeenPoint& point : seen) last = std::max(last, point.last_seen_at);
  std::vector<backups::WitnessedPoint> points;
  for (const storage::SeenPoint& point : seen)
    if (point.last_seen_at == last) points.push_back({point.id, point.made_at, point.files, point.bytes});
  return backups::take_witness(destination.id.text(), std::move(points), WitnessReach::remembered, last);
}

Result<void> watch_backups(Practice& practice, const IncidentId& id, const WatchOptions& options) {
  const journal::Contents read = TRY(read_journal(practice, id));
  if (!read.verification.header || !read.verification.holds())
    return Error{ErrorKind::damaged, id.text(), std::nullopt, "its journal was changed"};
  const incident::Incident incident = TRY(incident::read_incident(*read.verification.header, read.entries));
  if (incident.closed) return {};
  Watching watching(practice, id, options.stop);
  std::optional<Error> failed;
  const std::vector<Destination> all = TRY(destinations(practice));
  for (const Destination& destination : all) {
    if (options.stop.stop_requested()) return Error{ErrorKind::cancelled, id.text(), std::nullopt, ""};
    if (options.on_progress) options.on_progress(destination.name);
    const auto known = incident.backups.find(incident::WatchedBackupId::spelt_as(destination.id));
    const auto watched = watching.watch(destination, known == incident.backups.end() ? nullptr : &known->second);
    // One that cannot be recorded does not keep the others from being looked at.
    if (!watched) failed = watched.error();
  }
  if (failed) return *failed;
  return {};
}

}  // namespace garde::actions
