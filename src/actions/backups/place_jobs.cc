#include "actions/backups/place_jobs.h"

#include <algorithm>

#include "worker/backups/places.h"

namespace garde::actions {
namespace {

using backups::Destination;

Seen seen_of(checker::Presence presence) {
  switch (presence) {
    case checker::Presence::present: return Seen::present;
    case checker::Presence::absent: return Seen::absent;
    case checker::Presence::another_volume: return Seen::another_volume;
  }
  return Seen::absent;
}

// What runs noted of it, in the data: also before this program began.
std::optional<PlaceLook> noted(const Destination& destination) {
  const auto& present = destination.last_present_at;
  const auto& absent = destination.last_absent_at;
  if (absent && (!present || *absent > *present)) return PlaceLook{Seen::absent, *absent, destination.kind};
  if (present) return PlaceLook{Seen::present, *present, destination.kind};
  return std::nullopt;
}

std::chrono::seconds pause_after(unsigned times_silent) {
  constexpr unsigned kMostDoublings = 5;
  if (times_silent == 0) return PlaceJobs::kLookAgainAfter;
  const auto pause = PlaceJobs::kAskSilentAgainAfter * (1U << std::min(times_silent - 1, kMostDoublings));
  return std::min<std::chrono::seconds>(pause, PlaceJobs::kAskSilentAtLeastEvery);
}

}  // namespace

std::string_view name(Seen seen) {
  switch (seen) {
    case Seen::present: return "present";
    case Seen::absent: return "absent";
    case Seen::another_volume: return "another-volume";
    case Seen::silent: return "silent";
  }
  return "";
}

PlaceJobs::PlaceJobs(Practice& practice, Log log) : practice_(practice), additions_(log), looks_(log) {}

std::optional<PlaceLook> PlaceJobs::last(const Destination& destination) const {
  const auto stored = noted(destination);
  return known_.with([&](const auto& known) -> std::optional<PlaceLook> {
    const auto found = known.find(destination.id);
    if (found == known.end()) return stored;
    PlaceLook look = found->second.look;
    if (stored && stored->at > look.at) {
      look.seen = stored->seen;
      look.at = stored->at;
    }
    return look;
  });
}

bool PlaceJobs::is_due(const Destination& destination, Instant now) const {
  return known_.with([&](const auto& known) {
    const auto found = known.find(destination.id);
    if (found == known.end()) return true;
    const Known& one = found->second;
    return one.look.at > now || now - one.look.at >= pause_after(one.times_silent);
  });
}

void PlaceJobs::look(std::span<const Destination> destinations) {
  const Instant now = practice_.now();
  for (const Destination& one : destinations) {
    if (!is_due(one, now)) continue;
    const auto same = [&one](const Looking& looking) { return looking.destination == one.id; };
    looks_.add_once(same, {.id = new_job_id(), .destination = one.id}, one.name,
                    [this, one](JobQueue<Looking>::Running& job) { return look_at(one, job.stop()); });
  }
}

bool PlaceJobs::is_looking() const {
  return looks_.pending([](const Looking&) { return true; }).has_value();
}

void PlaceJobs::wait_for_looks(std::chrono::milliseconds limit) {
  looks_.wait_for([](const Looking&) { return true; }, limit);
}

Result<void> PlaceJobs::look_at(const Destination& destination, const std::stop_token& stop) {
  const Instant at = practice_.now();
  const auto found = worker::find_place(practice_.readers(), destination, stop);
  if (stop.stop_requested()) return Error{ErrorKind::cancelled, destination.name, std::nullopt, ""};
  PlaceLook look{found ? seen_of(found->presence) : Seen::silent, at, destination.kind};
  if (!look.kind && look.seen == Seen::present) {
    const auto inspected = worker::inspect_folder(practice_.readers(), found->folder, stop);
    if (inspected) look.kind = inspected->kind;
  }
  known_.with([&](auto& known) {
    Known& one = known[destination.id];
    if (!look.kind) look.kind = one.look.kind;
    one = {look, found ? 0 : one.times_silent + 1};
  });
  return {};
}

Result<JobId> PlaceJobs::add(const DestinationForm& form) {
  return additions_.add({.id = new_job_id(), .form = form}, form.name,
                        [this, form](JobQueue<Addition>::Running& job) -> Result<void> {
                          AddedDestination added = TRY(add_destination(practice_, form, job.stop()));
                          job.note([&](Addition& addition) { addition.added = std::move(added); });
                          return {};
                        });
}

std::optional<Addition> PlaceJobs::addition(const JobId& id, std::chrono::milliseconds limit) {
  additions_.wait_for([&](const Addition& addition) { return addition.id == id; }, limit);
  return additions_.find(id);
}

}  // namespace garde::actions
