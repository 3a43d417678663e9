// One incident as its journal tells it: what happened, what was decided, what was declared.
//
// The journal is the only thing kept (journal/journal.h). Everything here is read from its entries, and what
// follows from them is computed when somebody looks:
//
//   entries.h        what is recorded, as entries of the journal
//   given_fields.h   what a person answered, by the names it is recorded under
//   rules.h          deadlines, gates, moments and declarations: content, with sources and dates
//   clocks.h         which deadlines run, from when, until when
//   gates.h          which dangerous steps are still closed, and what opens them
//
// Pure: no clock, no file. `now` is an argument.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "journal/verify.h"

namespace garde::incident {

using IncidentId = journal::JournalId;  // "2026-11-26-1", "exercice-2026-11-26-1"
using journal::Exercise;
using journal::FieldId;
using MomentId = Id<struct MomentTag>;  // "aware"
using DeclarationId = Id<struct DeclarationTag>;
using PreconditionId = Id<struct PreconditionTag>;
using GateId = Id<struct GateTag>;
using ClockRuleId = Id<struct ClockRuleTag>;
using WatchedBackupId = Id<struct WatchedBackupTag>;  // the id of a destination

enum class Situation : std::uint8_t {
  ransom,      // a screen asks for money
  suspicious,  // something is not as it should be
  lost,        // a device or papers lost or stolen
  vendor,      // the vendor of the practice's software is the one attacked
};
std::string_view name(Situation situation);  // "ransom"
// The word that journals and what programs read keep: that of the first version, "editor" for vendor.
std::string_view recorded_word(Situation situation);
std::optional<Situation> parse_situation(std::string_view text);  // of either word

// The moments that rules and code name; content may add others.
namespace moment {
MomentId alert();         // the first sign, as somebody saw it
MomentId aware();         // knowing that personal data are touched, as the practice holds it
MomentId attack_known();  // knowing that it is an attack
}  // namespace moment

// The declarations that code names.
namespace declaration {
DeclarationId cnil_initial();  // the first notification to the authority, which a complement completes
DeclarationId complaint();
}  // namespace declaration

// When something happened, as recorded; a later record of the same moment replaces it.
struct Moment {
  MomentId id;
  Instant at;
  std::string reason;  // why this time; empty when nobody said
  std::uint64_t entry = 0;
  bool operator==(const Moment&) const = default;
};

enum class DeclarationState : std::uint8_t { drafted, filed, not_needed, withdrawn };
std::string_view name(DeclarationState state);  // "drafted", "filed", "not-needed", "withdrawn"
std::optional<DeclarationState> parse_declaration_state(std::string_view text);

struct Declaration {
  DeclarationState state{};
  Instant at;          // when it was filed, drafted…
  std::string number;  // that the addressee gave; empty when none
  std::string reason;
  std::optional<journal::Attachment> receipt;
  std::uint64_t entry = 0;
  bool operator==(const Declaration&) const = default;
};

// Something a person wrote, and where it stands.
struct Recorded {
  std::string text;
  Instant at;
  std::uint64_t entry = 0;
  bool operator==(const Recorded&) const = default;
};

// This computer's clock was set between two entries, or stands before the last one.
struct ClockStep {
  std::uint64_t entry = 0;         // the one written after; 0: seen now, no entry yet
  std::chrono::milliseconds by{};  // negative: set back
  bool operator==(const ClockStep&) const = default;
};

enum class BackupOutcome : std::uint8_t { same, added, lost, not_established };

// One destination of the practice's backups: watched_backups.h.
struct WatchedBackup {
  std::string name;
  std::optional<journal::Attachment> witness;  // nothing: its restore points are not known
  std::string words;                           // of the last look
  std::uint64_t points = 0;                    // when it was witnessed
  Instant witnessed_at;
  std::optional<BackupOutcome> outcome;  // of the last look, once there was one after the witness
  std::optional<Instant> compared_at;    // when that was recorded
  bool is_lost = false;                  // by the last look that told
  std::string lost_words;                // of the look that found it
  bool operator==(const WatchedBackup&) const = default;
};

// A timestamp of the journal by an authority (RFC 3161): timestamps.h.
struct TimestampRequest {
  std::uint64_t entries = 0;     // of the journal then: the checkpoint it is of
  crypto::Sha256Digest imprint;  // of that checkpoint's text
  std::string nonce;             // hexadecimal
  Instant asked_at;
  bool operator==(const TimestampRequest&) const = default;
};
struct Timestamp {
  std::uint64_t entries = 0;
  Instant at;             // by the authority's clock
  std::string authority;  // as its certificate names it; may be empty
  std::string serial;
  std::uint64_t entry = 0;
  // Whether this computer knew the authority, beside the certificates handed in. Nothing: that was not asked then.
  std::optional<bool> authority_is_known = {};
  bool operator==(const Timestamp&) const = default;
};

struct Incident {
  IncidentId id;
  Exercise exercise{};
  Situation situation{};
  Instant opened{};
  Instant last_entered{};                   // the latest time any entry bears
  std::vector<Moment> moments = {};         // all of them, in the order they were recorded
  std::map<FieldId, Recorded> fields = {};  // the last value of each
  std::map<DeclarationId, Declaration> declarations = {};
  std::map<PreconditionId, Recorded> preconditions = {};
  std::map<GateId, Recorded> overrides = {};
  std::map<ClockRuleId, Recorded> late_reasons = {};
  std::vector<Recorded> lessons = {};
  std::map<WatchedBackupId, WatchedBackup> backups = {};
  std::vector<TimestampRequest> timestamp_requests = {};
  std::vector<Timestamp> timestamps = {};
  std::optional<Recorded> closed = {};
  std::vector<ClockStep> clock_steps = {};
  std::vector<std::uint64_t> not_understood = {};  // entries of our kinds that lack what they must hold

  const Moment* last(const MomentId& id) const;  // null when it was never recorded
  std::string field(const FieldId& id) const;    // empty when it was never given
};

// `damaged` when no entry says how the incident was opened. Entries of unknown kinds are passed over.
Result<Incident> read_incident(const journal::Header& header, const std::vector<journal::Entry>& entries);

// The computer's time, or the last entry's when the clock was set back behind it: a deadline never moves back.
Instant not_before_last_entry(const Incident& incident, Instant now);

}  // namespace garde::incident
