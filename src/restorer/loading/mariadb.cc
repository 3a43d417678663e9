#include "restorer/loading/mariadb.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>

#include <fmt/format.h>

#include "restorer/loading/definers.h"

namespace garde::restorer::loading {
namespace {

constexpr std::chrono::seconds kTimeToStop{10};
constexpr const char* kRestorer = "restorer";

// Small. What the buffer pool may grow to is reserved at once, newer servers' default being all that a limit leaves.
constexpr auto kSmall = std::to_array<const char*>(
    {"--innodb-use-native-aio=0", "--innodb-buffer-pool-size=32M", "--loose-innodb-buffer-pool-size-max=32M",
     "--innodb-log-buffer-size=4M", "--key-buffer-size=8M", "--aria-pagecache-buffer-size=8M"});

// Without a network, without durability. DATA DIRECTORY, by which a table would lie elsewhere, is ignored; events are
// kept, and none happens.
constexpr auto kAlone = std::to_array<const char*>(
    {"--skip-networking", "--skip-name-resolve", "--local-infile=0", "--skip-symbolic-links", "--event-scheduler=OFF",
     "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--performance-schema=OFF", "--max-allowed-packet=256M",
     "--max-heap-table-size=32M", "--tmp-table-size=32M"});

// All a dump needs, in any database but the server's own: there a row is a right, a routine of somebody else's, a
// plugin. Of two grants that match a database the more exact one counts alone. Nothing by which a statement reaches a
// file or another program of the computer (FILE, SUPER), nor acts for another account (SET USER).
constexpr std::string_view kAccount =
    "CREATE USER {0}@localhost; "
    "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK "
    "TABLES, "
    "EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER ON `%`.* TO {0}@localhost; "
    "GRANT SELECT ON mysql.* TO {0}@localhost; DROP DATABASE IF EXISTS sys; "
    // Where functions and plugins of shared objects are written down: without them none is taken in.
    "DROP TABLE mysql.func; DROP TABLE mysql.plugin; "
    // Then nobody else is left, for a statement to act as or for a client to enter as.
    "SET @others = (SELECT CONCAT('DROP USER ', GROUP_CONCAT(QUOTE(user), '@', QUOTE(host))) FROM mysql.global_priv "
    "WHERE user <> '{0}'); EXECUTE IMMEDIATE @others";

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

Result<void> ScratchMariadb::prepare(const DatabasePrograms::Mariadb& programs, const LoadingSetting& setting) {
  const Place place{setting.folder.string()};
  auto call = place.call(programs.install,
                         {"--no-defaults", "--force", "--datadir=" + place.path + "/data",
                          "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"});
  call.arguments.insert(call.arguments.end(), kSmall.begin(), kSmall.end());
  const RanToEnd ran = TRY(run_to_end(call, setting, place));
  if (ran.status == 0) return {};
  if (ran.ended_because) return ended(*ran.ended_because);
  return Error{ErrorKind::unreadable, "", std::nullopt, fmt::format("mariadb-install-db ends with {}", ran.status)};
}

Result<std::unique_ptr<ScratchMariadb>> ScratchMariadb::start(const DatabasePrograms::Mariadb& programs,
                                                              const LoadingSetting& setting) {
  std::unique_ptr<ScratchMariadb> made(new ScratchMariadb(programs, setting, Place{setting.folder.string()}));
  TRY(made->start_server());
  return made;
}

ScratchMariadb::~ScratchMariadb() {
  if (server_) server_->end(SIGKILL, kTimeToStop);  // nothing of it is kept
}

Result<void> ScratchMariadb::start_server() {
  const std::string folder = place_.path;
  const std::string nothing = TRY(place_.empty_folder());
  auto call =
      place_.call(programs_.server, {"--no-defaults", "--datadir=" + folder + "/data", "--socket=" + folder + "/s",
                                     "--pid-file=" + folder + "/pid", "--tmpdir=" + folder,
                                     "--secure-file-priv=" + nothing, "--plugin-dir=" + nothing});
  call.arguments.insert(call.arguments.end(), kAlone.begin(), kAlone.end());
  call.arguments.insert(call.arguments.end(), kSmall.begin(), kSmall.end());
  call.output = io::ProgramCall::Output::none;
  server_.emplace(TRY(io::ChildProgram::start(call)));
  constexpr int kLooks = 300;
  constexpr std::chrono::milliseconds kBetweenLooks{100};
  const std::string account = fmt::format(fmt::runtime(kAccount), kRestorer);
  for (int look = 0; look < kLooks && server_->is_running() && !setting_.stop.stop_requested(); ++look) {
    const RanToEnd ran = TRY(run_statement("root", account));
    if (ran.status == 0) return {};
    if (number_after(ran.errors, "ERROR ") != 2002U) break;  // it listens, and refuses
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return Error{ErrorKind::unreadable, "", std::nullopt, "the scratch server does not start"};
}

io::ProgramCall ScratchMariadb::client(std::string_view user, std::vector<std::string> more) const {
  std::vector<std::string> arguments = {
      "--no-defaults",   "--socket=" + place_.path + "/s", fmt::format("--user={}", user), "--batch", "--quick",
      "--local-infile=0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto call = place_.call(programs_.client, std::move(arguments));
  call.output = io::ProgramCall::Output::errors;
  return call;
}

Result<RanToEnd> ScratchMariadb::run_statement(std::string_view user, const std::string& statement) {
  return run_to_end(client(user, {"--execute=" + statement}), setting_, place_);
}

Loading ScratchMariadb::load(const Source& source) {
  const std::string database = fmt::format("restored{}", ++databases_);
  const auto made = run_statement(kRestorer, "CREATE DATABASE " + database);
  if (!made || made->status != 0) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::makes_no_database};
  // In binary mode the client obeys nothing that a dump says to itself ("system", "\!", "source") but DELIMITER.
  auto call = client(kRestorer, {"--binary-mode", "--max-allowed-packet=256M", database});
  call.input = io::ProgramCall::Input::written;
  auto program = io::ChildProgram::start(call);
  if (!program) return {.outcome = Loaded::not_loaded, .reason = LoadingReason::client_failed};
  Watch watch(*server_, SIGKILL, setting_, place_);
  std::optional<Error> failed;
  DefinerFilter filter;
  for (;;) {
    const auto piece = source();
    if (!piece) failed = piece.error();
    // The client ends at the first refusal, and says why below.
    if (!piece || piece->empty() || !program->write(filter.take(*piece))) break;
  }
  static_cast<void>(program->write(filter.rest()));
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
