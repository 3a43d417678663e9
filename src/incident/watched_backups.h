// The backups during an incident: what was noted of each destination when it opened, and what a later look found.
//
// A restore point that vanished or was written over is an alarm, and stays one until a look finds again all that was
// there. A look that could not be taken changes nothing of what the last one found.
#pragma once

#include "incident/entries.h"

namespace garde::incident {

std::string_view name(BackupOutcome outcome);  // "same", "added", "lost", "not-established"
std::optional<BackupOutcome> parse_backup_outcome(std::string_view text);

// What is recorded of one destination.
struct BackupRecord {
  WatchedBackupId destination;
  std::string name;
  std::uint64_t points = 0;  // seen by this look
  std::string words;         // what a person reads of it
};
// `reach`: one word for how it was read. `witness` is missing when it could not be.
journal::Draft backup_witnessed(const BackupRecord& record, std::string_view reach,
                                const std::optional<journal::Attachment>& witness, const Writing& writing);
journal::Draft backup_compared(const BackupRecord& record, BackupOutcome outcome, const Writing& writing);

// For read_incident: takes an entry of these two kinds in. False when it lacks what it must hold.
bool read_backup_entry(const journal::Entry& entry, Incident& incident);

}  // namespace garde::incident
