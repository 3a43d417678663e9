#include <boost/json.hpp>

#include "cli/incident.h"
#include "incident/watched_backups.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

json::value time_json(const std::optional<Instant>& time) {
  if (!time) return nullptr;
  return json::string(to_iso(*time));
}

json::value clock_json(const incident::Clock& clock, const Context& context, const text::Zone& zone) {
  json::array candidates;
  for (const incident::Candidate& candidate : clock.candidates)
    candidates.push_back({{"moment", candidate.moment.text()},
                          {"start", to_iso(candidate.at)},
                          {"due", to_iso(candidate.due)},
                          {"chosen", candidate.is_start}});
  json::value hours = nullptr;
  if (clock.length) hours = clock.length->count();
  json::value late_reason = nullptr;
  if (clock.late_reason) late_reason = json::string(clock.late_reason->text);
  json::value moment = nullptr;
  if (clock.start_moment) moment = json::string(clock.start_moment->text());
  return {{"rule", clock.rule->id.text()},
          {"title", clock.rule->title},
          {"start", time_json(clock.start)},
          {"start_reason", start_reason(clock, context, zone)},
          {"start_moment", std::move(moment)},
          {"hours", std::move(hours)},
          {"due", time_json(clock.due)},
          {"state", name(clock.state)},
          {"met_at", time_json(clock.met_at)},
          {"met_late", clock.met_late},
          {"earliest_due", time_json(clock.earliest_due)},
          {"candidates", std::move(candidates)},
          {"late_reason", std::move(late_reason)},
          {"asks_why_late", clock.lacks_late_reason},
          {"law", clock.rule->source.title}};
}

json::value gate_json(const incident::GateView& gate) {
  json::array missing;
  for (const incident::GatePrecondition& one : gate.preconditions)
    if (one.recorded == nullptr) missing.emplace_back(one.precondition->id.text());
  return {{"gate", gate.gate->id.text()}, {"state", name(gate.state)}, {"missing", std::move(missing)}};
}

json::value backup_json(const incident::WatchedBackupId& id, const incident::WatchedBackup& backup) {
  json::value outcome = nullptr;
  if (backup.outcome) outcome = json::string(name(*backup.outcome));
  return {{"destination", id.text()},
          {"name", backup.name},
          {"witnessed", backup.witness.has_value()},
          {"restore_points", backup.points},
          {"lost", backup.is_lost},
          {"outcome", std::move(outcome)},
          {"compared_at", time_json(backup.compared_at)},
          {"words", backup.words}};
}

json::value journal_json(const actions::JournalState& journal) {
  json::array damage;
  for (const journal::Damage& one : journal.damage)
    damage.push_back({{"entry", one.entry}, {"offset", one.offset}, {"kind", name(one.kind)}});
  json::value against = nullptr;
  if (journal.against_database) against = json::string(name(*journal.against_database));
  return {{"entries", journal.entries},       {"root", journal.root},
          {"witness", journal.witness_words}, {"witness_code", journal.witness_code},
          {"damage", std::move(damage)},      {"against_database", std::move(against)}};
}

}  // namespace

std::string incident_json(const actions::IncidentStatus& status, const Context& context, const text::Zone& zone) {
  const incident::Incident& incident = status.incident;
  json::array clocks;
  for (const incident::Clock& clock : status.clocks) clocks.push_back(clock_json(clock, context, zone));
  json::array gates;
  for (const incident::GateView& gate : status.gates) gates.push_back(gate_json(gate));
  json::array backups;
  for (const auto& [id, backup] : incident.backups) backups.push_back(backup_json(id, backup));
  json::array timestamps;
  for (const incident::Timestamp& timestamp : incident.timestamps)
    timestamps.push_back({{"authority_known", timestamp.authority_is_known ? json::value(*timestamp.authority_is_known)
                                                                           : json::value(nullptr)},
                          {"entries", timestamp.entries},
                          {"at", to_iso(timestamp.at)},
                          {"authority", timestamp.authority},
                          {"entry", timestamp.entry}});
  json::array moments;
  for (const incident::Moment& moment : incident.moments)
    moments.push_back(
        {{"moment", moment.id.text()}, {"at", to_iso(moment.at)}, {"reason", moment.reason}, {"entry", moment.entry}});
  json::array steps;
  for (const incident::ClockStep& step : incident.clock_steps) {
    json::value entry = nullptr;
    if (step.entry != 0) entry = step.entry;
    steps.push_back({{"entry", std::move(entry)}, {"seconds", static_cast<double>(step.by.count()) / 1000}});
  }
  json::object declarations;
  for (const auto& [id, declaration] : incident.declarations)
    declarations.emplace(id.text(), json::value{{"state", name(declaration.state)},
                                                {"at", to_iso(declaration.at)},
                                                {"number", declaration.number},
                                                {"entry", declaration.entry}});
  return json::serialize(
      json::value{{"id", incident.id.text()},
                  {"situation", recorded_word(incident.situation)},
                  {"exercise", incident.exercise == incident::Exercise::yes},
                  {"opened", to_iso(incident.opened)},
                  {"closed", time_json(incident.closed ? std::optional(incident.closed->at) : std::nullopt)},
                  {"now", to_iso(status.now)},
                  {"clocks", std::move(clocks)},
                  {"gates", std::move(gates)},
                  {"backups", std::move(backups)},
                  {"timestamps", std::move(timestamps)},
                  {"moments", std::move(moments)},
                  {"declarations", std::move(declarations)},
                  {"clock_steps", std::move(steps)},
                  {"journal", journal_json(status.journal)}});
}

}  // namespace garde::cli
