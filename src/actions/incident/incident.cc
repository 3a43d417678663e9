#include "actions/incident/incident.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "actions/incident/incident_journal.h"
#include "io/disk_tree.h"
#include "io/private_files.h"
#include "storage/incident_store.h"

namespace garde::actions {
namespace {

using incident::Exercise;
using incident::Incident;

// More incidents than this on one day are a script gone wild.
constexpr int kMaxADay = 1000;

// A folder of its own: an exercise can be told by its name alone.
Result<IncidentId> new_id(const Practice& practice, Exercise exercise) {
  TRY(io::create_private_directories(incidents_folder(practice)));
  const std::string_view prefix = exercise == Exercise::yes ? "exercice-" : "";
  for (int number = 1; number <= kMaxADay; ++number) {
    const IncidentId id = TRY(IncidentId::parse(fmt::format("{}{}-{}", prefix, to_iso(practice.today()), number)));
    const auto made = io::create_private_directory(incident_folder(practice, id));
    if (made) return id;
    if (made.error().kind != ErrorKind::conflict) return made.error();
  }
  return Error{ErrorKind::conflict, "incident", std::nullopt, "too many on one day"};
}

void check_opening(const incident::Opening& opening, Instant now, FieldProblems& problems) {
  check_past("alert", opening.alert, now, problems);
  const auto check = [&](const std::string& field, const std::optional<Instant>& at) {
    if (!at) return;
    check_past(field, *at, now, problems);
    if (*at < opening.alert) problems.push_back({field, {"incident.problem.before-alert", {}}});
  };
  check("aware", opening.aware);
  check("attack_known", opening.attack_known);
}

Result<std::set<IncidentId>> ids_on_disk(const Practice& practice) {
  std::set<IncidentId> ids;
  const auto tree = io::DiskTree::open(incidents_folder(practice).string());
  if (!tree && tree.error().kind == ErrorKind::not_found) return ids;
  if (!tree) return tree.error();
  TRY((*tree)->list("", io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    if (entry.type != io::EntryType::directory) return {};
    if (auto id = IncidentId::parse(entry.name)) ids.insert(std::move(*id));
    return {};
  }));
  return ids;
}

JournalState state_of(const journal::Verification& verification, const std::optional<storage::IncidentRecord>& noted,
                      const journal::WordList& words) {
  JournalState state;
  state.damage = verification.damage;
  state.entries = verification.leaves.size();
  if (const auto checkpoint = verification.last_checkpoint()) {
    state.root = checkpoint->root.hex();
    // Words for a journal that was changed would vouch for the change.
    if (verification.holds()) {
      state.witness_words = journal::witness_words(*checkpoint, words);
      state.witness_code = journal::witness_code(*checkpoint);
    }
  }
  if (noted) state.against_database = journal::compare(verification, {noted->entries, noted->checkpoint});
  return state;
}

// What follows from a journal that was read, and from what the database noted of it.
Result<std::unique_ptr<const IncidentStatus>> status_of(const Practice& practice, const IncidentId& id,
                                                        journal::Contents read,
                                                        const std::optional<storage::IncidentRecord>& noted) {
  if (!read.verification.header)
    return Error{ErrorKind::damaged, id.text(), std::nullopt, "its journal has no header that can be read"};
  const incident::Rules& rules = practice.library().incident;
  const Instant now = practice.now();
  Incident incident = TRY(incident::read_incident(*read.verification.header, read.entries));
  auto status = std::make_unique<IncidentStatus>(
      IncidentStatus{.incident = std::move(incident),
                     .entries = std::move(read.entries),
                     .clocks = {},
                     .gates = {},
                     .journal = state_of(read.verification, noted, *rules.witness_words),
                     .now = now});
  status->clocks = incident::clocks_of(status->incident, rules, now);
  status->gates = incident::gates_of(status->incident, rules);
  if (now < status->incident.last_entered)
    status->incident.clock_steps.push_back({0, now - status->incident.last_entered});
  return std::unique_ptr<const IncidentStatus>(std::move(status));
}

}  // namespace

bool JournalState::is_sound() const {
  return damage.empty() && (!against_database || *against_database == journal::WitnessVerdict::holds);
}

Result<OpenedIncident> open_incident(Practice& practice, const incident::Opening& opening, Exercise exercise,
                                     std::string_view author) {
  OpenedIncident opened;
  check_opening(opening, practice.now(), opened.problems);
  check_author(author, opened.problems);
  if (!opened.problems.empty()) return opened;
  const IncidentId id = TRY(new_id(practice, exercise));
  const incident::Writing writing = writing_now(practice, author);
  auto writer = TRY(journal::Writer::create(incident_folder(practice, id), {id, writing.now, exercise}));
  TRY(writer.append(incident::opened(opening, writing)));
  note_checkpoint(practice, writer.header(), writer.checkpoint());
  opened.id = id;
  return opened;
}

Result<std::unique_ptr<const IncidentStatus>> incident_status(Practice& practice, const IncidentId& id) {
  // The database first: an entry added in between makes the journal longer, which is as it should be.
  const auto noted = TRY(practice.with_storage(storage::load_incident, id));
  return status_of(practice, id, TRY(read_journal(practice, id)), noted);
}

Result<void> visit_incidents(Practice& practice, const VisitIncident& visit) {
  const auto noted = TRY(practice.with_storage(storage::load_incidents));
  std::set<IncidentId> ids = TRY(ids_on_disk(practice));
  for (const storage::IncidentRecord& record : noted) ids.insert(record.id);
  for (const IncidentId& id : ids) {
    std::optional<storage::IncidentRecord> record;
    if (const auto found = std::ranges::find(noted, id, &storage::IncidentRecord::id); found != noted.end())
      record = *found;
    IncidentSummary summary{id, {}, Exercise::no, std::nullopt, std::nullopt};
    if (record) {
      summary.opened = record->opened;
      summary.exercise = record->exercise;
    }
    std::unique_ptr<const IncidentStatus> status;
    auto read = read_journal(practice, id);
    if (read && read->verification.header) {
      summary.opened = read->verification.header->created;
      summary.exercise = read->verification.header->exercise;
      if (auto known = status_of(practice, id, std::move(read).take(), record)) {
        status = std::move(known).take();
        summary.situation = status->incident.situation;
        if (status->incident.closed) summary.closed = status->incident.closed->at;
      }
    } else if (!record) {
      continue;  // a folder of somebody else's, or an opening that was interrupted before it was acknowledged
    }
    TRY(visit(summary, status.get()));
  }
  return {};
}

Result<std::vector<IncidentSummary>> incidents(Practice& practice) {
  std::vector<IncidentSummary> summaries;
  TRY(visit_incidents(practice, [&](const IncidentSummary& summary, const IncidentStatus*) -> Result<void> {
    summaries.push_back(summary);
    return {};
  }));
  std::ranges::stable_sort(summaries, std::ranges::greater(), &IncidentSummary::opened);
  return summaries;
}

std::optional<IncidentId> to_go_on_with(const std::vector<IncidentSummary>& newest_first) {
  std::optional<IncidentId> exercise;
  for (const IncidentSummary& summary : newest_first) {
    if (summary.closed) continue;
    if (summary.exercise == Exercise::no) return summary.id;
    if (!exercise) exercise = summary.id;
  }
  return exercise;
}

Result<std::optional<IncidentId>> open_incident_id(Practice& practice) {
  return to_go_on_with(TRY(incidents(practice)));
}

}  // namespace garde::actions
