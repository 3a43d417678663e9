#include "incident/clocks.h"

#include <algorithm>
#include <charconv>

namespace garde::incident {
namespace {

using std::chrono::hours;

// A contract that gives longer is a misprint: ten years.
constexpr hours kLongest{87'600};

std::optional<hours> length_of(const ClockRule& rule, const Incident& incident) {
  if (rule.length) return rule.length;
  if (!rule.length_field) return std::nullopt;
  const std::string text = incident.field(*rule.length_field);
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || value <= 0 || hours{value} > kLongest)
    return std::nullopt;
  return hours{value};
}

bool concerns(const ClockRule& rule, const Incident& incident) {
  return std::ranges::find(rule.situations, incident.situation) != rule.situations.end() ||
         std::ranges::any_of(rule.wakes, [&](const MomentId& moment) { return incident.last(moment) != nullptr; });
}

const Declaration* filed(const Incident& incident, const DeclarationId& id) {
  const auto found = incident.declarations.find(id);
  if (found == incident.declarations.end() || found->second.state != DeclarationState::filed) return nullptr;
  return &found->second;
}

bool in_force(const ClockRule& rule, Date day) {
  return rule.in_force_from <= day && (!rule.in_force_until || day <= *rule.in_force_until);
}

class Deriving {
 public:
  Deriving(const Incident& incident, const Rules& rules, const ClockRule& rule)
      : incident_(incident), rules_(rules), clock_{.rule = &rule} {}

  Clock at(Instant now) && {
    find_start();
    clock_.length = length_of(*clock_.rule, incident_);
    if (!clock_.length) {
      clock_.reason = StartReason::length_unknown;
      clock_.start.reset();
      clock_.start_moment.reset();
    }
    if (clock_.start && clock_.length) clock_.due = *clock_.start + *clock_.length;
    list_candidates();
    judge(now);
    return std::move(clock_);
  }

 private:
  Instant counted_at(Instant instant) const { return counted(incident_, rules_, instant); }

  void find_start() {
    const ClockRule& rule = *clock_.rule;
    clock_.reason = StartReason::nothing_yet;
    if (rule.starts_after) {
      if (const Declaration* before = filed(incident_, *rule.starts_after)) {
        clock_.start = counted_at(before->at);
        clock_.reason = StartReason::after_filing;
      }
      return;
    }
    for (const MomentId& moment : rule.starts) {
      const Moment* known = incident_.last(moment);
      if (known == nullptr) continue;
      clock_.start = counted_at(known->at);
      clock_.start_moment = moment;
      clock_.reason = moment == rule.starts.front() ? StartReason::recorded : StartReason::precaution;
      clock_.reason_text = known->reason;
      return;
    }
  }

  void list_candidates() {
    if (!clock_.length) return;
    for (const MomentId& moment : clock_.rule->candidates) {
      const Moment* known = incident_.last(moment);
      if (known == nullptr) continue;
      const Instant at = counted_at(known->at);
      clock_.candidates.push_back({moment, at, at + *clock_.length, clock_.start_moment == moment});
    }
    std::ranges::stable_sort(clock_.candidates, {}, &Candidate::at);
    clock_.earliest_due = clock_.due;
    if (!clock_.candidates.empty() && (!clock_.due || clock_.candidates.front().due < *clock_.due))
      clock_.earliest_due = clock_.candidates.front().due;
  }

  void judge(Instant now) {
    if (const Declaration* done = filed(incident_, clock_.rule->met_by)) {
      clock_.state = ClockState::met;
      clock_.met_at = counted_at(done->at);
      clock_.met_late = clock_.due && *clock_.met_at > *clock_.due;
    } else if (!clock_.due) {
      clock_.state = ClockState::not_started;
    } else {
      clock_.state =
          counted_at(not_before_last_entry(incident_, now)) > *clock_.due ? ClockState::late : ClockState::running;
    }
    const auto explained = incident_.late_reasons.find(clock_.rule->id);
    if (explained != incident_.late_reasons.end()) clock_.late_reason = explained->second;
    clock_.lacks_late_reason =
        clock_.rule->asks_why_late && !clock_.late_reason && (clock_.state == ClockState::late || clock_.met_late);
  }

  const Incident& incident_;
  const Rules& rules_;
  Clock clock_;
};

}  // namespace

std::string_view name(ClockState state) {
  switch (state) {
    case ClockState::not_started: return "not-started";
    case ClockState::running: return "running";
    case ClockState::late: return "late";
    case ClockState::met: return "met";
  }
  return "";
}

std::string_view name(StartReason reason) {
  switch (reason) {
    case StartReason::recorded: return "recorded";
    case StartReason::precaution: return "precaution";
    case StartReason::after_filing: return "after-filing";
    case StartReason::length_unknown: return "length-unknown";
    case StartReason::nothing_yet: return "nothing-yet";
  }
  return "";
}

Instant counted(const Incident& incident, const Rules& rules, Instant instant) {
  if (incident.exercise == Exercise::no || instant <= incident.opened) return instant;
  return incident.opened + (instant - incident.opened) * rules.exercise_pace;
}

std::vector<Clock> clocks_of(const Incident& incident, const Rules& rules, Instant now) {
  std::vector<Clock> clocks;
  for (const ClockRule& rule : rules.clocks) {
    if (!concerns(rule, incident)) continue;
    // The rule is that of the day it starts, or of today while it has not.
    Clock clock = Deriving(incident, rules, rule).at(now);
    if (in_force(rule, utc_day_of(clock.start.value_or(now)))) clocks.push_back(std::move(clock));
  }
  return clocks;
}

}  // namespace garde::incident
