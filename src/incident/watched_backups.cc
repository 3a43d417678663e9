#include "incident/watched_backups.h"

#include <fmt/format.h>

#include "base/enumerators.h"

namespace garde::incident {
namespace {

constexpr std::string_view kNotRead = "not-read";

// What these entries hold.
constexpr std::string_view kDestination = "destination";
constexpr std::string_view kName = "name";
constexpr std::string_view kPoints = "points";
constexpr std::string_view kReach = "reach";
constexpr std::string_view kOutcome = "outcome";

journal::Draft draft_of(IdLiteral kind, const BackupRecord& record, const Writing& writing) {
  journal::Draft made = make_draft(kind, writing.now, record.words, writing);
  put(made, kDestination, record.destination.text());
  put(made, kName, fits_in_a_line(record.name) && !record.name.empty() ? record.name : record.destination.text());
  put(made, kPoints, fmt::format("{}", record.points));
  return made;
}

void take_look(const journal::Entry& entry, BackupOutcome outcome, WatchedBackup& backup) {
  backup.outcome = outcome;
  backup.compared_at = entry.said.entered;
  if (outcome == BackupOutcome::not_established) return;
  backup.is_lost = outcome == BackupOutcome::lost;
  backup.lost_words = backup.is_lost ? backup.words : std::string();
}

}  // namespace

std::string_view name(BackupOutcome outcome) {
  switch (outcome) {
    case BackupOutcome::same: return "same";
    case BackupOutcome::added: return "added";
    case BackupOutcome::lost: return "lost";
    case BackupOutcome::not_established: return "not-established";
  }
  fail_check("a BackupOutcome outside its enum", __FILE__, __LINE__);
}

std::optional<BackupOutcome> parse_backup_outcome(std::string_view text) {
  return parse_enumerator<BackupOutcome>(text);
}

journal::Draft backup_witnessed(const BackupRecord& record, std::string_view reach,
                                const std::optional<journal::Attachment>& witness, const Writing& writing) {
  journal::Draft made = draft_of(kind::kBackupsWitnessed, record, writing);
  put(made, kReach, std::string(witness ? reach : kNotRead));
  if (witness) made.attachments.push_back(*witness);
  return made;
}

journal::Draft backup_compared(const BackupRecord& record, BackupOutcome outcome, const Writing& writing) {
  journal::Draft made = draft_of(kind::kBackupsCompared, record, writing);
  put(made, kOutcome, std::string(name(outcome)));
  return made;
}

bool read_backup_entry(const journal::Entry& entry, Incident& incident) {
  const auto id = WatchedBackupId::parse(value_in(entry, kDestination).value_or(""));
  if (!id) return false;
  WatchedBackup& backup = incident.backups[*id];
  backup.name = value_in(entry, kName).value_or("");
  backup.words = words_of(entry);
  if (entry.said.kind.text() == kind::kBackupsCompared) {
    const auto outcome = parse_backup_outcome(value_in(entry, kOutcome).value_or(""));
    if (outcome) take_look(entry, *outcome, backup);
    return outcome.has_value();
  }
  backup.witnessed_at = entry.said.entered;
  // The first witness counts: a later one could hold what was done in between.
  if (backup.witness || entry.said.attachments.empty()) return true;
  backup.witness = entry.said.attachments.front();
  backup.points = number_in(entry, kPoints).value_or(0);
  return true;
}

}  // namespace garde::incident
