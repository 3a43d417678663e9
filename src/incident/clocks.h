// Which deadlines run in an incident. Derived from its journal whenever somebody looks, never stored.
//
// A deadline of 72 hours is 72 elapsed hours: computed on UTC instants, so that a change to winter or summer time in
// between moves the hour on the wall and not the end. Week-ends and holidays do not move it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "incident/rules.h"

namespace garde::incident {

enum class ClockState : std::uint8_t { not_started, running, late, met };
std::string_view name(ClockState state);  // "not-started", "running", "late", "met"

enum class StartReason : std::uint8_t {
  recorded,        // the moment itself was recorded
  precaution,      // it was not; an earlier one stands in for it
  after_filing,    // another declaration was filed
  length_unknown,  // nobody said how long there is
  nothing_yet,     // what starts it has not happened
};
std::string_view name(StartReason reason);  // "recorded", "precaution", "after-filing", …

// One instant that somebody may hold to be the start.
struct Candidate {
  MomentId moment;
  Instant at;
  Instant due;
  bool is_start = false;
  bool operator==(const Candidate&) const = default;
};

struct Clock {
  const ClockRule* rule = nullptr;  // of the rules it was made with
  std::optional<Instant> start = {};
  std::optional<MomentId> start_moment = {};
  StartReason reason{};
  std::string reason_text = {};  // the person's words for that time; often empty
  std::optional<std::chrono::hours> length = {};
  std::optional<Instant> due = {};
  ClockState state{};
  std::optional<Instant> met_at = {};
  bool met_late = false;
  std::vector<Candidate> candidates = {};    // in the order of time
  std::optional<Instant> earliest_due = {};  // by the strictest reading
  std::optional<Recorded> late_reason = {};
  bool lacks_late_reason = false;  // it is late, or was met late, and nobody said why
};

// All that concern this incident, in the order of the rules. In an exercise the time since the opening counts
// Rules::exercise_pace times. `rules` must outlive the clocks.
std::vector<Clock> clocks_of(const Incident& incident, const Rules& rules, Instant now);

// The instant as the clocks of an exercise count it; the instant itself in a real incident.
Instant counted(const Incident& incident, const Rules& rules, Instant instant);

}  // namespace garde::incident
