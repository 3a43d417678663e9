#include "incident/incident.h"

#include <algorithm>
#include <array>

#include "incident/entries.h"
#include "incident/timestamps.h"
#include "incident/watched_backups.h"

namespace garde::incident {
namespace {

using journal::Entry;

constexpr std::array kSituations = {
    std::pair{Situation::ransom, std::string_view("ransom")},
    std::pair{Situation::suspicious, std::string_view("suspicious")},
    std::pair{Situation::lost, std::string_view("lost")},
    std::pair{Situation::vendor, std::string_view("vendor")},
};
constexpr std::string_view kRecordedVendor = "editor";
constexpr std::array kDeclarationStates = {
    std::pair{DeclarationState::drafted, std::string_view("drafted")},
    std::pair{DeclarationState::filed, std::string_view("filed")},
    std::pair{DeclarationState::not_needed, std::string_view("not-needed")},
    std::pair{DeclarationState::withdrawn, std::string_view("withdrawn")},
};

template <class T, std::size_t N>
std::string_view name_in(const std::array<std::pair<T, std::string_view>, N>& names, T value) {
  const auto found = std::ranges::find(names, value, &std::pair<T, std::string_view>::first);
  GARDE_CHECK(found != names.end());
  return found->second;
}

template <class T, std::size_t N>
std::optional<T> parse_in(const std::array<std::pair<T, std::string_view>, N>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text, &std::pair<T, std::string_view>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

// A clock that is corrected by its time server moves by less than this between two entries.
constexpr std::chrono::milliseconds kClockTolerance = std::chrono::minutes(1);

// No computer has been running for longer; a larger number is not what was written.
constexpr std::uint64_t kMaxRunning = std::chrono::milliseconds(std::chrono::years(100)).count();

Recorded recorded(const Entry& entry, std::string text) { return {std::move(text), entry.said.fact, entry.sequence}; }

// Reads entries one by one into an incident.
class Reader {
 public:
  explicit Reader(Incident& incident) : incident_(incident) {}

  void read(const Entry& entry) {
    entry_ = &entry;
    watch_clock();
    const std::string& kind = entry.said.kind.text();
    const bool understood = kind == kind::kOpened        ? read_opened()
                            : kind == kind::kMoment      ? read_moment()
                            : kind == kind::kFields      ? read_fields()
                            : kind == kind::kLongField   ? read_long_field()
                            : kind == kind::kDeclaration ? read_declaration()
                                                         : read_word(kind);
    if (!understood) incident_.not_understood.push_back(entry.sequence);
  }
  bool opened() const { return opened_; }

 private:
  std::optional<std::string_view> value(IdLiteral name) const { return value_in(*entry_, name); }
  template <class T>
  std::optional<T> id(IdLiteral name) const {
    const auto text = value(name);
    if (!text) return std::nullopt;
    auto id = T::parse(*text);
    return id ? std::optional(std::move(*id)) : std::nullopt;
  }
  std::optional<Instant> instant(IdLiteral name) const {
    const auto text = value(name);
    if (!text) return std::nullopt;
    const auto parsed = parse_instant(*text);
    return parsed ? std::optional(*parsed) : std::nullopt;
  }

  void watch_clock();
  bool read_opened();
  bool read_moment();
  bool read_fields();
  bool read_long_field();
  bool read_declaration();
  bool read_word(std::string_view kind);

  Incident& incident_;
  const Entry* entry_ = nullptr;
  bool opened_ = false;
  std::optional<Instant> last_entered_;
  std::string last_boot_;
  std::chrono::milliseconds last_running_{};
};

// Two ways to see that the clock was set: it went back, or it moved otherwise than the time the computer has been
// running.
void Reader::watch_clock() {
  const Instant entered = entry_->said.entered;
  const std::string boot(value(held::kBoot).value_or(""));
  const auto running = number_in(*entry_, held::kRunning);
  const bool has_running = running && *running <= kMaxRunning && !boot.empty();
  const std::chrono::milliseconds running_for(has_running ? *running : 0);
  if (last_entered_) {
    std::chrono::milliseconds step = std::min(entered - *last_entered_, std::chrono::milliseconds{0});
    if (has_running && boot == last_boot_) {
      step = (entered - *last_entered_) - (running_for - last_running_);
      if (std::chrono::abs(step) <= kClockTolerance && entered >= *last_entered_) step = std::chrono::milliseconds{0};
    }
    if (step.count() != 0) incident_.clock_steps.push_back({entry_->sequence, step});
  }
  last_entered_ = entered;
  last_boot_ = has_running ? boot : "";
  last_running_ = running_for;
  incident_.last_entered = std::max(incident_.last_entered, entered);
}

bool Reader::read_opened() {
  const auto situation = parse_situation(value(held::kSituation).value_or(""));
  const auto alert = instant(held::kAlert);
  if (!situation || !alert || opened_) return false;
  opened_ = true;
  incident_.situation = *situation;
  incident_.opened = entry_->said.entered;
  incident_.moments.push_back({moment::alert(), *alert, "", entry_->sequence});
  if (const auto aware = instant(held::kAware))
    incident_.moments.push_back({moment::aware(), *aware, "", entry_->sequence});
  if (const auto known = instant(held::kAttackKnown))
    incident_.moments.push_back({moment::attack_known(), *known, "", entry_->sequence});
  return true;
}

bool Reader::read_moment() {
  const auto moment = id<MomentId>(held::kMoment);
  if (!moment) return false;
  incident_.moments.push_back({*moment, entry_->said.fact, words_of(*entry_), entry_->sequence});
  return true;
}

bool Reader::read_fields() {
  for (const auto& [field, text] : given_fields(*entry_))
    incident_.fields.insert_or_assign(field, recorded(*entry_, text));
  return true;
}

bool Reader::read_long_field() {
  const auto field = id<FieldId>(held::kField);
  if (!field) return false;
  incident_.fields.insert_or_assign(*field, recorded(*entry_, words_of(*entry_)));
  return true;
}

bool Reader::read_declaration() {
  const auto declaration = id<DeclarationId>(held::kDeclaration);
  const auto state = parse_declaration_state(value(held::kState).value_or(""));
  if (!declaration || !state) return false;
  std::optional<journal::Attachment> receipt;
  if (!entry_->said.attachments.empty()) receipt = entry_->said.attachments.front();
  incident_.declarations.insert_or_assign(
      *declaration, Declaration{*state, entry_->said.fact, std::string(value(held::kNumber).value_or("")),
                                words_of(*entry_), std::move(receipt), entry_->sequence});
  return true;
}

bool Reader::read_word(std::string_view kind) {
  const auto keep = [&]<class T>(std::map<T, Recorded>& all, IdLiteral field) {
    const auto key = id<T>(field);
    if (key) all.insert_or_assign(*key, recorded(*entry_, words_of(*entry_)));
    return key.has_value();
  };
  if (kind == kind::kPrecondition) return keep(incident_.preconditions, held::kPrecondition);
  if (kind == kind::kGateOverridden) return keep(incident_.overrides, held::kGate);
  if (kind == kind::kLateReason) return keep(incident_.late_reasons, held::kRule);
  if (kind == kind::kPreconditionWithdrawn) {
    const auto precondition = id<PreconditionId>(held::kPrecondition);
    if (precondition) incident_.preconditions.erase(*precondition);
    return precondition.has_value();
  }
  if (kind == kind::kBackupsWitnessed || kind == kind::kBackupsCompared) return read_backup_entry(*entry_, incident_);
  if (kind == kind::kTimestampAsked || kind == kind::kTimestamped) return read_timestamp_entry(*entry_, incident_);
  if (kind == kind::kLesson) incident_.lessons.push_back(recorded(*entry_, words_of(*entry_)));
  if (kind == kind::kClosed) incident_.closed = recorded(*entry_, words_of(*entry_));
  return true;
}

}  // namespace

std::string_view name(Situation situation) { return name_in(kSituations, situation); }
std::string_view recorded_word(Situation situation) {
  return situation == Situation::vendor ? kRecordedVendor : name(situation);
}
std::optional<Situation> parse_situation(std::string_view text) {
  return text == kRecordedVendor ? Situation::vendor : parse_in(kSituations, text);
}
std::string_view name(DeclarationState state) { return name_in(kDeclarationStates, state); }
std::optional<DeclarationState> parse_declaration_state(std::string_view text) {
  return parse_in(kDeclarationStates, text);
}

namespace moment {
MomentId alert() { return MomentId::of("alert"); }
MomentId aware() { return MomentId::of("aware"); }
MomentId attack_known() { return MomentId::of("attack-known"); }
}  // namespace moment

namespace declaration {
DeclarationId cnil_initial() { return DeclarationId::of("cnil-initial"); }
DeclarationId complaint() { return DeclarationId::of("complaint"); }
}  // namespace declaration

const Moment* Incident::last(const MomentId& moment) const {
  const auto found = std::ranges::find(moments.rbegin(), moments.rend(), moment, &Moment::id);
  return found == moments.rend() ? nullptr : &*found;
}

std::string Incident::field(const FieldId& field) const {
  const auto found = fields.find(field);
  return found == fields.end() ? "" : found->second.text;
}

Result<Incident> read_incident(const journal::Header& header, const std::vector<Entry>& entries) {
  Incident incident{
      .id = header.id, .exercise = header.exercise, .opened = header.created, .last_entered = header.created};
  Reader reader(incident);
  for (const Entry& entry : entries) reader.read(entry);
  if (!reader.opened())
    return Error{ErrorKind::damaged, header.id.text(), std::nullopt, "no entry says how the incident was opened"};
  return incident;
}

Instant not_before_last_entry(const Incident& incident, Instant now) { return std::max(now, incident.last_entered); }

}  // namespace garde::incident
