// What is known of the backups: all of them, one destination with its history, one run with its findings and its proof.
#pragma once

#include <optional>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "http/request.h"
#include "web/backups/alarm_pages.h"
#include "web/backups/backup_chart.h"
#include "web/backups/presence.h"
#include "web/page/frame.h"

namespace garde::web {

// One claim about a data set, as the plan sees it now.
struct ClaimView {
  std::string title;
  Chip chip;
  std::string note;  // since when, and until when
};

struct DataSetCard {
  std::string id;
  std::string title;
  std::string where;
  std::vector<std::string> sources;
  std::vector<ClaimView> claims;
};

struct DestinationCard {
  std::string id;
  std::string name;
  std::string place;
  Chip presence;
  Chip check;
  Chip drill;
};

struct JobLink {
  std::string id;
  std::string title;
  std::string state;
};

struct BackupsPage {
  Frame frame;
  bool paused = false;
  std::vector<AlarmLink> alarms = {};         // open
  std::vector<AlarmLink> closed_alarms = {};  // the newest first
  std::vector<JobLink> jobs = {};
  std::vector<DestinationCard> destinations = {};
  std::vector<DataSetCard> data_sets = {};
};

struct FindingsView {
  std::string question;
  Chip chip;
  std::vector<std::string> findings;
  std::string more;
};

struct RunRow {
  std::string id;
  std::string when;
  std::string kind;
  Chip chip;
};

struct DestinationPage {
  Frame frame;
  std::string id;
  std::string name;
  Chip presence;
  std::vector<AlarmLink> alarms;  // the open one
  std::vector<std::pair<std::string, std::string>> facts;
  bool paused = false;
  bool needs_secret = false;
  bool has_sealed_secret = false;
  std::vector<FindingsView> checks;  // of the last check, then of the last drill
  std::string checked;               // when
  std::vector<std::pair<std::string, std::string>> recoveries;
  Calendar calendar;
  std::vector<std::string> missed;
  std::optional<SizeChart> sizes;
  std::vector<RunRow> runs;
};

struct RunPage {
  Frame frame;
  std::string id;
  std::string title;
  std::string destination_id;
  std::string destination;
  Chip chip;
  std::string verdict;
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<FindingsView> checks;
  std::string digest;
};

Chip outcome_chip(const Visitor& visitor, backups::Outcome outcome);
// A page for what a run could not do: the words of the command line fit here too.
std::string run_problem(const Visitor& visitor, const Error& error);

Result<http::Response> show_backups(Visitor& visitor, const http::Request& request);
Result<http::Response> show_destination(Visitor& visitor, const http::Request& request);
Result<http::Response> show_run(Visitor& visitor, const http::Request& request);
Result<http::Response> send_proof(Visitor& visitor, const http::Request& request);

}  // namespace garde::web
