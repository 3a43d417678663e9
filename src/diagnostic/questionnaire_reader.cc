#include "diagnostic/questionnaire.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/enumerators.h"

namespace garde::diagnostic {
namespace {

using content::Problems;
using content::Table;

constexpr std::string_view kVersionFile = "questionnaire/version.toml";
constexpr std::string_view kDataSetsFile = "questionnaire/data-sets.toml";
constexpr std::string_view kWhenFailedFile = "questionnaire/when-failed.toml";

// The texts of one question as written, or for one data set.
struct Words {
  const DataSet* data_set = nullptr;
  std::string operator()(std::string_view text) const {
    return data_set == nullptr ? std::string(text) : for_data_set(text, *data_set);
  }
};

template <class T>
std::optional<T> parse_one(Table& table, std::string_view key, const std::string& text) {
  auto parsed = T::parse(text);
  if (parsed) return std::move(parsed).take();
  if (!text.empty()) table.problem(fmt::format("{}: \"{}\": {}", key, text, parsed.error().detail));
  return std::nullopt;
}

template <class T>
std::vector<T> parse_list(Table& table, std::string_view key, const Words& words) {
  std::vector<T> list;
  for (const std::string& text : table.texts(key))
    if (auto parsed = parse_one<T>(table, key, words(text))) list.push_back(*std::move(parsed));
  return list;
}

HarmLevels read_harms(Table& owner) {
  HarmLevels harms;
  auto table = owner.table("harms");
  if (!table) return harms;
  for (const std::string& key : table->keys()) {
    const auto harm = parse_enumerator<Harm>(key);
    const std::string text = table->text(key);
    const auto level = parse_enumerator<HarmLevel>(text);
    if (!harm) table->problem(fmt::format("harms: there is no harm {}", key));
    if (!level) table->problem(fmt::format("harms: {} is not low, moderate, high or critical", key));
    if (harm && level) harms.raise(*harm, *level);
  }
  return harms;
}

// What follows from not choosing an answer, or from a date too old: nobody says thereby that something holds.
Implication read_consequence(Table& owner, std::string_view key, const Words& words) {
  Implication implication;
  if (auto table = owner.table(key)) {
    implication.harms = read_harms(*table);
    implication.leads_to = parse_list<MeasureId>(*table, "leads_to", words);
    table->finish();
  }
  return implication;
}

std::optional<Answer> read_answer(Table& table, const Words& words) {
  const auto id = parse_one<AnswerId>(table, "id", words(table.text("id")));
  std::string text = words(table.text("text"));
  std::string help = words(table.optional_text("help").value_or(""));
  const bool unknown = table.flag("unknown");
  const bool alone = table.flag("alone");
  Implication chosen{read_harms(table), parse_list<MeasureId>(table, "leads_to", words),
                     parse_list<evidence::Claim>(table, "declares", words)};
  Implication left = read_consequence(table, "if_left", words);
  auto shown_by = parse_list<evidence::Claim>(table, "shown_by", words);
  table.finish();
  if (!id) return std::nullopt;
  return Answer{*id,   std::move(text),   std::move(help), unknown,
                alone, std::move(chosen), std::move(left), std::move(shown_by)};
}

std::vector<Condition> read_conditions(Table& owner, const Words& words) {
  std::vector<Condition> conditions;
  for (Table& table : owner.tables("shown_if")) {
    const auto question = parse_one<QuestionId>(table, "question", words(table.text("question")));
    auto any_of = parse_list<AnswerId>(table, "any_of", words);
    table.finish();
    if (any_of.empty()) table.problem("shown_if: any_of is empty, so it never holds");
    if (question) conditions.push_back({*question, std::move(any_of)});
  }
  return conditions;
}

std::optional<Question> read_question(Table table, const DataSet* data_set) {
  const Words words{data_set};
  const auto id = parse_one<QuestionId>(table, "id", words(table.text("id")));
  const std::string text = table.text("text");
  std::string help = words(table.optional_text("help").value_or(""));
  const std::string kind_name = table.text("kind");
  const auto kind = parse_enumerator<QuestionKind>(kind_name);
  if (!kind && !kind_name.empty()) table.problem("kind must be single, multiple, date or text");
  const bool neutral = table.flag("neutral");
  table.optional_text("for_each");
  std::vector<Condition> conditions = read_conditions(table, words);
  std::vector<Answer> answers;
  for (Table& row : table.tables("answer"))
    if (auto answer = read_answer(row, words)) answers.push_back(*std::move(answer));
  std::vector<evidence::Claim> dates = parse_list<evidence::Claim>(table, "dates", words);
  Implication when_stale = read_consequence(table, "when_stale", words);
  table.finish();
  if (!id || !kind) return std::nullopt;
  return Question{.id = *id,
                  .text = words(text),
                  .help = std::move(help),
                  .kind = *kind,
                  .neutral = neutral,
                  .shown_if = std::move(conditions),
                  .answers = std::move(answers),
                  .row_of = data_set == nullptr ? "" : text,
                  .row_title = data_set == nullptr ? "" : data_set->title,
                  .dates = std::move(dates),
                  .when_stale = std::move(when_stale),
                  .file = table.file(),
                  .line = table.line()};
}

std::map<evidence::ClaimKindId, HarmLevels> read_when_failed(Table& document) {
  std::map<evidence::ClaimKindId, HarmLevels> harms;
  for (Table& row : document.tables("claim")) {
    const auto id = parse_one<evidence::ClaimKindId>(row, "id", row.text("id"));
    const HarmLevels levels = read_harms(row);
    row.finish();
    if (id && !harms.emplace(*id, levels).second) row.problem(id->text() + " is there twice");
  }
  document.finish();
  return harms;
}

// Drops what is said twice from `from` on: a question written once is read once per data set.
void keep_first_of_each(Problems& problems, std::size_t from) {
  Problems once;
  for (std::size_t i = from; i < problems.size(); ++i)
    if (std::ranges::find(once, problems[i]) == once.end()) once.push_back(problems[i]);
  problems.resize(from);
  problems.insert(problems.end(), once.begin(), once.end());
}

// The question, or one per data set.
std::vector<Question> read_questions(Table& table, const std::vector<DataSet>& data_sets, Problems& problems) {
  const bool has_place = Table(table).optional_text("id").value_or("").find("{data_set}") != std::string::npos;
  const auto for_each = Table(table).optional_text("for_each");
  if (for_each && *for_each != "data-set") table.problem("for_each must be \"data-set\"");
  if (for_each && !has_place) table.problem("id must contain {data_set}: there is one such question per data set");
  std::vector<const DataSet*> asked_for;
  for (const DataSet& data_set : data_sets) asked_for.push_back(&data_set);
  if (!for_each || !has_place) asked_for = {nullptr};
  const std::size_t before = problems.size();
  std::vector<Question> questions;
  for (const DataSet* data_set : asked_for)
    if (auto question = read_question(table, data_set)) questions.push_back(*std::move(question));
  keep_first_of_each(problems, before);
  return questions;
}

std::optional<Theme> read_theme(Table& document, const std::vector<DataSet>& data_sets, Problems& problems) {
  const auto id = parse_one<ThemeId>(document, "theme", document.text("theme"));
  std::string title = document.text("title");
  std::string intro = document.text("intro");
  std::vector<Question> questions;
  for (Table& table : document.tables("question"))
    std::ranges::move(read_questions(table, data_sets, problems), std::back_inserter(questions));
  document.finish();
  if (!id) return std::nullopt;
  return Theme{*id, std::move(title), std::move(intro), std::move(questions), document.file()};
}

// Everything wrong with the form of one question by itself.
class QuestionCheck {
 public:
  QuestionCheck(const Question& question, Problems& problems) : question_(question), problems_(problems) {}

