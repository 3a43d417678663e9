#include "incident/rules.h"

#include <algorithm>

namespace garde::incident {
namespace {

using content::Table;

// The longest deadline a rule may set in hours, and the fastest an exercise may go.
constexpr std::int64_t kMaxHours = 8760;
constexpr std::int64_t kMaxPace = 600;

template <class T>
T id_of(Table& row, std::string_view key) {
  if (auto id = T::parse(row.text(key))) return std::move(*id);
  row.problem(std::string(key) + " must be an id");
  return T::of("unreadable");
}

template <class T>
std::vector<T> ids_of(Table& row, std::string_view key) {
  std::vector<T> ids;
  for (const std::string& text : row.texts(key)) {
    if (auto id = T::parse(text))
      ids.push_back(std::move(*id));
    else
      row.problem(std::string(key) + " must hold ids");
  }
  return ids;
}

template <class T>
std::optional<T> optional_id(Table& row, std::string_view key) {
  const auto text = row.optional_text(key);
  if (!text) return std::nullopt;
  if (auto id = T::parse(*text)) return std::move(*id);
  row.problem(std::string(key) + " must be an id");
  return std::nullopt;
}

template <class T, class Id>
const T* find_in(const std::vector<T>& all, const Id& id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

Source read_source(Table& row) {
  return {row.text("law"), row.optional_text("source").value_or(""), row.date("read_on")};
}

ClockRule read_clock(Table& row, const Rules& rules) {
  ClockRule rule{.id = id_of<ClockRuleId>(row, "id"),
                 .title = row.text("title"),
                 .why = row.text("why"),
                 .length = {},
                 .length_field = optional_id<FieldId>(row, "hours_field"),
                 .starts = ids_of<MomentId>(row, "starts"),
                 .candidates = ids_of<MomentId>(row, "candidates"),
                 .starts_after = optional_id<DeclarationId>(row, "starts_after"),
                 .met_by = id_of<DeclarationId>(row, "met_by"),
                 .situations = {},
                 .wakes = ids_of<MomentId>(row, "wakes"),
                 .is_law = row.flag("is_law"),
                 .asks_why_late = row.flag("asks_why_late"),
                 .in_force_from = row.date("in_force_from"),
                 .in_force_until = {},
                 .source = read_source(row)};
  if (const auto hours = row.optional_integer("hours", 1, kMaxHours)) rule.length = std::chrono::hours{*hours};
  if (const auto until = row.optional_text("in_force_until")) {
    const auto day = parse_date(*until);
    if (day)
      rule.in_force_until = *day;
    else
      row.problem("in_force_until must be a day, as \"2026-12-31\"");
  }
  for (const std::string& word : row.texts("situations")) {
    if (const auto situation = parse_situation(word))
      rule.situations.push_back(*situation);
    else
      row.problem(word + " is no situation");
  }
  if (rule.length.has_value() == rule.length_field.has_value()) row.problem("either hours or hours_field");
  if (rule.starts.empty() != rule.starts_after.has_value()) row.problem("either starts or starts_after");
  for (const auto* moments : {&rule.starts, &rule.candidates, &rule.wakes})
    for (const MomentId& moment : *moments)
      if (rules.find(moment) == nullptr) row.problem(moment.text() + " is no moment");
  if (rules.find(rule.met_by) == nullptr) row.problem("met_by is no declaration");
  if (rule.starts_after && rules.find(*rule.starts_after) == nullptr) row.problem("starts_after is no declaration");
  row.finish();
  return rule;
}

void read_clocks(Table& document, Rules& rules) {
  for (Table& row : document.tables("moment")) {
    rules.moments.push_back({id_of<MomentId>(row, "id"), row.text("title")});
    row.finish();
  }
  for (Table& row : document.tables("declaration")) {
    rules.declarations.push_back({id_of<DeclarationId>(row, "id"), row.text("title"), row.text("addressee")});
    row.finish();
  }
  for (Table& row : document.tables("clock")) rules.clocks.push_back(read_clock(row, rules));
  rules.exercise_pace = static_cast<int>(document.integer("exercise_pace", 1, kMaxPace));
  for (const MomentId& needed : {moment::alert(), moment::aware(), moment::attack_known()})
    if (rules.find(needed) == nullptr) document.problem("the moment " + needed.text() + " is missing");
}

void read_gates(Table& document, Rules& rules) {
  for (Table& row : document.tables("precondition")) {
    rules.preconditions.push_back({id_of<PreconditionId>(row, "id"), row.text("title"), row.text("asks")});
    row.finish();
  }
  for (Table& row : document.tables("gate")) {
    Gate gate{id_of<GateId>(row, "id"), row.text("title"), row.text("why"),
              ids_of<PreconditionId>(row, "preconditions")};
    if (gate.preconditions.empty()) row.problem("a gate without preconditions is always open");
    for (const PreconditionId& id : gate.preconditions)
      if (rules.find(id) == nullptr) row.problem(id.text() + " is no precondition");
    row.finish();
    rules.gates.push_back(std::move(gate));
  }
  for (Table& row : document.tables("end_criterion")) {
    EndCriterion criterion{row.text("id"), row.text("text")};
    if (!is_id_text(criterion.id)) row.problem("id must be an id");
    row.finish();
    rules.end_criteria.push_back(std::move(criterion));
  }
  rules.override_phrase = document.text("override_phrase");
}

void read_words(Table& document, Rules& rules) {
  document.integer("version", 1, 1);
  auto words = journal::WordList::from(document.texts("words"));
  if (words)
    rules.witness_words = std::move(words).take();
  else
    document.problem(words.error().detail);
}

}  // namespace

Rules Rules::read(const content::Files& files, content::Problems& problems) {
  Rules rules;
  for (const content::File* file : files.in("incident")) {
    void (*const read)(Table&, Rules&) = file->path == "incident/clocks.toml"          ? read_clocks
                                         : file->path == "incident/gates.toml"         ? read_gates
                                         : file->path == "incident/witness-words.toml" ? read_words
                                                                                       : nullptr;
    if (read == nullptr) continue;  // another reader's
    auto document = content::parse(*file, problems);
    if (!document) continue;
    read(*document, rules);
    document->finish();
  }
  if (problems.empty() && (rules.clocks.empty() || rules.gates.empty() || !rules.witness_words))
    problems.push_back({"incident/clocks.toml", 0, "clocks, gates and witness words must all be there"});
  return rules;
}

const MomentKind* Rules::find(const MomentId& id) const { return find_in(moments, id); }
const DeclarationKind* Rules::find(const DeclarationId& id) const { return find_in(declarations, id); }
const Precondition* Rules::find(const PreconditionId& id) const { return find_in(preconditions, id); }
const Gate* Rules::find(const GateId& id) const { return find_in(gates, id); }

}  // namespace garde::incident
