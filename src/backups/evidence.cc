#include "backups/evidence.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "formats/kinds.h"

namespace garde::backups {
namespace {

using evidence::Claim;
using evidence::ClaimKindId;
using evidence::Evidence;
using evidence::ProofLevel;

// One destination's word on each claim: its newest.
using Words = std::map<Claim, Evidence>;

bool passed(const Check* check) { return check != nullptr && check->outcome() == Outcome::passed; }
bool failed(const Check* check) { return check != nullptr && check->outcome() == Outcome::failed; }

std::string origin_of(const KeptRun& kept) {
  const bool everything =
      kept.drill ? kept.drill->everything() : kept.run.coverage.units_verified >= kept.run.coverage.units_total;
  return fmt::format("{} {}, {}", name(kept.kind), kept.id.text(), everything ? "everything" : "a sample");
}

class Collector {
 public:
  Collector(const KeptRun& kept, const evidence::ClaimKinds& kinds, Words& words)
      : kept_(kept), kinds_(kinds), words_(words) {}

  void add(IdLiteral kind, const DataSetId& data_set, bool holds, std::optional<Instant> until = {},
           const Check* check = nullptr) {
    const Claim claim{ClaimKindId::of(kind), data_set};
    if (kinds_.find(claim.kind) == nullptr) return;
    const auto newer = words_.find(claim);
    if (newer != words_.end() && newer->second.established_at > kept_.run.begun)
      return;  // as of most of a year of runs
    Evidence item = kinds_.make(claim, ProofLevel::measured, holds, kept_.run.begun, origin_of(kept_));
    if (check != nullptr) item.judged = check->judgement.judged();
    if (until) item.valid_until = std::min(item.valid_until, *until);
    words_.insert_or_assign(claim, std::move(item));
  }
  void add(IdLiteral kind, const DataSetId& data_set, Outcome outcome, std::optional<Instant> until = {},
           const Check* check = nullptr) {
    if (outcome != Outcome::not_established) add(kind, data_set, outcome == Outcome::passed, until, check);
  }

