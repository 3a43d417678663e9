// Wires everything: the only file that knows all. The content, the clock, the zone, the database, the pages.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_jobs.h"
#include "actions/backups/place_jobs.h"
#include "actions/incident/incident_jobs.h"
#include "actions/incident/pause.h"
#include "actions/practice/host_name.h"
#include "actions/practice/practice_zone.h"
#include "actions/practice/sign_in.h"
#include "cage/reading.h"
#include "cli/command.h"
#include "cli/output.h"
#include "crypto/process_memory.h"
#include "http/descriptors.h"
#include "http/server.h"
#include "storage/data_directory.h"
#include "storage/migrations.h"
#include "storage/postgresql.h"
#include "storage/sqlite.h"
#include "web/page/answers.h"
#include "web/routes.h"
#include "worker/tasks.h"

namespace garde {
namespace {

Instant read_clock() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// GARDE_CONTENT names a content directory to use instead of the one compiled in, while writing content.
Result<content::Files> open_content() {
  if (const auto directory = environment("GARDE_CONTENT")) return content::Files::from_directory(*directory);
  return content::Files::from_program();
}

// How a process uses the data directory: alone, as who serves it, or beside whoever does.
enum class Use : std::uint8_t { serve, command };

// Where the data is: the directory is held as long as this lives.
struct Store {
  std::optional<storage::DataDirectory> directory;
  std::unique_ptr<storage::Connection> connection;
  std::string place;  // in words, for the settings page
};

Result<std::filesystem::path> data_directory(const cli::DataPlace& place) {
  if (place.data) return *place.data;
  return storage::default_data_directory({environment("XDG_DATA_HOME"), environment("HOME")});
}

// Of an error, what a person was told of: the directory and not the lock in it, the file and not its migration.
cli::OpeningProblem about(std::string_view situation, std::string subject, Error error) {
  if (!subject.empty()) error.subject = std::move(subject);
  return {situation, std::move(error)};
}

tl::expected<Store, cli::OpeningProblem> open_store(const cli::DataPlace& place, Use use) {
  Store store;
  const auto path = data_directory(place);
  if (!path) return tl::unexpected(about("cli.store.data", "", path.error()));
  auto directory = use == Use::serve ? storage::DataDirectory::open(*path) : storage::DataDirectory::join(*path);
  if (!directory) return tl::unexpected(about("cli.store.data", path->string(), directory.error()));
  store.directory.emplace(std::move(directory).take());
  store.place = path->string();
  std::string subject = store.directory->database().string();
  Result<std::unique_ptr<storage::Connection>> connection;
  if (place.database) {
    subject = store.place = "PostgreSQL";
    if (storage::names_a_password(*place.database))
      return tl::unexpected(
          about("cli.store.database", subject, {ErrorKind::invalid_input, "", std::nullopt, "a password among words"}));
    connection = storage::open_postgresql({.conninfo = *place.database});
  } else {
    connection = storage::open_sqlite({.file = store.directory->database()});
  }
  if (!connection) return tl::unexpected(about("cli.store.database", subject, connection.error()));
  store.connection = std::move(connection).take();
  const auto migrated = storage::migrate(*store.connection, storage::migrations(), read_clock());
  if (!migrated) return tl::unexpected(about("cli.store.database", subject, migrated.error()));
  return store;
}

// With the zone that its data names.
tl::expected<std::unique_ptr<actions::Practice>, cli::OpeningProblem> practice_in(const actions::Library& library,
                                                                                  Store& store) {
  const auto zone = actions::load_zone(*store.connection, storage::default_practice(), library.zones);
  if (!zone) return tl::unexpected(about("cli.store.zone", "", zone.error()));
  return std::make_unique<actions::Practice>(library, std::move(store.connection), store.directory->path(), *zone,
                                             read_clock, cage::in_workers());
}

tl::expected<std::unique_ptr<actions::Practice>, cli::OpeningProblem> open_practice(const actions::Library& library,
                                                                                    const cli::DataPlace& place) {
  auto store = open_store(place, Use::command);
  if (!store) return tl::unexpected(std::move(store).error());
  return practice_in(library, *store);
}

tl::expected<void, cli::OpeningProblem> serve(const actions::Library& library, const cli::ServeRequest& request) {
  auto store = open_store(request.place, Use::serve);
  if (!store) return tl::unexpected(std::move(store).error());
  const auto opened = practice_in(library, *store);
  if (!opened) return tl::unexpected(opened.error());
  actions::Practice& practice = **opened;
  const auto host = actions::host_name(practice.folder());
  if (!host) return tl::unexpected(about("cli.store.data", practice.folder().string(), host.error()));
  actions::SignIn sign_in(practice);
  const auto closed = sign_in.close_all();
  if (!closed) return tl::unexpected(about("cli.store.database", store->place, closed.error()));
  actions::sweep_drills(practice);
  const auto log = [](std::string_view line) { cli::standard_error() << "garde: " << line << '\n'; };
  actions::BackupJobs backup_jobs(practice, actions::pause_while_incident(practice),
                                  std::string(cli::program_version()), log);
  actions::PlaceJobs place_jobs(practice, log);
  if (const auto known = actions::destinations(practice)) place_jobs.look(*known);
  const std::string home = environment("HOME").value_or("");
  actions::IncidentJobs incident_jobs(practice, home, log);
  const web::Site site{practice, sign_in, store->place, home, backup_jobs, place_jobs, incident_jobs};
  http::Options options;
  options.second_address = "::1";
  options.port = request.port;
  options.name = *host;
  options.stop_on_signals = true;
  options.error_page = [&](http::Status status, http::Shortage shortage) {
    return shortage == http::Shortage::none ? web::status_response(library.texts, status)
                                            : web::shortage_response(library.texts, shortage);
  };
  options.log = log;
  http::raise_descriptor_limit(options.limits.connections + options.limits.reserved_descriptors);
  const auto listening = http::Server::listen(std::move(options), web::make_router(site));
  if (!listening) return tl::unexpected(about("cli.serve.address", "", listening.error()));
  const std::unique_ptr<http::Server>& server = *listening;
  cli::Output& out = cli::standard_output();
  out << library.texts.sentence("cli.serve.started") << "\n\n  "
      << fmt::format("http://{}:{}/open?token={}", *host, server->port(), sign_in.new_link_token()) << "\n\n"
      << library.texts.sentence("cli.serve.stop") << '\n';
  out.flush();
  server->wait();
  return {};
}

int run(const std::vector<std::string>& words) {
  cli::Output& err = cli::standard_error();
  const auto files = open_content();
  if (!files) {
    err << "garde: " << describe(files.error()) << '\n';
    return static_cast<int>(cli::ExitStatus::wrong_use);
  }
  content::Problems problems;
  const actions::Library library = actions::read_library(*files, problems);
  if (!problems.empty()) {
    for (const content::Problem& problem : problems) err << "garde: " << describe(problem) << '\n';
    return static_cast<int>(cli::ExitStatus::wrong_use);
  }
  const auto zone = text::Zone::named(library.zones.usual().name);
  if (!zone) {
    err << "garde: " << describe(zone.error()) << '\n';
    return static_cast<int>(cli::ExitStatus::wrong_use);
  }
  const cli::Context context{*files,
                             library,
                             *zone,
                             read_clock,
                             [&](const cli::ServeRequest& request) { return serve(library, request); },
                             [&](const cli::DataPlace& place) { return open_practice(library, place); },
                             cage::in_workers(),
                             std::cin,
                             cli::standard_output(),
                             err};
  return static_cast<int>(cli::run(context, words));
}

}  // namespace
}  // namespace garde

int main(int argc, char** argv) {
  // First of all: a worker reads no content and opens no data.
  if (garde::cage::is_worker(argc, argv)) garde::cage::work(garde::worker::tasks());
  // From here on passwords may pass through: what the system refuses, `accounts audit` says.
  static_cast<void>(garde::crypto::guard_process_memory());
  std::ios::sync_with_stdio(false);
  try {
    return garde::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    garde::cli::standard_error() << "garde: " << std::string_view(error.what()) << '\n';
    return static_cast<int>(garde::cli::ExitStatus::wrong_use);
  }
}