  void run() {
    check_answer_ids();
    switch (question_.kind) {
      case QuestionKind::single: check_single(); break;
      case QuestionKind::multiple: check_multiple(); break;
      case QuestionKind::date: check_date(); break;
      case QuestionKind::text: refuse_if(!question_.answers.empty(), "a text question has no answers"); break;
    }
    if (question_.kind != QuestionKind::multiple) check_no_multiple_keys();
    if (question_.kind != QuestionKind::date)
      refuse_if(!question_.dates.empty() || !(question_.when_stale == Implication{}),
                "dates and when_stale are for date questions");
  }

 private:
  void refuse_if(bool wrong, std::string_view text) {
    if (wrong) problems_.push_back({question_.file, question_.line, fmt::format("{}: {}", question_.id.text(), text)});
  }

  void check_answer_ids() {
    std::set<AnswerId> seen;
    for (const Answer& answer : question_.answers) {
      refuse_if(!seen.insert(answer.id).second, fmt::format("answer {} is there twice", answer.id.text()));
      refuse_if(answer.unknown && !(answer.when_chosen.declares.empty() && answer.shown_by.empty()),
                "who does not know declares nothing, and nothing shows it");
    }
    refuse_if(std::ranges::count_if(question_.answers, &Answer::unknown) > 1, "has two unknown answers");
  }

  void check_single() { refuse_if(question_.answers.size() < 2, "a single question needs two answers or more"); }