 private:
  const KeptRun& kept_;
  const evidence::ClaimKinds& kinds_;
  Words& words_;
};

const DataSetResult* result_of(const KeptRun& kept, const DataSetId& data_set) {
  const auto found = std::ranges::find(kept.run.data_sets, data_set, &DataSetResult::data_set);
  return found == kept.run.data_sets.end() ? nullptr : &*found;
}

// Whether a copy of it exists: there is one that holds all of it, and what was read of it is whole and its own.
Outcome exists(const KeptRun& kept, const DataSetResult* result) {
  if (!formats::is_read(kept.run.kind)) return Outcome::not_established;  // no point was seen, and some may be there
  if (kept.run.restore_points.empty() && !kept.newest_point) return Outcome::failed;
  if (failed(kept.run.find(Question::not_attacked))) return Outcome::failed;
  if (result != nullptr && (result->hit_by_damage || result->complete == Outcome::failed)) return Outcome::failed;
  const bool complete = result != nullptr && result->complete == Outcome::passed;
  return complete && !failed(kept.run.find(Question::intact)) ? Outcome::passed : Outcome::not_established;
}

void collect_check(const KeptRun& kept, const DataSetId& data_set, Collector& words) {
  const DataSetResult* result = result_of(kept, data_set);
  words.add("backup-exists", data_set, exists(kept, result), std::nullopt, kept.run.find(Question::complete));
  if (const Check* recent = kept.run.find(Question::recent)) {
    const auto until = kept.newest_point ? std::optional(*kept.newest_point + kept.max_age) : std::nullopt;
    words.add("backup-recent", data_set, recent->outcome(), passed(recent) ? until : std::nullopt, recent);
  }
  if (const Check* automatic = kept.run.find(Question::automatic))
    words.add("backup-automatic", data_set, automatic->outcome(), std::nullopt, automatic);
  if (kept.run.protection) {
    words.add("backup-encrypted", data_set, kept.run.protection->encrypted);
    words.add("backup-disconnected", data_set, kept.run.protection->disconnected);
    words.add("backup-elsewhere", data_set, kept.run.protection->elsewhere);
  }
  // A restore that worked proves nothing once what it read is found broken, or no longer the practice's own.
  const bool broken = (result != nullptr && result->hit_by_damage) ||
                      (result == nullptr && failed(kept.run.find(Question::intact))) ||
                      failed(kept.run.find(Question::not_attacked));
  if (broken) words.add("restore-tested", data_set, false);
}

void collect_drill(const KeptRun& kept, const DataSetId& data_set, Collector& words) {
  const Check* restorable = kept.run.find(Question::restorable);
  if (restorable == nullptr) return;
  const DataSetResult* result = result_of(kept, data_set);
  if (failed(restorable) && result != nullptr && !result->hit_by_damage && result->files > 0)
    return;  // what failed is not of this data set
  // A data set of which nothing came back was not tried.
  if (passed(restorable) && (result == nullptr || result->files == 0)) return;
  words.add("restore-tested", data_set, restorable->outcome(), std::nullopt, restorable);
}

bool is_hosted(std::span<const DataSet> data_sets, const DataSetId& id) {
  const auto found = std::ranges::find(data_sets, id, &DataSet::id);
  return found != data_sets.end() && found->hosting == Hosting::vendor;
}

// What is hosted by the vendor, and lies here too: the practice's own export.
void collect_export(const KeptRun& kept, Collector& words) {
  const Check* recent = kept.run.find(Question::recent);
  if (recent == nullptr || failed(kept.run.find(Question::intact))) return;
  const auto until = kept.newest_point ? std::optional(*kept.newest_point + kept.max_age) : std::nullopt;
  words.add("own-export", DataSetId::of("practice"), recent->outcome(), passed(recent) ? until : std::nullopt, recent);
}

// As new as the newest run: the alarm stands until a person closes it.
void collect_alarm(const Alarm& alarm, std::span<const KeptRun> runs, const DataSetId& data_set,
                   const evidence::ClaimKinds& kinds, Words& words) {
  Instant since = alarm.opened_at;
  for (const KeptRun& kept : runs)
    if (kept.destination == alarm.destination) since = std::max(since, kept.run.begun);
  for (const IdLiteral kind : {IdLiteral("backup-exists"), IdLiteral("restore-tested")}) {
    const Claim claim{ClaimKindId::of(kind), data_set};
    if (kinds.find(claim.kind) == nullptr) continue;
    words.insert_or_assign(
        claim, kinds.make(claim, ProofLevel::measured, false, since, fmt::format("alarm {}", alarm.id.text())));
  }
}

// Beside what its own copies are worth: a good one elsewhere does not say how an attack came in, nor what it took.
void add_open_alarms(std::span<const Alarm> alarms, const evidence::ClaimKinds& kinds, Instant now,
                     std::vector<Evidence>& all) {
  const Claim claim = Claim::of("no-attack-on-backups/practice");
  if (kinds.find(claim.kind) == nullptr) return;
  for (const Alarm& alarm : alarms) {
    if (!alarm.is_open() || alarm.opened_at > now) continue;
    Evidence item =
        kinds.make(claim, ProofLevel::measured, false, alarm.opened_at, fmt::format("alarm {}", alarm.id.text()));
    item.valid_until = now + Days{1};  // time does not close it
    all.push_back(std::move(item));
  }
}

// Claims about every copy: one that does not hold speaks for all.
bool is_about_every_copy(const ClaimKindId& kind) {
  static const auto encrypted = ClaimKindId::of("backup-encrypted");
  return kind == encrypted;
}

}  // namespace

std::vector<Evidence> evidence_from(std::span<const KeptRun> runs, std::span<const Alarm> alarms,
                                    std::span<const Destination> destinations, std::span<const DataSet> data_sets,
                                    const evidence::ClaimKinds& kinds, Instant now) {
  std::map<Claim, std::vector<Evidence>> by_claim;
  for (const Destination& destination : destinations) {
    Words words;
    for (const KeptRun& kept : runs) {
      if (kept.destination != destination.id) continue;
      Collector collector(kept, kinds, words);
      for (const DataSetId& data_set : destination.data_sets) {
        if (kept.kind == RunKind::check) collect_check(kept, data_set, collector);
        if (kept.kind == RunKind::check && is_hosted(data_sets, data_set)) collect_export(kept, collector);
        if (kept.kind == RunKind::drill) collect_drill(kept, data_set, collector);
      }
    }
    if (const Alarm* alarm = open_alarm(alarms, destination.id))
      for (const DataSetId& data_set : destination.data_sets) collect_alarm(*alarm, runs, data_set, kinds, words);
    for (auto& [claim, item] : words) by_claim[claim].push_back(std::move(item));
  }
  std::vector<Evidence> all;
  for (auto& [claim, words] : by_claim) {
    const bool decisive = !is_about_every_copy(claim.kind);  // the value that decides alone
    const bool decided = std::ranges::any_of(
        words, [&](const Evidence& item) { return item.holds == decisive && now < item.valid_until; });
    for (Evidence& item : words)
      if (!decided || item.holds == decisive) all.push_back(std::move(item));
  }
  add_open_alarms(alarms, kinds, now, all);
  return all;
}

}  // namespace garde::backups
