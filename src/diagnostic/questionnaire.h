// The questionnaire as content says it: themes, questions, answers, and what each answer implies.
// Read once from content/questionnaire/; nothing here knows a particular question.
//
//   version.toml      version
//   data-sets.toml    [[data_set]] id, title, of_them
//   when-failed.toml  [[claim]] id, harms: what follows when a claim of this kind is shown not to hold
//   1-practice.toml   theme, title, intro, [[question]]...      every other file is a theme, in name order
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evidence/evidence.h"

namespace garde::diagnostic {

using ThemeId = Id<struct ThemeTag>;
using QuestionId = Id<struct QuestionTag>;
using AnswerId = Id<struct AnswerTag>;
using MeasureId = Id<struct MeasureTag>;  // an action of the plan; described by plan/measure.h

// What can happen to the practice. The order is the one of the report.
enum class Harm : std::uint8_t { activity_block, data_loss, data_leak };
inline constexpr std::array kHarms = {Harm::activity_block, Harm::data_loss, Harm::data_leak};
std::string_view name(Harm harm);  // "activity-block", as in the JSON

enum class HarmLevel : std::uint8_t { low, moderate, high, critical };
std::string_view name(HarmLevel level);

// One level per harm.
class HarmLevels {
 public:
  constexpr HarmLevels() = default;
  HarmLevel operator[](Harm harm) const { return levels_.at(static_cast<std::size_t>(harm)); }
  void raise(Harm harm, HarmLevel level);  // to at least `level`
  void raise(const HarmLevels& other);     // each to at least the other's
  void lower(const HarmLevels& other);     // each to at most the other's
  HarmLevel worst() const;
  bool operator==(const HarmLevels&) const = default;

 private:
  std::array<HarmLevel, kHarms.size()> levels_{};
};

// What follows from an answer.
struct Implication {
  HarmLevels harms;
  std::vector<MeasureId> leads_to;
  std::vector<evidence::Claim> declares;  // claims the person thereby says to hold
  bool operator==(const Implication&) const = default;
};

struct Answer {
  AnswerId id;
  std::string text;
  std::string help;      // shown once chosen; may be empty
  bool unknown = false;  // "je ne sais pas"
  bool alone = false;    // of a multiple question: excludes the others ("aucun", "je ne sais pas")
  Implication when_chosen;
  Implication when_left;  // of a multiple question: answered, and neither this one nor an `alone` one chosen
  // Claims that show the answer to be true beside those it declares: those a date declares that is asked for next.
  std::vector<evidence::Claim> shown_by = {};
};

enum class QuestionKind : std::uint8_t { single, multiple, date, text };
std::string_view name(QuestionKind kind);

// Holds when each listed question is itself asked and one of its listed answers is chosen.
struct Condition {
  QuestionId question;
  std::vector<AnswerId> any_of;
  bool operator==(const Condition&) const = default;
};

// Answers of a multiple question that can be chosen together: every set of them is checked.
inline constexpr std::size_t kMaxChoices = 12;

struct Question {
  QuestionId id;
  std::string text;
  std::string help;  // may be empty
  QuestionKind kind{};
  // Facts about the practice have no better answer; elsewhere the answers stand from the best to the worst.
  bool neutral = false;
  std::vector<Condition> shown_if;  // all must hold; empty = always asked
  std::vector<Answer> answers;      // of a date question: only "je ne sais pas"; of a text question: none

  // Questions asked once per data set stand in a row under one heading.
  std::string row_of;     // the common question's text; empty when the question stands alone
  std::string row_title;  // "Dossiers patients"

  // Of a date question: claims shown to hold on the date given, and what follows when they have expired by then.
  std::vector<evidence::Claim> dates;
  Implication when_stale;

  std::string file;  // where it is written, for the content rules
  std::uint32_t line = 0;

  const Answer* find(const AnswerId& answer) const;
};

struct Theme {
  ThemeId id;
  std::string title;
  std::string intro;
  std::vector<Question> questions;
  std::string file;  // where it is written
};

// Something the practice keeps records of: dossiers patients, agenda, documents médicaux.
struct DataSet {
  evidence::SubjectId id;
  std::string title;    // "Dossiers patients"
  std::string of_them;  // "des dossiers patients", "de l’agenda"
  bool operator==(const DataSet&) const = default;
};

class Questionnaire {
 public:
  // Reads content/questionnaire/. Problems of form and unknown references inside the questionnaire are added
  // to `problems`; what only the measures can tell is left to plan/content_rules.h.
  static Questionnaire read(const content::Files& files, content::Problems& problems);

  const std::string& version() const { return version_; }
  const std::vector<Theme>& themes() const { return themes_; }
  const std::vector<DataSet>& data_sets() const { return data_sets_; }
  const Question* find(const QuestionId& id) const;  // null when there is none
  // What follows when a claim is shown not to hold, by its kind; low where content says nothing.
  const std::map<evidence::ClaimKindId, HarmLevels>& when_failed() const { return when_failed_; }
  HarmLevels when_failed(const evidence::Claim& claim) const;
  std::vector<const Question*> questions() const;  // all, in the order they are asked

 private:
  void index(content::Problems& problems);
  // Conditions look back only, so that asking never goes in circles: what looks elsewhere is a problem and dropped.
  void check_conditions(content::Problems& problems);

  std::string version_;
  std::vector<Theme> themes_;
  std::vector<DataSet> data_sets_;
  std::map<evidence::ClaimKindId, HarmLevels> when_failed_;
  std::map<QuestionId, std::pair<std::size_t, std::size_t>> places_;  // theme and question index
};

// The data sets of content/questionnaire/data-sets.toml; measures are written per data set too.
std::vector<DataSet> read_data_sets(const content::Files& files, content::Problems& problems);

// `text` for one data set: {data_set} becomes its id, {title} and {of_them} its words.
std::string for_data_set(std::string_view text, const DataSet& data_set);

}  // namespace garde::diagnostic
