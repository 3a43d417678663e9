#include "incident/breach_path.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/enumerators.h"
#include "incident/breach.h"

namespace garde::incident {
namespace {

constexpr std::array kVerdicts = {Verdict::none, Verdict::risk, Verdict::high};
constexpr std::string_view kFile = "incident/breach.toml";
constexpr std::int64_t kMostQuarters = 100;

std::optional<AtLeast> read_threshold(content::Table& row) {
  const auto question = BreachQuestionId::parse(row.text("question"));
  const auto answer = BreachAnswerId::parse(row.text("at_least"));
  row.finish();
  if (question && answer) return AtLeast{*question, *answer};
  row.problem("a threshold needs the id of a question and of one of its answers");
  return std::nullopt;
}

std::optional<BreachQuestion> read_question(content::Table& row) {
  const auto id = BreachQuestionId::parse(row.text("id"));
  if (!id) {
    row.problem("a question needs an id");
    return std::nullopt;
  }
  BreachQuestion question{*id, row.text("title"), row.text("help"), std::nullopt, {}};
  if (auto asked_if = row.table("asked_if")) question.asked_if = read_threshold(*asked_if);
  for (content::Table& answer : row.tables("answer")) {
    const auto answer_id = BreachAnswerId::parse(answer.text("id"));
    BreachAnswer read{answer_id ? *answer_id : BreachAnswerId::of("none"), answer.text("text"), answer.flag("unknown"),
                      answer.optional_text("evidence").value_or("")};
    if (!answer_id) answer.problem("an answer needs an id");
    answer.finish();
    question.answers.push_back(std::move(read));
  }
  row.finish();
  if (std::ranges::count_if(question.answers, &BreachAnswer::unknown) != 1)
    row.problem("a question needs exactly one answer with unknown = true");
  return question;
}

std::optional<BreachRule> read_rule(content::Table& row) {
  const auto verdict = parse_verdict(row.text("verdict"));
  BreachRule rule{verdict.value_or(Verdict::high), row.text("reason"), {}, {}};
  for (content::Table& threshold : row.tables("when"))
    if (auto read = read_threshold(threshold)) rule.when.push_back(std::move(*read));
  rule.sources = read_sources(row);
  row.finish();
  if (!verdict || *verdict == Verdict::none || rule.when.empty() || rule.sources.empty()) {
    row.problem("a rule needs a verdict of risk or high, what it looks at, and a source");
    return std::nullopt;
  }
  return rule;
}

SeverityScale read_severity(content::Table& table) {
  SeverityScale scale{table.text("caveat"), {}, {}, {}};
  for (content::Table& row : table.tables("factor")) {
    SeverityFactor factor{row.text("id"), row.text("title"), {}};
    for (content::Table& choice : row.tables("choice")) {
      factor.choices.push_back({choice.integer("quarters", 0, kMostQuarters), choice.text("text")});
      choice.finish();
    }
    row.finish();
    if (factor.choices.empty()) row.problem("a factor needs choices");
    scale.factors.push_back(std::move(factor));
  }
  for (content::Table& row : table.tables("band")) {
    scale.bands.push_back({row.integer("from_quarters", 0, kMostQuarters), row.text("text")});
    row.finish();
  }
  scale.sources = read_sources(table);
  table.finish();
  const bool in_order = std::ranges::is_sorted(scale.bands, {}, &SeverityBand::from_quarters);
  if (scale.factors.size() < 2 || scale.bands.empty() || scale.bands.front().from_quarters != 0 || !in_order)
    table.problem("a scale needs two factors, and bands in order from 0");
  return scale;
}

bool names_an_answer(const std::vector<BreachQuestion>& questions, const AtLeast& threshold) {
  const auto found = std::ranges::find(questions, threshold.question, &BreachQuestion::id);
  return found != questions.end() && found->rank(threshold.answer) < found->answers.size();
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::none: return "none";
    case Verdict::risk: return "risk";
    case Verdict::high: return "high";
  }
  fail_check("a Verdict outside its enum", __FILE__, __LINE__);
}

std::optional<Verdict> parse_verdict(std::string_view text) { return parse_enumerator<Verdict>(text); }

std::vector<Source> read_sources(content::Table& table) {
  std::vector<Source> sources;
  for (content::Table& row : table.tables("source")) {
    sources.push_back({row.text("title"), row.text("url"), row.date("checked")});
    row.finish();
  }
  return sources;
}

std::size_t BreachQuestion::rank(const BreachAnswerId& answer) const {
  return static_cast<std::size_t>(std::ranges::find(answers, answer, &BreachAnswer::id) - answers.begin());
}

const BreachAnswer& BreachQuestion::unknown() const {
  const auto found = std::ranges::find_if(answers, &BreachAnswer::unknown);
  GARDE_CHECK(found != answers.end());
  return *found;
}

BreachPath BreachPath::read(const content::Files& files, content::Problems& problems) {
  BreachPath path;
  for (const content::File* file : files.in("incident")) {
    if (file->path != kFile) continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    static_cast<void>(document->text("version"));
    for (content::Table& row : document->tables("question"))
      if (auto question = read_question(row)) {
        if (question->asked_if && !names_an_answer(path.questions_, *question->asked_if))
          row.problem("asked_if names no answer of an earlier question");
        path.questions_.push_back(std::move(*question));
      }
    for (content::Table& row : document->tables("rule"))
      if (auto rule = read_rule(row)) {
        for (const AtLeast& threshold : rule->when)
          if (!names_an_answer(path.questions_, threshold)) row.problem("a threshold names no answer");
        path.rules_.push_back(std::move(*rule));
      }
    path.read_advice(*document);
    if (auto severity = document->table("severity")) path.severity_ = read_severity(*severity);
    document->finish();
    if (!problems.empty()) continue;
    for (const BreachQuestion& question : path.questions_)
      if (verdict_when_unknown(path, question) == Verdict::none)
        document->problem(fmt::format("not knowing {} must be a risk", question.id.text()));
  }
  return path;
}

void BreachPath::read_advice(content::Table& document) {
  for (content::Table& row : document.tables("advice")) {
    const auto verdict = parse_verdict(row.text("verdict"));
    BreachAdvice advice{row.text("title"), row.text("text"), read_sources(row)};
    row.finish();
    if (verdict) advice_.emplace_back(*verdict, std::move(advice));
    if (!verdict || advice_.back().second.sources.empty()) row.problem("an advice needs a verdict and a source");
  }
  for (const Verdict verdict : kVerdicts)
    if (std::ranges::count(advice_, verdict, &std::pair<Verdict, BreachAdvice>::first) != 1)
      document.problem(fmt::format("needs exactly one advice for {}", name(verdict)));
}

const BreachAdvice& BreachPath::advice(Verdict verdict) const {
  const auto found = std::ranges::find(advice_, verdict, &std::pair<Verdict, BreachAdvice>::first);
  GARDE_CHECK(found != advice_.end());
  return found->second;
}

const BreachQuestion* BreachPath::find(const BreachQuestionId& id) const {
  const auto found = std::ranges::find(questions_, id, &BreachQuestion::id);
  return found == questions_.end() ? nullptr : &*found;
}

}  // namespace garde::incident
