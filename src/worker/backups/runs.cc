#include "worker/backups/runs.h"

#include <filesystem>
#include <mutex>

#include "content/files.h"
#include "formats/too_much.h"
#include "io/disk_tree.h"
#include "io/volume.h"
#include "worker/backups/loadings.h"
#include "worker/backups/run_orders.h"

namespace garde::worker {
namespace {

using std::chrono::steady_clock;

// Of addresses: an index of some million blobs, the dictionaries of packers, and the arenas and stacks of one thread
// for each processor, of which most are never touched.
constexpr ByteCount kMemory = 8_GiB;
constexpr std::uint32_t kOpenFiles = 1024;
// A disk of some terabytes takes a night; what takes a week has no end.
constexpr std::chrono::hours kDeadline{168};
constexpr std::chrono::hours kProcessorTime{168};
constexpr ByteCount kLongestAnswer = 192_MiB;
constexpr std::uint64_t kMostEvents = 4'000'000;  // five a second as long as it may take
// Of what is restored; how much in all, the drill asks the scratch disk before.
constexpr ByteCount kLongestFile = ByteCount{1ULL << 44U};

// How far it is, told often enough for a person to watch.
class Telling {
 public:
  explicit Telling(cage::Port& port) : port_(port) {}

  void operator()(const formats::Progress& progress) {
    constexpr std::chrono::milliseconds kEvery{200};
    const std::scoped_lock lock(mutex_);
    const auto now = steady_clock::now();
    if (now - told_at_ < kEvery && progress.done < progress.total) return;
    told_at_ = now;
    static_cast<void>(
        cage::send(port_, RunEvent(progress)));  // whoever does not listen is told the result all the same
  }

 private:
  cage::Port& port_;
  std::mutex mutex_;
  steady_clock::time_point told_at_{};
};

// Told first, for a run that does not come to its end.
void tell_kind(cage::Port& port, const std::string& destination, std::optional<formats::Kind> asked) {
  if (!asked) {
    const auto tree = io::DiskTree::open(destination);
    const auto found = tree ? checker::recognise_backup(**tree) : Result<checker::BackupKind>(tree.error());
    if (!found) return;  // which the reading says itself
    asked = found->kind;
  }
  static_cast<void>(cage::send(port, RunEvent(*asked)));
}

// What the order says it is now, and goes on from there.
std::function<Instant()> clock_from(Instant now) {
  return [now, begun = steady_clock::now()] {
    return now + std::chrono::floor<std::chrono::milliseconds>(steady_clock::now() - begun);
  };
}

struct Rules {
  backups::Thresholds thresholds;
  backups::AttackRules attack;
};
Rules rules_of_the_program() {
  const auto files = content::Files::from_program();
  content::Problems problems;
  return {backups::Thresholds::read(files, problems), backups::AttackRules::read(files, problems)};
}

struct LookAtBackup {
  static constexpr std::string_view kName = "look-at-backup";
  using Request = LookOrder;
  using Answer = LookAnswer;

  static Result<Answer> run(Request order, cage::Port& port) {
    const Rules rules = rules_of_the_program();
    const auto clock = clock_from(order.now);
    std::optional<formats::VerificationMemory> memory;
    if (order.memory) memory = TRY(formats::VerificationMemory::parse(*order.memory));
    tell_kind(port, order.destination, order.kind);
    Telling tell(port);
    const checker::BackupCheckRequest request{.destination = std::move(order.destination),
                                              .kind = std::move(order.kind),
                                              .sources = std::move(order.sources),
                                              .max_age = order.max_age,
                                              .also = std::move(order.also),
                                              .level = order.level,
                                              .scope = order.scope,
                                              .time_limit = order.time_limit,
                                              .memory = memory ? &*memory : nullptr,
                                              .canaries = std::move(order.canaries),
                                              .proved_good = order.proved_good,
                                              .on_progress = [&](const formats::Progress& progress) { tell(progress); },
                                              .stop = port.stop()};
    Answer answer;
    answer.looked = TRY(checker::look_at_backup(request, order.password, {rules.thresholds, rules.attack, clock}));
    if (memory) answer.memory = memory->to_bytes();
    return answer;
  }
};

struct Drill {
  static constexpr std::string_view kName = "drill";
  using Request = DrillOrder;
  using Answer = restorer::Drilled;

