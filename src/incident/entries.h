// What is recorded of an incident, as entries of its journal, and the words they are written in.
//
// These spellings are on disk: they are added to, never changed. docs/formats/incident.md lists them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "incident/incident.h"

namespace garde::incident {

// The kinds of entries.
namespace kind {
inline constexpr std::string_view kOpened = "opened";
inline constexpr std::string_view kNote = "note";
inline constexpr std::string_view kMoment = "moment";
inline constexpr std::string_view kFields = "fields";
inline constexpr std::string_view kLongField = "long-field";
inline constexpr std::string_view kDeclaration = "declaration";
inline constexpr std::string_view kPrecondition = "precondition";
inline constexpr std::string_view kPreconditionWithdrawn = "precondition-withdrawn";
inline constexpr std::string_view kGateOverridden = "gate-overridden";
inline constexpr std::string_view kLateReason = "late-reason";
inline constexpr std::string_view kBackupsWitnessed = "backups-witnessed";
inline constexpr std::string_view kBackupsCompared = "backups-compared";
inline constexpr std::string_view kTimestampAsked = "timestamp-asked";
inline constexpr std::string_view kTimestamped = "timestamped";
inline constexpr std::string_view kCollected = "collected";
inline constexpr std::string_view kExported = "exported";
inline constexpr std::string_view kLesson = "lesson";
inline constexpr std::string_view kClosed = "closed";
}  // namespace kind

// What entries hold besides a person's words, by name.
namespace held {
inline constexpr std::string_view kBoot = "boot";
inline constexpr std::string_view kRunning = "running-ms";
inline constexpr std::string_view kSituation = "situation";
inline constexpr std::string_view kAlert = "alert";
inline constexpr std::string_view kAware = "aware";
inline constexpr std::string_view kAttackKnown = "attack-known";
inline constexpr std::string_view kMoment = "moment";
inline constexpr std::string_view kField = "field";  // of a value that is too long for a line
inline constexpr std::string_view kDeclaration = "declaration";
inline constexpr std::string_view kState = "state";
inline constexpr std::string_view kNumber = "number";
inline constexpr std::string_view kPrecondition = "precondition";
inline constexpr std::string_view kGate = "gate";
inline constexpr std::string_view kRule = "rule";
inline constexpr std::string_view kFolder = "folder";
inline constexpr std::string_view kFiles = "files";
inline constexpr std::string_view kBytes = "bytes";
inline constexpr std::string_view kMissing = "missing";
inline constexpr std::string_view kSeal = "seal";
}  // namespace held

// Since this computer was started: what shows that its clock was set.
struct RunningTime {
  std::string boot;  // the system's own id of this start, one line
  std::chrono::milliseconds running{};
  bool operator==(const RunningTime&) const = default;
};

// Who writes, and when. Part of every entry.
struct Writing {
  Instant now;
  std::string author;
  std::optional<RunningTime> running = {};
};

struct Opening {
  Situation situation{};
  Instant alert;
  std::optional<Instant> aware = {};
  std::optional<Instant> attack_known = {};
};

struct Note {
  std::string text;
  std::optional<Instant> fact = {};  // nothing: now
  std::optional<std::uint64_t> corrects = {};
  std::vector<journal::Attachment> attachments = {};
  bool operator==(const Note&) const = default;
};

// Where a declaration stands, as somebody says it.
struct Declaring {
  DeclarationState state{};
  std::optional<Instant> at = {};  // nothing: now
  std::string number = {};
  std::string reason = {};
  std::optional<journal::Attachment> receipt = {};
};

struct Closing {
  std::vector<std::string> criteria;  // the ids of the end criteria that are said to hold
  std::string text;
};

// A value that fits on one line of the journal; longer ones are entries of their own.
bool fits_in_a_line(std::string_view value);

// What all entries have in common; each line of `text` ended.
journal::Draft make_draft(IdLiteral kind, Instant fact, std::string_view text, const Writing& writing);
void put(journal::Draft& draft, IdLiteral name, std::string value);
void put(journal::Draft& draft, const FieldId& name, std::string value);

// What an entry holds under a name of `held`; nothing when it holds no such thing.
std::optional<std::string_view> value_in(const journal::Entry& entry, IdLiteral name);
std::optional<std::uint64_t> number_in(const journal::Entry& entry, IdLiteral name);
// A person's words, without the line feed that ends them.
std::string words_of(const journal::Entry& entry);

journal::Draft opened(const Opening& opening, const Writing& writing);
journal::Draft noted(const Note& note, const Writing& writing);
// `corrects`: the entry that said otherwise before.
journal::Draft moment_recorded(const MomentId& moment, Instant at, std::string_view reason,
                               std::optional<std::uint64_t> corrects, const Writing& writing);
// One entry for all that fit in a line, one for each other; an empty value takes back what was said.
std::vector<journal::Draft> fields_given(const std::map<FieldId, std::string>& values, const Writing& writing);
// What such an entry gives: a field and its value, empty when it was taken back. Every name that starts with "value-"
// is a field, so that none can be taken for what the entry itself holds.
std::vector<std::pair<FieldId, std::string>> given_fields(const journal::Entry& entry);
journal::Draft declared(const DeclarationId& declaration, const Declaring& said, const Writing& writing);
journal::Draft precondition_met(const PreconditionId& precondition, std::string_view detail, const Writing& writing);
journal::Draft precondition_withdrawn(const PreconditionId& precondition, std::string_view reason,
                                      const Writing& writing);
journal::Draft gate_overridden(const GateId& gate, std::string_view reason, const Writing& writing);
journal::Draft lateness_explained(const ClockRuleId& rule, std::string_view reason, const Writing& writing);
journal::Draft lesson_learned(std::string_view text, const Writing& writing);
journal::Draft closed(const Closing& closing, const Writing& writing);

}  // namespace garde::incident
