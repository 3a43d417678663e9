// The pages in this process, on a practice that has one of everything, so that every address leads somewhere.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "actions/backups/backup_jobs.h"
#include "actions/backups/place_jobs.h"
#include "actions/incident/incident_jobs.h"
#include "actions/incident/pause.h"
#include "actions/practice/practice.h"
#include "actions/practice/sign_in.h"
#include "http/server.h"
#include "io/testing/temporary_folder.h"
#include "web/routes.h"

namespace garde::tests {

class ServedPractice {
 public:
  ServedPractice();

  const std::vector<http::Route>& routes() const { return router_.routes(); }
  // The pattern with what this practice has in the place of each {name}; empty when nothing is known for one.
  std::string address_of(const http::Route& route) const;
  std::string host() const;
  std::uint16_t port() const { return server_->port(); }
  const actions::OpenSession& session() const { return session_; }

  // Every file of the data, with the database and its log, by name: what a request may not change.
  std::map<std::string, std::string> stored() const;

 private:
  void fill();
  void fill_contacts();
  void fill_accounts();
  void fill_backups();
  void fill_incident();

  io::testing::TemporaryFolder folder_;
  io::testing::TemporaryFolder backup_;
  actions::Practice practice_;
  actions::SignIn sign_in_{practice_};
  actions::BackupJobs backup_jobs_{practice_, actions::pause_while_incident(practice_), "test"};
  actions::PlaceJobs place_jobs_{practice_};
  actions::IncidentJobs incident_jobs_{practice_, {}};
  web::Site site_{practice_, sign_in_, "here", {}, backup_jobs_, place_jobs_, incident_jobs_};
  http::Router router_;
  std::map<std::string, std::string, std::less<>> samples_;
  actions::OpenSession session_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace garde::tests
