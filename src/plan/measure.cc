#include "plan/measure.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/enumerators.h"

namespace garde::plan {
namespace {

using content::Problems;
using content::Table;
using diagnostic::DataSet;

constexpr std::int64_t kMaxMinutes = 2400;  // a working week: longer is several measures

// A step as written, before it is said for each data set.
struct WrittenStep {
  std::string id;
  std::string text;
  std::vector<std::string> settled_by;

  static WrittenStep read(Table& table) { return {table.text("id"), table.text("text"), table.texts("settled_by")}; }

  std::optional<Step> parse(Table& table, const DataSet* data_set) const {
    const auto words = [&](const std::string& said) {
      return data_set == nullptr ? said : diagnostic::for_data_set(said, *data_set);
    };
    std::vector<evidence::Claim> claims;
    for (const std::string& written : settled_by) {
      auto claim = evidence::Claim::parse(words(written));
      if (claim)
        claims.push_back(std::move(claim).take());
      else
        table.problem(fmt::format("settled_by: \"{}\": {}", words(written), claim.error().detail));
    }
    auto parsed = StepId::parse(words(id));
    if (parsed) return Step{std::move(parsed).take(), words(text), std::move(claims)};
    table.problem(fmt::format("id: \"{}\": {}", words(id), parsed.error().detail));
    return std::nullopt;
  }
};

// The step, or one per data set.
std::vector<Step> read_steps(Table& measure, const std::vector<DataSet>& data_sets) {
  std::vector<Step> steps;
  for (Table& table : measure.tables("step")) {
    const WrittenStep written = WrittenStep::read(table);
    const auto for_each = table.optional_text("for_each");
    table.finish();
    if (written.settled_by.empty()) table.problem("settled_by is empty: nothing could ever show this step to be done");
    if (for_each && *for_each != "data-set") table.problem("for_each must be \"data-set\"");
    std::vector<const DataSet*> said_for;
    for (const DataSet& data_set : data_sets) said_for.push_back(&data_set);
    if (!for_each) said_for = {nullptr};
    for (const DataSet* data_set : said_for)
      if (auto step = written.parse(table, data_set)) steps.push_back(*std::move(step));
  }
  if (steps.empty()) measure.problem("a measure needs a step");
  return steps;
}

std::vector<Who> read_who(Table& measure) {
  std::vector<Who> who;
  for (const std::string& text : measure.texts("who")) {
    if (const auto found = parse_enumerator<Who>(text))
      who.push_back(*found);
    else
      measure.problem(fmt::format("who: nobody is called \"{}\"", text));
  }
  if (who.empty()) measure.problem("who is missing");
  return who;
}

std::vector<Source> read_sources(Table& measure) {
  std::vector<Source> sources;
  for (Table& table : measure.tables("source")) {
    sources.push_back({table.text("title"), table.text("url"), table.date("checked")});
    table.finish();
  }
  return sources;
}

std::optional<Measure> read_measure(Table& table, Phase phase, const std::vector<DataSet>& data_sets) {
  const std::string id_text = table.text("id");
  auto id = MeasureId::parse(id_text);
  if (!id) {
    table.problem(fmt::format("id: \"{}\": {}", id_text, id.error().detail));
    return std::nullopt;
  }
  Measure measure{.id = std::move(id).take(),
                  .phase = phase,
                  .essential = table.flag("essential"),
                  .title = table.text("title"),
                  .kept_title = table.text("kept_title"),
                  .why = table.text("why"),
                  .first = table.text("first"),
                  .steps = read_steps(table, data_sets),
                  .who = read_who(table),
                  .effort = std::chrono::minutes{table.integer("minutes", 1, kMaxMinutes)},
                  .proof = table.text("proof"),
                  .sources = read_sources(table),
                  .page = table.optional_text("page").value_or(""),
                  .file = table.file(),
                  .line = table.line()};
  table.finish();
  std::set<StepId> step_ids;
  for (const Step& step : measure.steps)
    if (!step_ids.insert(step.id).second) table.problem(fmt::format("step {} is there twice", step.id.text()));
  return measure;
}

std::optional<Phase> read_phase(Table& document) {
  const auto phase = parse_enumerator<Phase>(document.text("phase"));
  if (!phase) document.problem("phase must be recover, call, access or then");
  return phase;
}

}  // namespace

std::string_view name(Phase phase) {
  switch (phase) {
    case Phase::recover: return "recover";
    case Phase::call: return "call";
    case Phase::access: return "access";
    case Phase::then: return "then";
  }
  fail_check("a Phase outside its enum", __FILE__, __LINE__);
}

std::string_view name(Who who) {
  switch (who) {
    case Who::doctor: return "doctor";
    case Who::secretary: return "secretary";
    case Who::provider: return "provider";
    case Who::vendor: return "vendor";
    case Who::everyone: return "everyone";
  }
  fail_check("a Who outside its enum", __FILE__, __LINE__);
}

const Step* Measure::find(const StepId& step) const {
  const auto found = std::ranges::find(steps, step, &Step::id);
  return found == steps.end() ? nullptr : &*found;
}

MeasureCatalogue MeasureCatalogue::read(const content::Files& files, const std::vector<DataSet>& data_sets,
                                        Problems& problems) {
  MeasureCatalogue catalogue;
  std::set<MeasureId> ids;
  for (const content::File* file : files.in("measures")) {
    auto document = content::parse(*file, problems);
    if (!document) continue;
    const auto phase = read_phase(*document);
    for (Table& table : document->tables("measure")) {
      auto measure = read_measure(table, phase.value_or(Phase::then), data_sets);
      if (!measure) continue;
      if (ids.insert(measure->id).second)
        catalogue.measures_.push_back(*std::move(measure));
      else
        table.problem(fmt::format("measure {} is there twice", measure->id.text()));
    }
    document->finish();
  }
  std::ranges::stable_sort(catalogue.measures_, {}, &Measure::phase);
  return catalogue;
}

const Measure* MeasureCatalogue::find(const MeasureId& id) const {
  const auto found = std::ranges::find(measures_, id, &Measure::id);
  return found == measures_.end() ? nullptr : &*found;
}

}  // namespace garde::plan
