#include "incident/watched_backups.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace garde::incident {
namespace {

constexpr std::array kOutcomes = {BackupOutcome::same, BackupOutcome::added, BackupOutcome::lost,
                                  BackupOutcome::not_established};
constexpr std::string_view kNotRead = "not-read";

journal::Draft draft_of(std::string_view kind, const BackupRecord& record, const Writing& writing) {
  journal::Draft made = make_draft(kind, writing.now, record.words, writing);
  put(made, "destination", record.destination.text());
  put(made, "name", fits_in_a_line(record.name) && !record.name.empty() ? record.name : record.destination.text());
  put(made, "points", fmt::format("{}", record.points));
  return made;
}

std::string_view value(const journal::Entry& entry, std::string_view field) {
  const auto found = entry.said.fields.find(FieldId::of(field));
  return found == entry.said.fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string words_of(const journal::Entry& entry) {
  std::string_view text = entry.said.text;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text);
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
  const auto* const found = std::ranges::find(kOutcomes, text, [](BackupOutcome outcome) { return name(outcome); });
  return found == kOutcomes.end() ? std::nullopt : std::optional(*found);
}

journal::Draft backup_witnessed(const BackupRecord& record, std::string_view reach,
                                const std::optional<journal::Attachment>& witness, const Writing& writing) {
  journal::Draft made = draft_of(kind::kBackupsWitnessed, record, writing);
  put(made, "reach", std::string(witness ? reach : kNotRead));
  if (witness) made.attachments.push_back(*witness);
  return made;
}

journal::Draft backup_compared(const BackupRecord& record, BackupOutcome outcome, const Writing& writing) {
  journal::Draft made = draft_of(kind::kBackupsCompared, record, writing);
  put(made, "outcome", std::string(name(outcome)));
  return made;
}

bool read_backup_entry(const journal::Entry& entry, Incident& incident) {
  const std::string_view id = value(entry, "destination");
  if (!is_id_text(id)) return false;
  WatchedBackup& backup = incident.backups[WatchedBackupId::of(id)];
  backup.name = value(entry, "name");
  backup.words = words_of(entry);
  if (entry.said.kind.text() == kind::kBackupsCompared) {
    const auto outcome = parse_backup_outcome(value(entry, "outcome"));
    if (outcome) take_look(entry, *outcome, backup);
    return outcome.has_value();
  }
  backup.witnessed_at = entry.said.entered;
  // The first witness counts: a later one could hold what was done in between.
  if (backup.witness || entry.said.attachments.empty()) return true;
  backup.witness = entry.said.attachments.front();
  const std::string_view points = value(entry, "points");
  std::from_chars(points.data(), points.data() + points.size(), backup.points);
  return true;
}

}  // namespace garde::incident
