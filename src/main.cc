// Wires everything: the only file that knows all. The content, the clock, the zone, the database, the pages.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "actions/sign_in.h"
#include "cli/command.h"
#include "http/server.h"
#include "storage/data_directory.h"
#include "storage/migrations.h"
#include "storage/postgresql.h"
#include "storage/sqlite.h"
#include "web/frame.h"
#include "web/routes.h"

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

// Where the data is: the lock of the directory is held as long as this lives.
struct Store {
  std::optional<storage::DataDirectory> directory;
  std::unique_ptr<storage::Connection> connection;
  std::string place;  // in words, for the settings page
};

Result<std::filesystem::path> data_directory(const cli::ServeRequest& request) {
  if (request.data) return *request.data;
  return storage::default_data_directory({environment("XDG_DATA_HOME"), environment("HOME")});
}

// Of an error, what a person was told of: the directory and not the lock in it, the file and not its migration.
cli::ServeProblem about(std::string_view situation, std::string subject, Error error) {
  if (!subject.empty()) error.subject = std::move(subject);
  return {situation, std::move(error)};
}

tl::expected<Store, cli::ServeProblem> open_store(const cli::ServeRequest& request) {
  Store store;
  std::string subject = "PostgreSQL";
  Result<std::unique_ptr<storage::Connection>> connection;
  if (request.database) {
    connection = storage::open_postgresql({.conninfo = *request.database});
    store.place = subject;
  } else {
    const auto path = data_directory(request);
    if (!path) return tl::unexpected(about("cli.serve.data", "", path.error()));
    auto directory = storage::DataDirectory::open(*path);
    if (!directory) return tl::unexpected(about("cli.serve.data", path->string(), directory.error()));
    store.directory.emplace(std::move(directory).take());
    subject = store.directory->database().string();
    connection = storage::open_sqlite({.file = store.directory->database()});
    store.place = path->string();
  }
  if (!connection) return tl::unexpected(about("cli.serve.database", subject, connection.error()));
  store.connection = std::move(connection).take();
  const auto migrated = storage::migrate(*store.connection, storage::migrations(), read_clock());
  if (!migrated) return tl::unexpected(about("cli.serve.database", subject, migrated.error()));
  return store;
}

tl::expected<void, cli::ServeProblem> serve(const actions::Library& library, const text::Zone& zone,
                                            const cli::ServeRequest& request) {
  auto store = open_store(request);
  if (!store) return tl::unexpected(std::move(store).error());
  actions::Practice practice(library, std::move(store->connection), zone, read_clock);
  actions::SignIn sign_in(practice);
  const web::Site site{practice, sign_in, store->place};
  http::Options options;
  options.address = request.address;
  options.port = request.port;
  options.stop_on_signals = true;
  options.error_page = [&](http::Status status) { return web::status_response(library.texts, status); };
  options.log = [](std::string_view line) { std::cerr << "garde: " << line << '\n'; };
  const auto listening = http::Server::listen(std::move(options), web::make_router(site));
  if (!listening) return tl::unexpected(about("cli.serve.address", "", listening.error()));
  const std::unique_ptr<http::Server>& server = *listening;
  const std::string host =
      request.address.find(':') == std::string::npos ? request.address : "[" + request.address + "]";
  std::cout << library.texts.sentence("cli.serve.started") << "\n\n  "
            << fmt::format("http://{}:{}/open?token={}", host, server->port(), sign_in.new_link_token()) << "\n\n"
            << library.texts.sentence("cli.serve.stop") << std::endl;
  server->wait();
  return {};
}

int run(const std::vector<std::string>& words) {
  const auto files = open_content();
  if (!files) {
    std::cerr << "garde: " << describe(files.error()) << '\n';
    return static_cast<int>(cli::ExitStatus::wrong_use);
  }
  content::Problems problems;
  const actions::Library library = actions::read_library(*files, problems);
  const auto zone = text::Zone::named("Europe/Paris");
  if (!problems.empty() || !zone) {
    for (const content::Problem& problem : problems) std::cerr << "garde: " << describe(problem) << '\n';
    if (!zone) std::cerr << "garde: " << describe(zone.error()) << '\n';
    return static_cast<int>(cli::ExitStatus::wrong_use);
  }
  const cli::Context context{*files,
                             library,
                             *zone,
                             read_clock,
                             [&](const cli::ServeRequest& request) { return serve(library, *zone, request); },
                             std::cin,
                             std::cout,
                             std::cerr};
  return static_cast<int>(cli::run(context, words));
}

}  // namespace
}  // namespace garde

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return garde::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "garde: " << error.what() << '\n';
    return static_cast<int>(garde::cli::ExitStatus::wrong_use);
  }
}
