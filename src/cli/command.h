// A command: its words, what it takes, and what it does. All of them stand in the table of commands.cc.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>

#include "actions/library.h"
#include "base/byte_count.h"
#include "cli/arguments.h"
#include "text/french.h"

namespace garde::cli {

// What a script can rely on.
enum class ExitStatus : std::uint8_t {
  fine = 0,
  found_bad = 1,        // the command did its work, and found something bad
  wrong_use = 2,        // wrong words, or input that cannot be read
  not_established = 3,  // it could not tell
};

// What `garde serve` was asked for; main knows how to do it.
struct ServeRequest {
  std::string address;                        // "127.0.0.1"
  std::uint16_t port = 0;                     // 0: any free one
  std::optional<std::filesystem::path> data;  // nothing: the platform's place
  std::optional<std::string> database;        // a postgresql:// address; nothing: the embedded one
};

// What a command is given of the world. Everything outlives the call.
struct Context {
  const content::Files& files;  // the content in use
  const actions::Library& library;
  const text::Zone& zone;
  std::function<Instant()> now;
  std::function<Result<void>(const ServeRequest&)> serve;  // until somebody stops it
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
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

// The key of a sentence about a command: cli.content-check.summary
std::string help_key(const Command& command, std::string_view what);

// Says an error on `err` as a sentence a person can act on (error.<kind>), with what it is about.
void say(const Context& context, const Message& message);
ExitStatus fail(const Context& context, const Error& error);

// Writes a command's result to --output, or to standard output when there is none ("-" too). The file appears
// whole or not at all.
Result<void> write_output(const Context& context, const Arguments& arguments, std::string_view bytes);

// The file, or its first `limit` bytes when it is longer; "-" is standard input.
Result<std::string> read_input(const Context& context, const std::string& path, ByteCount limit);

}  // namespace garde::cli
