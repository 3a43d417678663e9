#include "cli/arguments.h"

#include <algorithm>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace garde::cli {
namespace {

std::string spelling(const Option& option) {
  const bool positional = option.kind == Option::Kind::positional || option.kind == Option::Kind::positionals;
  return positional ? std::string(option.value) : "--" + std::string(option.name);
}

CLI::Option* declare(CLI::App& app, const Option& option, std::vector<std::string>& into) {
  switch (option.kind) {
    case Option::Kind::flag: return app.add_flag(spelling(option));
    case Option::Kind::value: return app.add_option(spelling(option), into)->expected(1)->take_last();
    case Option::Kind::values: return app.add_option(spelling(option), into)->expected(1)->take_all();
    case Option::Kind::positional: return app.add_option(std::string(option.name), into)->expected(1);
    case Option::Kind::positionals: return app.add_option(std::string(option.name), into)->expected(1, 1 << 20);
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> Arguments::value(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::nullopt : std::optional(found->second.front());
}

std::vector<std::string> Arguments::values(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

void Arguments::add(std::string_view name, std::string value) {
  values_[std::string(name)].push_back(std::move(value));
}

std::variant<Arguments, UsageProblem> parse_arguments(const std::vector<Option>& options,
                                                      const std::vector<std::string>& words) {
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::map<std::string_view, std::vector<std::string>> given;
  std::map<std::string_view, CLI::Option*> declared;
  for (const Option& option : options) declared[option.name] = declare(app, option, given[option.name]);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them last first
  } catch (const CLI::ParseError&) {
    // Of what it refuses only a missing value is possible here: extras are allowed, nothing is converted.
    return UsageProblem{"cli.problem.value", {{"option", words.back()}}};
  }
  if (const auto extras = app.remaining(); !extras.empty())
    return UsageProblem{"cli.problem.unknown", {{"word", extras.front()}}};
  Arguments arguments;
  for (const Option& option : options) {
    const std::size_t count = declared.at(option.name)->count();
    if (option.required && count == 0) return UsageProblem{"cli.problem.missing", {{"option", spelling(option)}}};
    if (option.kind == Option::Kind::flag && count > 0) arguments.add(option.name, "");
    for (std::string& value : given[option.name]) arguments.add(option.name, std::move(value));
  }
  return arguments;
}

}  // namespace garde::cli
