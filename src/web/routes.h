// Every address Garde answers.
#pragma once

#include <filesystem>

#include "actions/backup_jobs.h"
#include "actions/incident_jobs.h"
#include "actions/practice.h"
#include "actions/sign_in.h"
#include "http/router.h"

namespace garde::web {

// What the pages work on. All of it must outlive the server.
struct Site {
  actions::Practice& practice;
  actions::SignIn& sign_in;
  std::string data_place;      // shown in the settings
  std::filesystem::path home;  // of the person who started this; empty when there is none
  actions::BackupJobs& backup_jobs;
  actions::IncidentJobs& incident_jobs;
};

http::Router make_router(const Site& site);

}  // namespace garde::web
