#include <fmt/format.h>

#include "cli/incident.h"

namespace garde::cli {
namespace {

using incident::Clock;
using incident::ClockState;

class StatusLines {
 public:
  StatusLines(const actions::IncidentStatus& status, const Context& context, const text::Zone& zone)
      : status_(status), context_(context), zone_(zone) {}

  std::string all() && {
    head();
    warnings();
    add("");
    add(say("cli.incident.clocks"));
    for (const Clock& clock : status_.clocks) add_clock(clock);
    add("");
    add(say("cli.incident.gates"));
    for (const incident::GateView& gate : status_.gates)
      add(fmt::format("  {} — {}", say(fmt::format("incident.gate-state.{}", name(gate.state))), gate.gate->title));
    backups();
    add("");
    witness();
    return std::move(text_);
  }

 private:
  void add(std::string_view line) {
    text_ += line;
    text_ += '\n';
  }
  std::string say(std::string_view key, std::vector<std::pair<std::string, std::string>> params = {}) const {
    return context_.library.texts.sentence(Message{std::string(key), std::move(params)});
  }
  std::string when(Instant time) const { return zone_.day_and_time_of(time); }

  void head() {
    const incident::Incident& incident = status_.incident;
    if (incident.exercise == incident::Exercise::yes) add(say("incident.exercise"));
    add(say("cli.incident.head", {{"id", incident.id.text()},
                                  {"situation", say(fmt::format("incident.situation.{}", name(incident.situation)))},
                                  {"opened", when(incident.opened)}}));
    if (incident.closed) add(say("cli.incident.closed-at", {{"time", when(incident.closed->at)}}));
  }

  void warnings() {
    for (const incident::ClockStep& step : status_.incident.clock_steps) {
      const std::string by = text::minutes(std::chrono::ceil<std::chrono::minutes>(std::chrono::abs(step.by)));
      const std::string_view key = step.entry == 0       ? "incident.clock.behind"
                                   : step.by.count() < 0 ? "incident.clock.set-back"
                                                         : "incident.clock.set-forward";
      add("! " + say(key, {{"entry", std::to_string(step.entry)}, {"by", by}}));
    }
    for (const auto& [id, backup] : status_.incident.backups)
      if (backup.is_lost) add("! " + backup.lost_words);
    for (const journal::Damage& damage : status_.journal.damage)
      add("! " +
          say(fmt::format("incident-journal.damage.{}", name(damage.kind)), {{"entry", std::to_string(damage.entry)}}));
    const auto& against = status_.journal.against_database;
    if (against == journal::WitnessVerdict::shorter || against == journal::WitnessVerdict::differs)
      add("! " + say(fmt::format("incident-journal.against-database.{}", name(*against))));
  }

  void add_clock(const Clock& clock) {
    add(fmt::format("  {} — {}", say(fmt::format("incident.clock-state.{}", name(clock.state))), clock.rule->title));
    if (clock.met_at) add("      " + say("cli.incident.met-at", {{"time", when(*clock.met_at)}}));
    if (clock.due) add("      " + say("cli.incident.due", {{"time", when(*clock.due)}}));
    add("      " + start_reason(clock, context_, zone_));
    if (clock.earliest_due && clock.due && *clock.earliest_due < *clock.due)
      add("      " + say("cli.incident.earliest", {{"time", when(*clock.earliest_due)}}));
    if (clock.lacks_late_reason) add("      " + say("incident.clock.why-late"));
  }

  void backups() {
    if (status_.incident.backups.empty()) return;
    add("");
    add(say("cli.incident.backups"));
    for (const auto& [id, backup] : status_.incident.backups) add("  " + backup.words);
  }

  void witness() {
    if (status_.journal.witness_words.empty()) return;
    add(say("cli.incident.witness"));
    add("  " + status_.journal.witness_words);
  }

  const actions::IncidentStatus& status_;
  const Context& context_;
  text::Zone zone_;
  std::string text_;
};

}  // namespace

std::string start_reason(const Clock& clock, const Context& context, const text::Zone& zone) {
  const text::Catalogue& texts = context.library.texts;
  if (!clock.reason_text.empty()) return clock.reason_text;
  std::string moment;
  if (clock.start_moment) moment = context.library.incident.find(*clock.start_moment)->title;
  std::string time;
  if (clock.start) time = zone.day_and_time_of(*clock.start);
  return texts.sentence({fmt::format("incident.start.{}", name(clock.reason)), {{"moment", moment}, {"time", time}}});
}

std::string incident_text(const actions::IncidentStatus& status, const Context& context, const text::Zone& zone) {
  return StatusLines(status, context, zone).all();
}

}  // namespace garde::cli
