// What an incident keeps and hands over: the look at the backups, the collection of traces, the whole file as a zip,
// the journal's witness as a code, its timestamps.
#pragma once

#include "actions/incident/incident_jobs.h"
#include "web/incident/incident_frame.h"

namespace garde::web {

struct BackupView {
  std::string words;
  std::string when;
  std::string state;  // "lost", "kept", "unsure": the border's colour, beside the words
};
// The part of the page that is asked for again while something goes on.
struct TracesPage {
  std::string form_token;
  bool busy = false;
  std::string doing;  // what goes on; empty when nothing does
  Url again;
  std::vector<BackupView> backups;
  bool has_backups = false;
  bool can_act = false;  // the incident is open
  Url watch;
  std::string collected;
  std::string problem;
  Url collect;
};
// `jobs` is taken before the incident is read: what ends in between shows as going on, and is asked for again.
TracesPage traces_of(const Visitor& visitor, const actions::IncidentJobs::View& jobs,
                     const incident::Incident& incident);

Result<http::Response> look_at_backups(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> collect_traces(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_export(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> send_witness_code(Visitor& visitor, const http::Request& request);
Result<http::Response> send_timestamp_request(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