  void check_multiple() {
    refuse_if(std::ranges::all_of(question_.answers, &Answer::alone),
              "a multiple question needs an answer that is not alone");
    const auto together =
        question_.answers.size() - static_cast<std::size_t>(std::ranges::count_if(question_.answers, &Answer::alone));
    refuse_if(together > kMaxChoices, fmt::format("has more than {} answers to choose together", kMaxChoices));
    for (const Answer& answer : question_.answers) {
      refuse_if(answer.unknown && !answer.alone, "the unknown answer of a multiple question must be alone");
      refuse_if(answer.alone && !(answer.when_left == Implication{}),
                fmt::format("answer {} is alone, so leaving it means nothing: no if_left", answer.id.text()));
    }
  }

  void check_date() {
    refuse_if(!std::ranges::all_of(question_.answers, &Answer::unknown), "a date question has an unknown answer only");
    refuse_if(question_.dates.empty() && !(question_.when_stale == Implication{}),
              "when_stale needs dates: nothing says when a date is too old");
  }

  void check_no_multiple_keys() {
    for (const Answer& answer : question_.answers) {
      refuse_if(answer.alone, fmt::format("answer {}: alone is for multiple questions", answer.id.text()));
      refuse_if(!(answer.when_left == Implication{}),
                fmt::format("answer {}: if_left is for multiple questions", answer.id.text()));
    }
  }

  const Question& question_;
  Problems& problems_;
};

// What is wrong with a condition of a question, given every question and those asked before it.
std::optional<std::string> problem_with(const Condition& condition, const Question& question,
                                        const Questionnaire& questionnaire, const std::set<QuestionId>& before) {
  const std::string& parent_id = condition.question.text();
  if (condition.question == question.id) return "shown_if names the question itself";
  const Question* parent = questionnaire.find(condition.question);
  if (parent == nullptr) return fmt::format("shown_if: there is no question {}", parent_id);
  if (!before.contains(condition.question)) return fmt::format("shown_if: {} is asked later", parent_id);
  for (const AnswerId& answer : condition.any_of)
    if (parent->find(answer) == nullptr) return fmt::format("shown_if: {} has no answer {}", parent_id, answer.text());
  return std::nullopt;
}

}  // namespace

std::vector<DataSet> read_data_sets(const content::Files& files, Problems& problems) {
  std::vector<DataSet> data_sets;
  for (const content::File* file : files.in("questionnaire")) {
    if (file->path != kDataSetsFile) continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    for (Table& row : document->tables("data_set")) {
      const auto id = parse_one<evidence::SubjectId>(row, "id", row.text("id"));
      std::string title = row.text("title");
      std::string of_them = row.text("of_them");
      row.finish();
      if (!id) continue;
      if (std::ranges::find(data_sets, *id, &DataSet::id) != data_sets.end())
        row.problem(fmt::format("data set {} is there twice", id->text()));
      else
        data_sets.push_back({*id, std::move(title), std::move(of_them)});
    }
    document->finish();
  }
  if (data_sets.empty()) problems.push_back({std::string(kDataSetsFile), 0, "there is no data set"});
  return data_sets;
}

Questionnaire Questionnaire::read(const content::Files& files, Problems& problems) {
  Questionnaire result;
  result.data_sets_ = read_data_sets(files, problems);
  std::set<ThemeId> theme_ids;
  for (const content::File* file : files.in("questionnaire")) {
    if (file->path == kDataSetsFile) continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    if (file->path == kVersionFile) {
      result.version_ = document->text("version");
      document->finish();
    } else if (file->path == kWhenFailedFile) {
      result.when_failed_ = read_when_failed(*document);
    } else if (auto theme = read_theme(*document, result.data_sets_, problems)) {
      if (!theme_ids.insert(theme->id).second) document->problem(theme->id.text() + " is there twice");
      result.themes_.push_back(*std::move(theme));
    }
  }
  if (result.version_.empty()) problems.push_back({std::string(kVersionFile), 0, "the version is missing"});
  result.index(problems);
  result.check_conditions(problems);
  return result;
}

void Questionnaire::index(Problems& problems) {
  for (std::size_t theme = 0; theme < themes_.size(); ++theme) {
    for (std::size_t place = 0; place < themes_[theme].questions.size(); ++place) {
      const Question& question = themes_[theme].questions[place];
      if (!places_.emplace(question.id, std::pair(theme, place)).second)
        problems.push_back({question.file, question.line, question.id.text() + " is there twice"});
      QuestionCheck(question, problems).run();
    }
  }
}

void Questionnaire::check_conditions(Problems& problems) {
  std::set<QuestionId> before;
  for (Theme& theme : themes_) {
    for (Question& question : theme.questions) {
      std::erase_if(question.shown_if, [&](const Condition& condition) {
        const auto problem = problem_with(condition, question, *this, before);
        if (problem)
          problems.push_back({question.file, question.line, fmt::format("{}: {}", question.id.text(), *problem)});
        return problem.has_value();
      });
      before.insert(question.id);
    }
  }
}

}  // namespace garde::diagnostic
