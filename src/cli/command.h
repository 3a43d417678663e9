// A command: its words, what it takes, and what it does. All of them stand in the table of commands.cc.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>

#include "actions/practice/library.h"
#include "actions/practice/practice.h"
#include "cage/reading.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "text/french.h"

namespace garde::cli {

// What a script can rely on.
enum class ExitStatus : std::uint8_t {
  fine = 0,
  found_bad = 1,        // the command did its work, and found something bad
  wrong_use = 2,        // wrong words, or input that cannot be read
  not_established = 3,  // it could not tell
};

// Where the practice's data is.
struct DataPlace {
  std::optional<std::filesystem::path> data;  // nothing: the platform's place
  std::optional<std::string> database;        // a postgresql:// address; nothing: the embedded one
};

// What `garde serve` was asked for; main knows how to do it.
struct ServeRequest {
  std::uint16_t port = 0;  // 0: any free one
  DataPlace place;
};

// Why the data cannot be used or served: the situation as `fail` takes it, cli.store.data, cli.store.database,
// cli.store.zone or cli.serve.address.
struct OpeningProblem {
  std::string_view situation;
  Error error;
};

// What a command is given of the world. Everything outlives the call.
struct Context {
  const content::Files& files;  // the content in use
  const actions::Library& library;
  text::Zone zone;  // of a command that uses no practice's data; a practice has its own
  std::function<Instant()> now;
  std::function<tl::expected<void, OpeningProblem>(const ServeRequest&)> serve;  // until somebody stops it
  // For one command, also while somebody serves the same data. Never null.
  std::function<tl::expected<std::unique_ptr<actions::Practice>, OpeningProblem>(const DataPlace&)> open;
  cage::Runner readers;  // of what somebody else may have written
  std::istream& in;
  Output& out;
  Output& err;
};

struct Command {
  std::string_view words;  // "content check"; the texts of its help are under cli.<words joined by '-'>
  std::vector<Option> options;
  ExitStatus (*run)(const Context& context, const Arguments& arguments);
};

// Every command, in the order of the help.
std::span<const Command> commands();

// Finds the command, checks its words, runs it; wrong use is explained on `err`.
ExitStatus run(const Context& context, const std::vector<std::string>& words);

std::string_view program_version();  // "0.1.0"

// The key of a sentence about a command: cli.content-check.summary
std::string help_key(const Command& command, std::string_view what);

// The options of a command that uses the practice's data, --data and --database.
inline constexpr Option kDataOption{"data", Option::Kind::value, "DIR"};
inline constexpr Option kDatabaseOption{"database", Option::Kind::value, "URL"};
DataPlace data_place(const Arguments& arguments);
// The option of a command that needs no practice's data, --zone: the zone of its times.
inline constexpr Option kZoneOption{"zone", Option::Kind::value, "ZONE"};
// The practice they name. Null when it cannot be opened, and `err` says why: the command ends as wrong use.
std::unique_ptr<actions::Practice> open_practice(const Context& context, const Arguments& arguments);

// Says an error on `err` as a sentence a person can act on, with what it is about: <situation>.<kind> where the
// catalogue has it ("cli.output.no_space"), else error.<kind>.
void say(const Context& context, const Message& message);
ExitStatus fail(const Context& context, const Error& error, std::string_view situation = "error");
// Says each problem of what was typed, under what <fields>.<field> calls its field, or its plain name.
ExitStatus say_problems(const Context& context, const actions::FieldProblems& problems, std::string_view fields = {});

}  // namespace garde::cli
