#include "restorer/loading/mariadb.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>

#include <fmt/format.h>

namespace garde::restorer::loading {
namespace {

constexpr std::chrono::seconds kTimeToStop{10};
constexpr const char* kRestorer = "restorer";

// All a dump needs, and nothing by which a statement reaches a file or another program of the computer (FILE, SUPER).
constexpr std::string_view kRights =
    "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES, "
    "EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER, SET USER";

using backups::LoadingReason;

std::optional<unsigned> number_after(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  unsigned number = 0;
  const char* begin = text.data() + at + word.size();
  if (std::from_chars(begin, text.data() + text.size(), number).ec != std::errc{}) return std::nullopt;
  return number;
}

}  // namespace

Loading judge_mariadb_error(std::string_view errors) {
  const auto code = number_after(errors, "ERROR ");
  if (!code) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::client_failed};
  // What the scratch server lacks: rights, a character set, a collation, an engine, a variable, a plugin; room, a
  // connection, a program that ended.
  constexpr std::array<unsigned, 17> kLacking = {1044, 1045, 1115, 1142, 1193, 1227, 1231, 1238, 1273,
                                                 1286, 1419, 1524, 1021, 1114, 2002, 2006, 2013};
  const bool lacks = std::ranges::find(kLacking, *code) != kLacking.end();
  return {.outcome = lacks ? Loaded::not_loaded : Loaded::does_not_load,
          .reason = lacks ? LoadingReason::lacks : LoadingReason::refused,
          .code = fmt::format("{}", *code),
          .line = number_after(errors, "at line ")};
}

Result<std::unique_ptr<ScratchMariadb>> ScratchMariadb::start(const DatabasePrograms::Mariadb& programs,
                                                              const LoadingSetting& setting) {
  constexpr std::array<std::string_view, 2> kAccounts = {"mysql", "nobody"};
  Place place = TRY(make_place(setting, kAccounts));
  std::unique_ptr<ScratchMariadb> made(new ScratchMariadb(programs, setting, std::move(place)));
  TRY(made->make_folder());
  TRY(made->start_server());
  return made;
}

ScratchMariadb::~ScratchMariadb() {
  if (server_) server_->end(SIGKILL, kTimeToStop);  // nothing of it is kept
}

Result<void> ScratchMariadb::make_folder() {
  const auto call = place_.call(programs_.install,
                                {"--no-defaults", "--datadir=" + place_.path() + "/data",
                                 "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"});
  const RanToEnd ran = TRY(run_to_end(call, setting_, place_));
  if (ran.status == 0) return {};
  if (ran.ended_because) return ended(*ran.ended_because);
  return Error{ErrorKind::unreadable, "", std::nullopt, fmt::format("mariadb-install-db ends with {}", ran.status)};
}

Result<void> ScratchMariadb::start_server() {
  const std::string folder = place_.path();
  auto call = place_.call(
      programs_.server,
      {"--no-defaults", "--datadir=" + folder + "/data", "--socket=" + folder + "/s", "--pid-file=" + folder + "/pid",
       "--skip-networking", "--skip-name-resolve", "--local-infile=0", "--secure-file-priv=" + folder + "/data",
       "--plugin-dir=" + folder + "/none", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M",
       "--max-allowed-packet=256M", "--skip-log-bin", "--event-scheduler=OFF", "--tmpdir=" + folder});
  call.output = io::ProgramCall::Output::none;
  server_.emplace(TRY(place_.start(call)));
  constexpr int kLooks = 300;
  constexpr std::chrono::milliseconds kBetweenLooks{100};
  const std::string role =
      fmt::format("CREATE USER {0}@localhost; GRANT {1} ON *.* TO {0}@localhost", kRestorer, kRights);
  for (int look = 0; look < kLooks && server_->is_running() && !setting_.stop.stop_requested(); ++look) {
    const RanToEnd ran = TRY(run_statement(role));
    if (ran.status == 0) return {};
    if (number_after(ran.errors, "ERROR ") != 2002U) break;  // it listens, and refuses
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return Error{ErrorKind::unreadable, "", std::nullopt, "the scratch server does not start"};
}

io::ProgramCall ScratchMariadb::client(std::string_view user, std::vector<std::string> more) const {
  std::vector<std::string> arguments = {"--no-defaults", "--socket=" + place_.path() + "/s",
                                        fmt::format("--user={}", user), "--batch", "--local-infile=0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto call = place_.call(programs_.client, std::move(arguments));
  call.output = io::ProgramCall::Output::errors;
  return call;
}

Result<RanToEnd> ScratchMariadb::run_statement(const std::string& statement) {
  return run_to_end(client("root", {"--execute=" + statement}), setting_, place_);
}

Loading ScratchMariadb::load(const Source& source) {
  const std::string database = fmt::format("restored{}", ++databases_);
  const auto made = run_statement("CREATE DATABASE " + database);
  if (!made || made->status != 0) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::makes_no_database};
  // In binary mode the client obeys nothing that a dump says to itself ("system", "\!", "source") but DELIMITER.
  auto call = client(kRestorer, {"--binary-mode", "--max-allowed-packet=256M", database});
  call.input = io::ProgramCall::Input::written;
  auto program = place_.start(call);
  if (!program) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::client_failed};
  Watch watch(*server_, SIGKILL, setting_, place_);
  std::optional<Error> failed;
  for (;;) {
    const auto piece = source();
    if (!piece) failed = piece.error();
    // The client ends at the first refusal, and says why below.
    if (!piece || piece->empty() || !program->write(*piece)) break;
  }
  program->end_input();
  const int status = program->wait();
  if (const auto reason = watch.finish()) {
    server_->end(SIGKILL, kTimeToStop);
    return {.outcome = Loaded::not_loaded, .reason = reason};
  }
  if (failed) return cannot_be_read(*failed);
  if (status == 0) return {.outcome = Loaded::loaded};
  return judge_mariadb_error(program->errors());
}

}  // namespace garde::restorer::loading
