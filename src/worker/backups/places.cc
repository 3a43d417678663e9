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
struct FolderQuestion {
  std::string folder;
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
struct Layout<worker::FolderQuestion> {
  static void describe(auto& form, auto& question) { describe_names(form, question.folder); }
};

template <>
struct Layout<checker::InspectedFolder> {
  static void describe(auto& form, auto& inspected) {
    describe_names(form, inspected.real, inspected.volume, inspected.within);
    form.fields(inspected.identity.device, inspected.identity.number, inspected.place, inspected.kind);
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

struct InspectFolder {
  static constexpr std::string_view kName = "inspect-folder";
  using Request = FolderQuestion;
  using Answer = checker::InspectedFolder;
  static Result<Answer> run(Request question, cage::Port&) { return checker::inspect_folder(question.folder); }
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

std::vector<cage::Task> place_tasks() {
  return {cage::task_of<FindPlace>(), cage::task_of<InspectFolder>(), cage::task_of<Witness>()};
}

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

Result<checker::InspectedFolder> inspect_folder(const cage::Runner& runner, const std::string& folder,
                                                const std::stop_token& stop) {
  cage::Call call{.task = {},
                  .policy = {.readable = io::SystemFiles().places()},
                  .deadline = kLongestLook,
                  .needs_walls = false,
                  .stop = stop};
  call.policy.readable.push_back(folder);
  auto inspected = cage::ask<InspectFolder>(runner, {folder}, std::move(call));
  if (inspected) {
    // It is kept as where the destination is.
    if (inspected->real.starts_with('/')) return std::move(inspected).value();
    return Error{ErrorKind::unreadable, folder, std::nullopt, "no path of a folder"};
  }
  return no_answer(std::move(inspected).error(), folder);
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
  return no_answer(std::move(witness).error(), destination.name);
}

}  // namespace garde::worker
