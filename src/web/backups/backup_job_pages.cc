#include "web/backups/backup_job_pages.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_jobs.h"
#include "web/backups/backup_pages.h"
#include "web/backups/templates.h"
#include "web/page/answers.h"
#include "web/page/form.h"

namespace garde::web {
namespace {

using actions::JobView;

std::uint32_t percent_of(const JobView& job) {
  if (job.state == actions::JobState::done) return 100;
  const std::uint64_t total = job.progress.total.value;
  if (total == 0) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(100, job.progress.done.value / (total / 100 + 1)));
}

std::string progress_text(const text::Catalogue& texts, const JobView& job) {
  const double total = static_cast<double>(job.progress.total.value);
  const double done = static_cast<double>(job.progress.done.value);
  if (total <= 0) return "";
  std::string text = texts.sentence(
      {"backups.progress.read", {{"done", text::size(job.progress.done)}, {"total", text::size(job.progress.total)}}});
  const double seconds = static_cast<double>(job.elapsed.count()) / 1000;
  if (seconds < 1 || done <= 0 || job.is_over()) return text;
  const double rate = done / seconds;
  return text +
         texts.sentence({"backups.progress.rate",
                         {{"rate", text::size({static_cast<std::uint64_t>(rate)})},
                          {"seconds", fmt::format("{}", static_cast<std::int64_t>((total - done) / rate) + 1)}}});
}

std::string state_text(const text::Catalogue& texts, const JobView& job) {
  return texts.sentence(fmt::format("backups.job.state.{}", actions::name(job.state)));
}

std::string event_of(const text::Catalogue& texts, const JobView& job) {
  return boost::json::serialize(boost::json::object{{"state", state_text(texts, job)},
                                                    {"progress", progress_text(texts, job)},
                                                    {"percent", percent_of(job)},
                                                    {"over", job.is_over()}});
}

// The password typed, or the one that is kept, opened with the person's own.
Result<crypto::SecretBytes> secret_of(Visitor& visitor, const backups::DestinationId& destination,
                                      const http::Form& form) {
  const std::string_view typed = form.fields.get("secret").value_or("");
  if (!typed.empty()) return crypto::SecretBytes::copy_of(typed);
  const std::string_view own = form.fields.get("own_password").value_or("");
  if (own.empty()) return crypto::SecretBytes();
  return actions::kept_secret(visitor.practice, destination, crypto::SecretBytes::copy_of(own));
}

Result<JobView> job_asked_for(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<actions::JobId>(request, "job"));
  std::optional<JobView> job = visitor.backup_jobs.find(id);
  if (!job) return no_such_page();
  return std::move(*job);
}

}  // namespace

Result<http::Response> start_run(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<backups::DestinationId>(request, "destination"));
  const auto kind = backups::parse_run_kind(field_of(form, "run"));
  if (!kind) return no_such_page();
  auto secret = TRY(secret_of(visitor, id, form));
  const auto job = TRY(visitor.backup_jobs.add({.destination = id,
                                                .kind = *kind,
                                                .everything = form.fields.get("everything").has_value(),
                                                .secret = std::move(secret)}));
  return http::Response::see_other("/backups/jobs/" + job.text());
}

Result<http::Response> show_job(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = texts_of(visitor);
  const JobView job = TRY(job_asked_for(visitor, request));
  const std::string title = say(visitor, fmt::format("backups.run.{}", backups::name(job.kind)));
  JobPage page{.frame = make_frame(visitor, Section::backups, fmt::format("{} – {}", title, job.destination_name)),
               .id = job.id.text(),
               .title = title,
               .destination_id = job.destination.text(),
               .destination = job.destination_name,
               .state = state_text(texts, job),
               .progress = progress_text(texts, job),
               .percent = percent_of(job),
               .is_over = job.is_over(),
               .problem = job.error && job.state == actions::JobState::failed ? run_problem(visitor, *job.error) : "",
               .run = job.run ? job.run->text() : ""};
  return page_response(visitor, render_backups_job, page);
}

Result<http::Response> send_job_events(Visitor& visitor, const http::Request& request) {
  const text::Catalogue& texts = texts_of(visitor);
  const JobView job = TRY(job_asked_for(visitor, request));
  http::EventStream stream;
  visitor.backup_jobs.listen(job.id, [stream, &texts](const JobView& view) mutable {
    const auto pushed = stream.push({.name = "progress", .data = event_of(texts, view)});
    if (view.is_over()) stream.close();
    return pushed == http::EventStream::Push::closed ? actions::Listening::left : actions::Listening::goes_on;
  });
  return http::Response::event_stream(stream);
}

Result<http::Response> cancel_job(Visitor& visitor, const http::Request& request, const http::Form&) {
  const JobView job = TRY(job_asked_for(visitor, request));
  visitor.backup_jobs.cancel(job.id);
  return http::Response::see_other("/backups/jobs/" + job.id.text());
}

}  // namespace garde::web
