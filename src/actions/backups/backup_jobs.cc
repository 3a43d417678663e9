#include "actions/backups/backup_jobs.h"

#include <memory>

#include "actions/backups/backup_destinations.h"

namespace garde::actions {
namespace {

constexpr std::chrono::milliseconds kBetweenTellings{200};  // a page redraws no faster

}  // namespace

BackupJobs::BackupJobs(Practice& practice, Pause pause, std::string version, Log log)
    : practice_(practice), pause_(std::move(pause)), version_(std::move(version)), queue_(std::move(log)) {}

Result<JobId> BackupJobs::add(JobRequest request) {
  const auto destination = TRY(require_destination(practice_, request.destination));
  if (TRY(pause_.is_on())) return Error{ErrorKind::conflict, destination.name, std::nullopt, "an incident is open"};
  const JobView view{
      .id = new_job_id(), .destination = destination.id, .destination_name = destination.name, .kind = request.kind};
  // Shared, because a function object is copied and a secret is not.
  return queue_.add(view, destination.name,
                    [this, asked = std::make_shared<const JobRequest>(std::move(request))](Running& job) {
                      return run(*asked, job);
                    });
}

Result<void> BackupJobs::run(const JobRequest& request, Running& job) {
  const Instant begun = practice_.now();
  Instant told = begun;
  RunOptions options{.pause = pause_, .version = version_};
  options.stop = job.stop();
  if (request.everything) options.scope = formats::Everything{};
  options.on_progress = [&](const formats::Progress& progress) {
    const Instant now = practice_.now();
    if (now - told < kBetweenTellings) return;
    told = now;
    job.tell([&](JobView& view) {
      view.progress = progress;
      view.elapsed = now - begun;
    });
  };
  const auto reach = request.everything ? DrillReach::everything : DrillReach::sample;
  const auto run = request.kind == backups::RunKind::drill
                       ? run_drill(practice_, request.destination, reach, options, request.secret)
                       : run_check(practice_, request.destination, options, request.secret);
  job.note([&](JobView& view) {
    view.elapsed = practice_.now() - begun;
    if (run) view.run = *run;
  });
  if (!run) return run.error();
  return {};
}

}  // namespace garde::actions
