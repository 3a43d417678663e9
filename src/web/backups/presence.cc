#include "web/backups/presence.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/place_jobs.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using actions::PlaceLook;
using actions::Seen;

// How long what was seen is taken for what is.
constexpr std::chrono::minutes kFresh{5};

// "il y a 5 min"
std::string when(const Visitor& visitor, Instant at) {
  const auto age = std::chrono::floor<std::chrono::minutes>(visitor.practice.now() - at);
  if (age < std::chrono::minutes{0} || age >= std::chrono::hours{24})
    return say(visitor, {"backups.presence.on", {{"time", visitor.practice.zone().day_and_time_of(at)}}});
  if (age < std::chrono::minutes{1}) return say(visitor, "backups.presence.just-now");
  return say(visitor, {"backups.presence.ago", {{"length", text::minutes(age)}}});
}

std::string_view kind_of(const PlaceLook& look, Instant now) {
  switch (look.seen) {
    case Seen::present: return now - look.at <= kFresh ? "good" : "unsure";
    case Seen::another_volume: return "bad";
    case Seen::absent:
    case Seen::silent: break;
  }
  return "unsure";
}

}  // namespace

Chip presence_chip(const Visitor& visitor, const backups::Destination& destination) {
  const auto look = visitor.place_jobs.last(destination);
  if (!look) return {"unsure", say(visitor, "backups.presence.never")};
  return {std::string(kind_of(*look, visitor.practice.now())),
          say(visitor,
              {fmt::format("backups.presence.{}", actions::name(look->seen)), {{"when", when(visitor, look->at)}}})};
}

Result<http::Response> send_presence(Visitor& visitor, const http::Request& /*request*/) {
  const auto destinations = TRY(actions::destinations(visitor.practice));
  visitor.place_jobs.look(destinations);
  boost::json::object places;
  for (const backups::Destination& one : destinations) {
    const Chip chip = presence_chip(visitor, one);
    places[one.id.text()] = boost::json::object{{"kind", chip.kind}, {"text", chip.text}};
  }
  return http::Response::json(boost::json::serialize(
      boost::json::object{{"looking", visitor.place_jobs.is_looking()}, {"places", std::move(places)}}));
}

}  // namespace garde::web
