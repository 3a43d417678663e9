#include "cli/command.h"

#include <algorithm>

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

// That of --zone, where a command has it. Nothing, and `err` says why, when this computer knows no such zone.
std::optional<text::Zone> zone_of(const Context& context, const Arguments& arguments) {
  const auto typed = arguments.value(kZoneOption.name);
  if (!typed) return context.zone;
  const auto zone = text::Zone::named(*typed);
  if (zone) return *zone;
  say(context, {"cli.problem.not-a-value", {{"option", "--zone"}, {"value", *typed}}});
  return std::nullopt;
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

ExitStatus fail(const Context& context, const Error& error, std::string_view situation) {
  std::string key = fmt::format("{}.{}", situation, name(error.kind));
  if (!context.library.texts.has(key)) key = fmt::format("error.{}", name(error.kind));
  say(context, {std::move(key), {{"subject", error.subject}}});
  return ExitStatus::wrong_use;
}

ExitStatus say_problems(const Context& context, const actions::FieldProblems& problems, std::string_view fields) {
  const text::Catalogue& texts = context.library.texts;
  for (const actions::FieldProblem& problem : problems) {
    const std::string key = fmt::format("{}.{}", fields, problem.field);
    const std::string field = texts.has(key) ? texts.sentence(key) : problem.field;
    context.err << "garde: " << field << text::kNarrowNoBreakSpace << ": " << texts.sentence(problem.message) << '\n';
  }
  return ExitStatus::wrong_use;
}

DataPlace data_place(const Arguments& arguments) {
  DataPlace place{{}, arguments.value("database")};
  if (const auto data = arguments.value("data")) place.data = *data;
  return place;
}

std::unique_ptr<actions::Practice> open_practice(const Context& context, const Arguments& arguments) {
  auto opened = context.open(data_place(arguments));
  if (opened) return std::move(*opened);
  fail(context, opened.error().error, opened.error().situation);
  return nullptr;
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
    const auto& arguments = std::get<Arguments>(parsed);
    const auto zone = zone_of(context, arguments);
    if (!zone) return ExitStatus::wrong_use;
    Context in_zone = context;
    in_zone.zone = *zone;
    const ExitStatus status = command.run(in_zone, arguments);
    context.out.flush();
    if (context.out.is_fine()) return status;
    say(context, {"cli.output.incomplete", {}});
    return ExitStatus::wrong_use;
  }
  say(context, {"cli.problem.no-such-command", {{"word", words.front()}}});
  return ExitStatus::wrong_use;
}

}  // namespace garde::cli