  static Result<Answer> run(Request order, cage::Port& port) {
    const Rules rules = rules_of_the_program();
    const auto clock = clock_from(order.now);
    tell_kind(port, order.destination, order.kind);
    Telling tell(port);
    const restorer::DrillRequest request{.destination = std::move(order.destination),
                                         .kind = std::move(order.kind),
                                         .sources = std::move(order.sources),
                                         .whole = std::move(order.whole),
                                         .canaries = std::move(order.canaries),
                                         .sample_files = order.sample_files,
                                         .seed = order.seed,
                                         .threads = order.threads,
                                         .on_progress = [&](const formats::Progress& progress) { tell(progress); },
                                         .stop = port.stop()};
    return restorer::drill_into(io::ScratchFolder::of_another(order.scratch), request, order.password,
                                {rules.thresholds, rules.attack, clock});
  }
};

// What is common to both: what may be read, how long it may take, whom it tells. `kind` becomes known on the way.
cage::Call call_for(const std::string& destination, const std::vector<checker::LiveSource>& sources,
                    const std::function<void(const formats::Progress&)>& on_progress,
                    std::optional<formats::Kind>& kind, const std::stop_token& stop) {
  cage::Call call{.task = {},
                  .policy = {.readable = io::SystemFiles().places(),
                             .memory = kMemory,
                             .cpu = kProcessorTime,
                             .open_files = kOpenFiles},
                  .deadline = kDeadline,
                  .limits = {.answer = kLongestAnswer, .events = kMostEvents},
                  .needs_walls = false,
                  .stop = stop};
  call.policy.readable.push_back(destination);
  for (const checker::LiveSource& live : sources)
    if (live.source.kind != backups::SourceKind::database) call.policy.readable.push_back(live.source.place);
  call.on_event = [&on_progress, &kind](std::span<const std::byte> event) -> Result<void> {
    const RunEvent told = TRY(cage::decode<RunEvent>(event));
    if (const auto* known = std::get_if<formats::Kind>(&told)) kind = *known;
    if (const auto* progress = std::get_if<formats::Progress>(&told); progress != nullptr && on_progress)
      on_progress(*progress);
    return {};
  };
  return call;
}

// A worker is in the folder "/".
std::string absolute(const std::string& path) {
  std::error_code code;
  const auto whole = std::filesystem::absolute(path, code);
  return code ? path : whole.string();
}
std::vector<checker::LiveSource> absolute(std::vector<checker::LiveSource> sources) {
  for (checker::LiveSource& live : sources)
    if (live.source.kind != backups::SourceKind::database) live.source.place = absolute(live.source.place);
  return sources;
}

bool is_too_much(const cage::Unread& unread) {
  return unread.ending == cage::Ending::failed && formats::is_too_much(unread.error);
}

// How a reading ended that nobody stopped, and that did not fail but for too much to read.
backups::Remark remark_of(const cage::Unread& unread) {
  if (is_too_much(unread)) return backups::Remark::reading_too_large;
  switch (unread.ending) {
    case cage::Ending::late:
    case cage::Ending::cpu_limit: return backups::Remark::reading_too_long;
    case cage::Ending::memory_limit:
    case cage::Ending::file_size_limit: return backups::Remark::reading_too_large;
    case cage::Ending::forbidden_call: return backups::Remark::reading_hostile;
    case cage::Ending::no_walls: return backups::Remark::reading_not_isolated;
    case cage::Ending::finished:
    case cage::Ending::failed:
    case cage::Ending::cancelled:
    case cage::Ending::not_started:
    case cage::Ending::crashed:
    case cage::Ending::broken_protocol: break;
  }
  return backups::Remark::reading_interrupted;
}

// What is an error of the run rather than something said of the backup: also an end that came before anybody knew what
// was read. A path of the request is named as it was given.
std::optional<Error> error_of(cage::Unread unread, bool is_known, const std::string& asked, const std::string& given) {
  if (unread.ending == cage::Ending::cancelled) return Error{ErrorKind::cancelled, given, std::nullopt, ""};
  const bool could_not =
      (unread.ending == cage::Ending::failed && !is_too_much(unread)) || unread.ending == cage::Ending::not_started;
  if (is_known && !could_not) return std::nullopt;
  if (!could_not) return Error{ErrorKind::unreadable, given, std::nullopt, std::move(unread.error.detail)};
  if (unread.error.subject == asked) unread.error.subject = given;
  return std::move(unread.error);
}

// What a drill restored and left for a server to judge, one after the other.
Result<void> load_dumps(const cage::Runner& runner, const restorer::DrillRequest& request,
                        const io::ScratchFolder& scratch, restorer::Drilled& drilled) {
  if (drilled.dumps.empty()) return {};
  const backups::Thresholds thresholds = rules_of_the_program().thresholds;
  const auto until = steady_clock::now() + thresholds.loading_limit;
  const auto tree = TRY(io::DiskTree::open(scratch.path().string()));
  LoadingPlace place{.programs = request.databases ? *request.databases : restorer::this_computers_databases(),
                     .scratch = request.scratch,
                     .spare_space = thresholds.spare_space,
                     .stop = request.stop};
  std::vector<restorer::Loading> loadings;
  for (const restorer::RestoredDump& dump : drilled.dumps) {
    place.limit = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    if (place.limit <= std::chrono::milliseconds{}) {
      loadings.push_back({.outcome = restorer::Loaded::not_loaded, .reason = backups::LoadingReason::takes_too_long});
      continue;
    }
    const auto file = tree->open_descriptor(dump.path);
    loadings.push_back(file ? load_dump(runner, {dump.kind, file->get()}, place)
                            : restorer::Loading{.outcome = restorer::Loaded::not_loaded,
                                                .reason = backups::LoadingReason::unreadable});
    if (request.stop.stop_requested()) return Error{ErrorKind::cancelled, request.destination, std::nullopt, ""};
  }
  restorer::add_loadings(drilled, loadings);
  return {};
}

}  // namespace

cage::Task look_at_backup_task() { return cage::task_of<LookAtBackup>(); }
cage::Task drill_task() { return cage::task_of<Drill>(); }

Result<backups::CheckRun> check_backup(const cage::Runner& runner, const checker::BackupCheckRequest& request,
                                       const crypto::SecretBytes& password, const checker::CheckSetting& setting) {
  const Instant begun = setting.clock();
  LookOrder order{.destination = absolute(request.destination),
                  .kind = request.kind,
                  .sources = absolute(request.sources),
                  .max_age = request.max_age,
                  .also = request.also,
                  .level = request.level,
                  .scope = request.scope,
                  .time_limit = request.time_limit,
                  .memory = {},
                  .canaries = request.canaries,
                  .proved_good = request.proved_good,
                  .now = begun,
                  .password = crypto::SecretBytes::copy_of(password.bytes())};
  if (request.memory != nullptr) order.memory = request.memory->to_bytes();
  std::optional<formats::Kind> kind = request.kind;
  auto answer = cage::ask<LookAtBackup>(
      runner, order, call_for(order.destination, order.sources, request.on_progress, kind, request.stop));
  if (answer && request.memory != nullptr && answer->memory) {
    auto memory = formats::VerificationMemory::parse(*answer->memory);
    if (memory)
      *request.memory = std::move(memory).take();
    else
      answer = tl::unexpected(cage::broken_answer(LookAtBackup::kName, memory.error().detail));
  }
  if (!answer) {
    const backups::Remark ending = remark_of(answer.error());
    if (auto error = error_of(std::move(answer).error(), kind.has_value(), order.destination, request.destination))
      return *error;
    return checker::check_cut_short(request, *kind, ending, begun, setting.clock());
  }
  answer->looked.run.destination = request.destination;
  answer->looked.run.begun = begun;  // what it proves has an end, which no worker is to choose
  return checker::conclude_check(request, std::move(answer->looked), setting);
}

Result<restorer::Drilled> drill_backup(const cage::Runner& runner, restorer::DrillRequest request,
                                       const crypto::SecretBytes& password, const std::function<Instant()>& clock) {
  const Instant begun = clock();
  request.scratch = absolute(request.scratch.string());
  const auto scratch = TRY(restorer::make_scratch(request));
  const DrillOrder order{.destination = absolute(request.destination),
                         .kind = request.kind,
                         .sources = absolute(request.sources),
                         .whole = request.whole,
                         .canaries = request.canaries,
                         .sample_files = request.sample_files,
                         .seed = request.seed,
                         .scratch = scratch.path().string(),
                         .threads = request.threads,
                         .now = begun,
                         .password = crypto::SecretBytes::copy_of(password.bytes())};
  std::optional<formats::Kind> kind = request.kind;
  cage::Call call = call_for(order.destination, order.sources, request.on_progress, kind, request.stop);
  call.policy.writable = {order.scratch};
  call.policy.file_size = kLongestFile;
  auto drilled = cage::ask<Drill>(runner, order, std::move(call));
  if (!drilled) {
    const backups::Remark ending = remark_of(drilled.error());
    if (auto error = error_of(std::move(drilled).error(), kind.has_value(), order.destination, request.destination))
      return *error;
    return restorer::drill_cut_short(request, *kind, ending, begun, clock());
  }
  drilled->run.destination = request.destination;
  drilled->run.begun = begun;  // as of a check
  if (!drilled->dumps.empty()) {
    TRY(load_dumps(runner, request, scratch, *drilled));
    drilled->run.length = clock() - begun;
  }
  return std::move(drilled).value();
}

}  // namespace garde::worker
