#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.h"

namespace garde::cli {
namespace {

std::string usage(const Command& command) {
  std::string line = fmt::format("garde {}", command.words);
  for (const Option& option : command.options) {
    std::string part = fmt::format("--{}", option.name);
    switch (option.kind) {
      case Option::Kind::flag: break;
      case Option::Kind::value: part += fmt::format(" {}", option.value); break;
      case Option::Kind::values: part += fmt::format(" {} …", option.value); break;
      case Option::Kind::positional: part = std::string(option.value); break;
      case Option::Kind::positionals: part = fmt::format("{} …", option.value); break;
    }
    line += option.required ? fmt::format(" {}", part) : fmt::format(" [{}]", part);
  }
  return line;
}

void list_commands(const Context& context) {
  const text::Catalogue& texts = context.library.texts;
  context.out << texts.sentence("cli.intro") << "\n\n";
  std::size_t width = 0;
  for (const Command& command : commands()) width = std::max(width, command.words.size());
  for (const Command& command : commands())
    context.out << fmt::format("  garde {:{}}  {}", command.words, width, texts.sentence(help_key(command, "summary")))
                << '\n';
  context.out << '\n' << texts.sentence("cli.outro") << '\n';
}

}  // namespace

ExitStatus run_help(const Context& context, const Arguments& arguments) {
  std::string wanted;
  for (const std::string& word : arguments.values("command")) wanted += (wanted.empty() ? "" : " ") + word;
  if (wanted.empty()) {
    list_commands(context);
    return ExitStatus::fine;
  }
  bool found = false;
  for (const Command& command : commands()) {
    if (command.words != wanted && !command.words.starts_with(wanted + " ")) continue;
    const text::Catalogue& texts = context.library.texts;
    if (found) context.out << '\n';
    context.out << usage(command) << "\n\n"
                << texts.sentence(help_key(command, "summary")) << "\n\n"
                << texts.sentence(help_key(command, "details")) << '\n';
    found = true;
  }
  if (found) return ExitStatus::fine;
  say(context, {"cli.problem.no-such-command", {{"word", wanted}}});
  return ExitStatus::wrong_use;
}

}  // namespace garde::cli
