#include "worker/backups/places.h"

#include "checker/witness.h"
#include "io/volume.h"
#include "worker/backups/run_layouts.h"

namespace garde::worker {
namespace {

constexpr std::chrono::minutes kLongestWitness{5};
constexpr ByteCount kMemory = 4_GiB;

struct PlaceQuestion {
  std::string folder;
  std::string volume;
  std::string within;
};
struct WitnessQuestion {
  std::string folder;
  std::optional<formats::Kind> kind;
  std::string destination;  // its id
  Instant now;
};

}  // namespace
}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<worker::PlaceQuestion> {
  static void describe(auto& form, auto& question) {
    describe_names(form, question.folder, question.volume, question.within);
  }
};

template <>
struct Layout<checker::FoundPlace> {
  static void describe(auto& form, auto& place) {
    form.fields(place.presence);
    describe_names(form, place.folder);
  }
};

template <>
struct Layout<worker::WitnessQuestion> {
  static void describe(auto& form, auto& question) {
    describe_names(form, question.folder, question.destination);
    form.fields(question.kind, question.now);
  }
};

template <>
struct Layout<backups::WitnessedPoint> {
  static void describe(auto& form, auto& point) {
    describe_names(form, point.id);
    describe_foreign_time(form, point.time);
    form.fields(point.files, point.bytes, point.digest);
  }
};

template <>
struct Layout<backups::DestinationWitness> {
  static void describe(auto& form, auto& witness) {
    describe_names(form, witness.destination);
    form.fields(witness.taken_at, witness.reach);
    form.list(witness.points, worker::kMaxRestorePoints);
  }
};

}  // namespace garde::cage

namespace garde::worker {
namespace {

struct FindPlace {
  static constexpr std::string_view kName = "find-place";
  using Request = PlaceQuestion;
  using Answer = checker::FoundPlace;
  static Result<Answer> run(Request question, cage::Port&) {
    backups::Destination destination{.id = backups::DestinationId::of("asked"), .name = "", .place = {}};
    destination.folder = std::move(question.folder);
    destination.volume = std::move(question.volume);
    destination.within = std::move(question.within);
    return checker::find_place(destination);
  }
};

struct Witness {
  static constexpr std::string_view kName = "witness";
  using Request = WitnessQuestion;
  using Answer = backups::DestinationWitness;
  static Result<Answer> run(Request question, cage::Port&) {
    return checker::take_witness(question.folder, question.kind, question.destination, question.now);
  }
};

}  // namespace

cage::Task find_place_task() { return cage::task_of<FindPlace>(); }
cage::Task witness_task() { return cage::task_of<Witness>(); }

std::optional<checker::FoundPlace> find_place(const cage::Runner& runner, const backups::Destination& destination,
                                              const std::stop_token& stop) {
  cage::Call call{.task = {},
                  .policy = {.readable = io::SystemFiles().places()},
                  .deadline = kLongestLook,
                  .needs_walls = false,
                  .stop = stop};
  call.policy.readable.push_back(destination.folder);
  auto found =
      cage::ask<FindPlace>(runner, {destination.folder, destination.volume, destination.within}, std::move(call));
  if (!found) return std::nullopt;
  return std::move(found).value();
}

Result<backups::DestinationWitness> take_witness(const cage::Runner& runner, const std::string& folder,
                                                 const backups::Destination& destination, Instant now,
                                                 const std::stop_token& stop) {
  auto witness = cage::ask<Witness>(runner, {folder, destination.kind, destination.id.text(), now},
                                    {.task = {},
                                     .policy = {.readable = {folder}, .memory = kMemory},
                                     .deadline = kLongestWitness,
                                     .needs_walls = false,
                                     .stop = stop});
  if (witness) {
    // Of what and when is for who asked to say.
    witness->destination = destination.id.text();
    witness->taken_at = now;
    return std::move(witness).value();
  }
  cage::Unread& unread = witness.error();
  switch (unread.ending) {
    case cage::Ending::failed: return std::move(unread.error);
    case cage::Ending::cancelled: return Error{ErrorKind::cancelled, destination.name, std::nullopt, ""};
    case cage::Ending::late: return Error{ErrorKind::unreachable, destination.name, std::nullopt, "too slow"};
    default: break;
  }
  return Error{ErrorKind::unreadable, destination.name, std::nullopt, std::move(unread.error.detail)};
}

}  // namespace garde::worker
