// Every address Garde answers.
#pragma once

#include <filesystem>

#include "actions/backups/backup_jobs.h"
#include "actions/backups/place_jobs.h"
#include "actions/incident/incident_jobs.h"
#include "actions/practice/practice.h"
#include "actions/practice/sign_in.h"
#include "http/router.h"

namespace garde::web {

// What the pages work on. All of it must outlive the server.
struct Site {
  actions::Practice& practice;
  actions::SignIn& sign_in;
  std::string data_place;      // shown in the settings
  std::filesystem::path home;  // of the person who started this; empty when there is none
  actions::BackupJobs& backup_jobs;
  actions::PlaceJobs& place_jobs;
  actions::IncidentJobs& incident_jobs;
};

http::Router make_router(const Site& site);

}  // namespace garde::web
