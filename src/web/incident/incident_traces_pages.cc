#include "web/incident/incident_traces_pages.h"

#include <fmt/format.h>

#include "actions/incident/incident_collection.h"
#include "actions/incident/incident_timestamp.h"
#include "documents/contacts/contact_qr.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

BackupView backup_view(const Visitor& visitor, const incident::WatchedBackup& backup) {
  const bool is_known = backup.witness && backup.outcome != incident::BackupOutcome::not_established;
  return {.words = backup.is_lost ? backup.lost_words : backup.words,
          .when = visitor.practice.zone().day_and_time_of(backup.compared_at.value_or(backup.witnessed_at)),
          .state = backup.is_lost ? "lost"
                   : is_known     ? "kept"
                                  : "unsure"};
}

std::string collected_words(const Visitor& visitor, const actions::Collected& collected) {
  std::string words = say(visitor, {"incident-traces.collected",
                                    {{"count", text::number(collected.files)}, {"size", text::size(collected.size)}}});
  if (!collected.missing.empty())
    words += " " + say(visitor, {"incident-traces.missing", {{"count", std::to_string(collected.missing.size())}}});
  return words;
}

}  // namespace

TracesPage traces_of(const Visitor& visitor, const actions::IncidentJobs::View& jobs,
                     const incident::Incident& incident) {
  TracesPage page{.form_token = visitor.session.form_token,
                  .busy = jobs.watching || jobs.collecting,
                  .doing = {},
                  .again = incident_url(incident.id, "/preserve#traces"),
                  .backups = {},
                  .has_backups = !incident.backups.empty(),
                  .can_act = !incident.closed,
                  .watch = incident_url(incident.id, "/backups"),
                  .collected = {},
                  .problem = {},
                  .collect = incident_url(incident.id, "/collect")};
  if (page.busy)
    page.doing = say(visitor, {jobs.collecting ? "incident-traces.collecting" : "incident-traces.watching",
                               {{"what", jobs.what.empty() ? "…" : jobs.what}}});
  for (const auto& [id, backup] : incident.backups) page.backups.push_back(backup_view(visitor, backup));
  if (jobs.collected) page.collected = collected_words(visitor, *jobs.collected);
  if (jobs.error)
    page.problem =
        say(visitor, jobs.error->kind == ErrorKind::no_space ? "incident-traces.no-space" : "incident-traces.failed");
  return page;
}

Result<http::Response> look_at_backups(Visitor& visitor, const http::Request& request, const http::Form&) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    visitor.incident_jobs.watch(loaded.status->incident.id);
    return http::Response::see_other(incident_path(loaded.status->incident.id, "/preserve#traces"));
  });
}

Result<http::Response> collect_traces(Visitor& visitor, const http::Request& request, const http::Form&) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    visitor.incident_jobs.collect(loaded.status->incident.id);
    return http::Response::see_other(incident_path(loaded.status->incident.id, "/preserve#traces"));
  });
}

Result<http::Response> send_export(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<incident::IncidentId>(request, "incident"));
  auto zip = actions::export_incident_zip(visitor.practice, id);
  if (!zip && zip.error().kind == ErrorKind::unsupported)
    return http::Response::see_other(incident_path(id, "/journal?large=1#export"));
  auto file = TRY(std::move(zip));
  return http::Response::download(std::move(file.bytes), "application/zip", file.file_name);
}

Result<http::Response> send_witness_code(Visitor& visitor, const http::Request& request) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const std::string& code = loaded.status->journal.witness_code;
    if (code.empty()) return no_such_page();
    auto svg = TRY(documents::qr_svg(code));
    return http::Response::bytes(std::move(svg), "image/svg+xml");
  });
}

Result<http::Response> send_timestamp_request(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<incident::IncidentId>(request, "incident"));
  const auto query = TRY(actions::ask_timestamp(visitor.practice, id));
  return http::Response::download({reinterpret_cast<const char*>(query.bytes.data()), query.bytes.size()},
                                  "application/timestamp-query", query.file_name);
}

}  // namespace garde::web
