// The incidents of a practice: opening one, recording in its journal, reading where it stands.
//
// What is recorded is on the disk when a call returns. A call that records gives the problems of its form, empty
// when it was recorded. Besides what it adds, each fails as
//   not_found    no such incident
//   conflict     it is closed
//   busy         somebody else is writing to it, for longer than a few seconds
//   damaged      its journal was changed: it can be read, and nothing can be added
//   no_space, unreadable   the disk; nothing that was recorded before is lost
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/practice/practice.h"
#include "incident/clocks.h"
#include "incident/entries.h"
#include "incident/gates.h"
#include "incident/given_fields.h"
#include "journal/witness.h"

namespace garde::actions {

using incident::IncidentId;

inline constexpr std::size_t kMaxNoteLength =
    15'000;  // code points: an entry holds 64 KiB, a letter has up to four bytes
inline constexpr std::size_t kMaxReasonLength = 2'000;  // code points: half a page
inline constexpr std::size_t kMaxAuthorLength = 120;    // code points: a name and a function
inline constexpr std::size_t kMaxNumberLength = 100;    // code points: what a form gives back
inline constexpr ByteCount kMaxReceipt = 10_MiB;        // a receipt, a photograph; larger things are collected

// The folder of one incident: its journal and what was handed in with it.
std::filesystem::path incident_folder(const Practice& practice, const IncidentId& id);

struct OpenedIncident {
  FieldProblems problems;  // fields: alert, aware, attack_known, author
  std::optional<IncidentId> id;
};
// `author` empty, here and everywhere below: the practice. A field of problems everywhere.
Result<OpenedIncident> open_incident(Practice& practice, const incident::Opening& opening,
                                     incident::Exercise exercise = incident::Exercise::no,
                                     std::string_view author = {});

// Fields of problems: text, fact, corrects.
Result<FieldProblems> note(Practice& practice, const IncidentId& id, const incident::Note& note,
                           std::string_view author = {});
// Several at once: all are checked before the first is written.
Result<FieldProblems> note_all(Practice& practice, const IncidentId& id, const std::vector<incident::Note>& notes,
                               std::string_view author = {});

// When something happened; the last record counts, all are kept. A second record of the same moment needs a reason,
// and `aware` always does. Fields: moment, at, reason.
Result<FieldProblems> record_moment(Practice& practice, const IncidentId& id, const incident::MomentId& moment,
                                    Instant at, std::string_view reason, std::string_view author = {});

// Values that documents are made of, by field; the last counts, all are kept. What is equal already is not written
// again; an empty value takes back. A value may have several lines. Fields: the field's own id.
Result<FieldProblems> set_fields(Practice& practice, const IncidentId& id,
                                 const std::map<incident::FieldId, std::string>& values, std::string_view author = {});

// Whether persons are at risk, as the practice decides it. To decide for less than the path's advice needs a reason.
// Fields: reason.
Result<FieldProblems> decide(Practice& practice, const IncidentId& id, incident::Verdict verdict,
                             std::string_view reason, std::string_view author = {});

// Fields: declaration, at, number, reason (not_needed and withdrawn need one), receipt.
Result<FieldProblems> declare(Practice& practice, const IncidentId& id, const incident::DeclarationId& declaration,
                              const incident::Declaring& said, std::string_view author = {});

// Why a deadline was missed. Fields: rule, reason.
Result<FieldProblems> explain_lateness(Practice& practice, const IncidentId& id, const incident::ClockRuleId& rule,
                                       std::string_view reason, std::string_view author = {});

// Fields: precondition, detail.
Result<FieldProblems> meet_precondition(Practice& practice, const IncidentId& id,
                                        const incident::PreconditionId& precondition, std::string_view detail,
                                        std::string_view author = {});
Result<FieldProblems> withdraw_precondition(Practice& practice, const IncidentId& id,
                                            const incident::PreconditionId& precondition, std::string_view reason,
                                            std::string_view author = {});
// Fields: gate, phrase (what the rules ask to type), reason.
Result<FieldProblems> override_gate(Practice& practice, const IncidentId& id, const incident::GateId& gate,
                                    std::string_view typed_phrase, std::string_view reason,
                                    std::string_view author = {});

// Fields: text.
Result<FieldProblems> record_lesson(Practice& practice, const IncidentId& id, std::string_view text,
                                    std::string_view author = {});

// Ends it. Every end criterion of the rules must be among the criteria, or the text must say why it is ended all the
// same. Fields: criteria, text.
Result<FieldProblems> close_incident(Practice& practice, const IncidentId& id, const incident::Closing& closing,
                                     std::string_view author = {});

// A small file handed in: kept under the incident's folder by its digest, to be named in an entry. On the medium, and
// what was handed in, when it returns a value: one that was lost meanwhile is written again.
Result<journal::Attachment> keep_attachment(Practice& practice, const IncidentId& id, std::string_view name,
                                            std::span<const std::byte> bytes);
// Whether it is there at its size, for a page that cannot read them all. Exports read every byte.
bool has_attachment(const Practice& practice, const IncidentId& id, const journal::Attachment& attachment);
// `not_found` when it is gone, `damaged` when it is not what was handed in.
Result<std::vector<std::byte>> read_attachment(const Practice& practice, const IncidentId& id,
                                               const crypto::Sha256Digest& digest);

// Where the journal stands, and whether it is what this computer last wrote.
struct JournalState {
  std::uint64_t entries = 0;
  std::string root = {};           // hexadecimal
  std::string witness_words = {};  // "17 abricot balcon …", to copy into the paper diary
  std::string witness_code = {};   // for a QR code
  std::vector<journal::Damage> damage = {};
  // Against the checkpoint noted in the database after the last entry. Nothing: none was noted.
  std::optional<journal::WitnessVerdict> against_database = {};

  bool is_sound() const;  // no damage, and nothing that was noted is missing
};

// Everything computed from the journal, now. Borrows from the practice's library, and the gates point into the
// incident beside them: it stays where it is.
struct IncidentStatus {
  incident::Incident incident;
  std::vector<journal::Entry> entries;  // all that can be read, in order
  std::vector<incident::Clock> clocks;
  std::vector<incident::GateView> gates;
  JournalState journal;
  Instant now;
};
// Also of a damaged journal, as far as it can be read; `damaged` when not even its opening can.
Result<std::unique_ptr<const IncidentStatus>> incident_status(Practice& practice, const IncidentId& id);

struct IncidentSummary {
  IncidentId id;
  Instant opened;
  incident::Exercise exercise{};
  std::optional<incident::Situation> situation;  // nothing: its journal is gone or cannot be read
  std::optional<Instant> closed;
};
Result<std::vector<IncidentSummary>> incidents(Practice& practice);  // the newest first

// The same incidents one by one, in no order that means something, with where each stands: null when its journal is
// gone or cannot be read. Each journal is read once.
using VisitIncident = std::function<Result<void>(const IncidentSummary& summary, const IncidentStatus* status)>;
Result<void> visit_incidents(Practice& practice, const VisitIncident& visit);

// The one to go on with: the newest that is open, an incident before an exercise. Nothing: none is open.
std::optional<IncidentId> to_go_on_with(const std::vector<IncidentSummary>& newest_first);
Result<std::optional<IncidentId>> open_incident_id(Practice& practice);

// The journal's own bytes, for a copy or an export.
Result<std::vector<std::byte>> journal_bytes(const Practice& practice, const IncidentId& id);

}  // namespace garde::actions
