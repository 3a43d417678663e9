// Taking evidence, and handing over the incident: both write a bag.
#include <cstdlib>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "actions/incident/incident_collection.h"
#include "cli/commands.h"
#include "cli/incident.h"

namespace garde::cli {
namespace {

namespace json = boost::json;

std::string count(std::uint64_t number) { return text::number(static_cast<std::int64_t>(number)); }

void show_collected(const Context& context, const actions::Collected& collected, const Arguments& arguments) {
  if (arguments.flag("json")) {
    json::array missing;
    for (const actions::NotCollected& one : collected.missing)
      missing.push_back({{"what", one.what}, {"why", name(one.error.kind)}, {"detail", one.error.detail}});
    context.out << Json{json::serialize(json::value{{"bag", collected.bag.string()},
                                                    {"files", collected.files},
                                                    {"bytes", collected.size.value},
                                                    {"seal", collected.seal->hex()},
                                                    {"not_collected", std::move(missing)}})}
                << '\n';
    return;
  }
  const text::Catalogue& texts = context.library.texts;
  context.out << texts.sentence({"cli.incident.collected",
                                 {{"folder", collected.bag.string()},
                                  {"files", count(collected.files)},
                                  {"size", text::size(collected.size)}}})
              << '\n';
  if (!collected.missing.empty()) context.out << texts.sentence("cli.incident.not-collected") << '\n';
  for (const actions::NotCollected& one : collected.missing)
    context.out << "  " << one.what << " — "
                << texts.sentence(fmt::format("incident.not-collected.{}", name(one.error.kind))) << '\n';
}

}  // namespace

ExitStatus run_incident_collect(const Context& context, const Arguments& arguments) {
  actions::CollectionRequest request;
  if (const auto output = arguments.value("output")) request.output = *output;
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') request.home = home;
  request.ransom_notes = arguments.values("ransom-note");
  request.samples = arguments.values("sample");
  request.files = arguments.values("file");
  request.author = arguments.value("author").value_or("");
  request.on_progress = [&](const std::string& what) { context.err << "… " << what << '\n'; };
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::open);
  if (!id) return ExitStatus::wrong_use;
  const auto collected = actions::collect_evidence(*practice, *id, request);
  if (!collected) return fail(context, collected.error(), "cli.incident.bag");
  if (!collected->problems.empty()) return say_problems(context, collected->problems, kFieldWords);
  show_collected(context, *collected, arguments);
  // What the system keeps from everybody is expected; what the person named is not.
  for (const actions::NotCollected& one : collected->missing)
    if (one.named_by_person) return ExitStatus::found_bad;
  return ExitStatus::fine;
}

ExitStatus run_incident_export(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::any);
  if (!id) return ExitStatus::wrong_use;
  const auto exported = actions::export_incident(*practice, *id, arguments.value("output").value_or(""));
  if (!exported) return fail(context, exported.error(), "cli.incident.bag");
  if (arguments.flag("json")) {
    context.out << Json{json::serialize(json::value{{"bag", exported->bag.string()},
                                                    {"files", exported->files},
                                                    {"bytes", exported->size.value},
                                                    {"witness", exported->witness_words},
                                                    {"missing", json::value_from(exported->missing)}})}
                << '\n';
    return exported->missing.empty() ? ExitStatus::fine : ExitStatus::found_bad;
  }
  context.out << context.library.texts.sentence({"cli.incident.exported",
                                                 {{"folder", exported->bag.string()},
                                                  {"files", count(exported->files)},
                                                  {"size", text::size(exported->size)}}})
              << '\n'
              << context.library.texts.sentence("cli.incident.witness") << "\n  " << exported->witness_words << '\n';
  if (exported->missing.empty()) return ExitStatus::fine;
  context.out << context.library.texts.sentence(
                     {"incident.bag.missing", {{"count", std::to_string(exported->missing.size())}}})
              << '\n';
  for (const std::string& name : exported->missing) context.out << "  " << name << '\n';
  return ExitStatus::found_bad;
}

}  // namespace garde::cli
