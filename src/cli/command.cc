#include "cli/command.h"

#include <algorithm>
#include <fstream>
#include <istream>
#include <ostream>
#include <system_error>

#include <fmt/format.h>

namespace garde::cli {
namespace {

std::vector<std::string> split(std::string_view words) {
  std::vector<std::string> parts;
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    parts.emplace_back(words.substr(0, space));
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return parts;
}

bool starts_with(const std::vector<std::string>& words, const std::vector<std::string>& start) {
  return words.size() >= start.size() && std::equal(start.begin(), start.end(), words.begin());
}

}  // namespace

std::string help_key(const Command& command, std::string_view what) {
  std::string words{command.words};
  std::ranges::replace(words, ' ', '-');
  return fmt::format("cli.{}.{}", words, what);
}

void say(const Context& context, const Message& message) {
  context.err << "garde: " << context.library.texts.sentence(message) << '\n';
}

ExitStatus fail(const Context& context, const Error& error) {
  say(context, {fmt::format("error.{}", name(error.kind)), {{"subject", error.subject}, {"detail", error.detail}}});
  return ExitStatus::wrong_use;
}

ExitStatus run(const Context& context, const std::vector<std::string>& words) {
  // The habits of other programs: --help anywhere, --version alone, no words at all.
  if (words.empty()) return run(context, {"help"});
  if (words.front() == "--version") return run(context, {"version"});
  if (std::ranges::find(words, "--help") != words.end() || words.front() == "-h") {
    std::vector<std::string> asked{"help"};
    std::ranges::copy_if(words, std::back_inserter(asked),
                         [](const std::string& word) { return !word.starts_with('-'); });
    return run(context, asked);
  }
  for (const Command& command : commands()) {
    const std::vector<std::string> start = split(command.words);
    if (!starts_with(words, start)) continue;
    auto parsed =
        parse_arguments(command.options, {words.begin() + static_cast<std::ptrdiff_t>(start.size()), words.end()});
    if (const auto* problem = std::get_if<UsageProblem>(&parsed)) {
      say(context, *problem);
      say(context, {"cli.see-help", {{"command", std::string(command.words)}}});
      return ExitStatus::wrong_use;
    }
    return command.run(context, std::get<Arguments>(parsed));
  }
  say(context, {"cli.problem.no-such-command", {{"word", words.front()}}});
  return ExitStatus::wrong_use;
}

Result<void> write_output(const Context& context, const Arguments& arguments, std::string_view bytes) {
  const std::string path = arguments.value("output").value_or("-");
  if (path == "-") {
    context.out << bytes << std::flush;
    if (!context.out) return Error{ErrorKind::unreadable, path, std::nullopt, "cannot write"};
    return {};
  }
  const std::string partial = path + ".part";
  std::ofstream file(partial, std::ios::binary | std::ios::trunc);
  file << bytes << std::flush;
  file.close();
  std::error_code code;
  if (file) std::filesystem::rename(partial, path, code);
  if (file && !code) return {};
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  return Error{ErrorKind::unreadable, path, std::nullopt, "cannot write"};
}

Result<std::string> read_input(const Context& context, const std::string& path, ByteCount limit) {
  std::error_code code;
  std::ifstream file;
  if (path != "-") {
    if (std::filesystem::is_directory(path, code))
      return Error{ErrorKind::unreadable, path, std::nullopt, "a directory"};
    file.open(path, std::ios::binary);
    if (!file) {
      const bool there = std::filesystem::exists(path, code);
      return Error{there ? ErrorKind::unreadable : ErrorKind::not_found, path, std::nullopt, "cannot open"};
    }
  }
  std::istream& in = path == "-" ? context.in : file;
  std::string bytes(limit.value, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return Error{ErrorKind::unreadable, path, std::nullopt, "cannot read"};
  return bytes;
}

}  // namespace garde::cli
