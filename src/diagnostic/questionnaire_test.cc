#include "diagnostic/questionnaire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::diagnostic {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

constexpr std::string_view kTwoDataSets = R"(
[[data_set]]
id = "records"
title = "Records"
of_them = "of the records"
[[data_set]]
id = "agenda"
title = "Agenda"
of_them = "of the agenda"
)";

constexpr std::string_view kYesNo = R"(
[[question.answer]]
id = "yes"
text = "Yes"
[[question.answer]]
id = "no"
text = "No"
)";

struct Reading {
  Questionnaire questionnaire;
  Lines problems;
};

Reading read_files(std::vector<content::File> files) {
  content::Problems problems;
  Reading reading{Questionnaire::read(content::Files(std::move(files)), problems), {}};
  for (const content::Problem& problem : problems) reading.problems.push_back(describe(problem));
  return reading;
}

// A questionnaire of one theme holding these questions.
Reading read_questions(const std::string& questions) {
  return read_files({{"questionnaire/version.toml", "version = \"1\"\n"},
                     {"questionnaire/data-sets.toml", std::string(kTwoDataSets)},
                     {"questionnaire/1-a.toml", "theme = \"a\"\ntitle = \"A\"\nintro = \"I\"\n" + questions}});
}

std::string question(const std::string& id, const std::string& keys, std::string_view answers = kYesNo) {
  return "[[question]]\nid = \"" + id + "\"\ntext = \"?\"\n" + keys + "\n" + std::string(answers);
}

std::string single(const std::string& id, const std::string& keys = "") {
  return question(id, "kind = \"single\"\n" + keys);
}

TEST(Questionnaires, AreReadWhole) {
  const auto [questionnaire, problems] = read_questions(R"(
[[question]]
id = "backup"
kind = "single"
neutral = true
text = "Saved?"
help = "Copied elsewhere."
[[question.answer]]
id = "yes"
text = "Yes"
help = "Good."
declares = ["backup-exists/agenda"]
[[question.answer]]
id = "unknown"
text = "I do not know"
unknown = true
harms = { data-loss = "critical", activity-block = "moderate" }
leads_to = ["verify-backups", "call"]

[[question]]
id = "tested"
kind = "date"
text = "Tested when?"
shown_if = [{ question = "backup", any_of = ["yes"] }]
dates = ["restore-tested/agenda"]
[question.when_stale]
harms = { data-loss = "high" }
leads_to = ["test"]

[[question]]
id = "tools"
kind = "multiple"
text = "Which?"
[[question.answer]]
id = "mail"
text = "Mail"
[question.answer.if_left]
leads_to = ["secure"]
[[question.answer]]
id = "none"
alone = true
text = "None"
)");
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_EQ(questionnaire.version(), "1");
  ASSERT_EQ(questionnaire.questions().size(), 3U);

  const Question& backup = *questionnaire.find(QuestionId::of("backup"));
  EXPECT_TRUE(backup.neutral);
  EXPECT_EQ(backup.help, "Copied elsewhere.");
  const Answer& unknown = backup.answers.at(1);
  EXPECT_TRUE(unknown.unknown);
  EXPECT_EQ(unknown.when_chosen.harms[Harm::data_loss], HarmLevel::critical);
  EXPECT_EQ(unknown.when_chosen.harms[Harm::activity_block], HarmLevel::moderate);
  EXPECT_EQ(unknown.when_chosen.harms[Harm::data_leak], HarmLevel::low);
  EXPECT_THAT(unknown.when_chosen.leads_to, ElementsAre(MeasureId::of("verify-backups"), MeasureId::of("call")));
  EXPECT_THAT(backup.answers.at(0).when_chosen.declares, ElementsAre(evidence::Claim::of("backup-exists/agenda")));

  const Question& tested = *questionnaire.find(QuestionId::of("tested"));
  EXPECT_THAT(tested.shown_if, ElementsAre(Condition{QuestionId::of("backup"), {AnswerId::of("yes")}}));
  EXPECT_EQ(tested.when_stale.harms.worst(), HarmLevel::high);
  EXPECT_EQ(tested.file, "questionnaire/1-a.toml");

  const Question& tools = *questionnaire.find(QuestionId::of("tools"));
  EXPECT_THAT(tools.answers.at(0).when_left.leads_to, ElementsAre(MeasureId::of("secure")));
  EXPECT_TRUE(tools.answers.at(1).alone);
}

TEST(Questionnaires, AskAQuestionOncePerDataSet) {
  const auto [questionnaire, problems] = read_questions(
      single("saved-{data_set}", "for_each = \"data-set\"\nhelp = \"The backup {of_them}.\"") +
      single("recent-{data_set}",
             "for_each = \"data-set\"\nshown_if = [{ question = \"saved-{data_set}\", any_of = [\"yes\"] }]"));
  EXPECT_THAT(problems, IsEmpty());
  Lines ids;
  for (const Question* one : questionnaire.questions()) ids.push_back(one->id.text());
  EXPECT_THAT(ids, ElementsAre("saved-records", "saved-agenda", "recent-records", "recent-agenda"));
  const Question& agenda = *questionnaire.find(QuestionId::of("recent-agenda"));
  EXPECT_EQ(agenda.shown_if.at(0).question, QuestionId::of("saved-agenda"));
  EXPECT_EQ(agenda.row_of, "?");
  EXPECT_EQ(agenda.row_title, "Agenda");
  EXPECT_EQ(questionnaire.find(QuestionId::of("saved-agenda"))->help, "The backup of the agenda.");
}

TEST(Questionnaires, SayOnceWhatIsWrongWithAQuestionAskedPerDataSet) {
  EXPECT_THAT(read_questions(single("saved-{data_set}", "for_each = \"data-set\"\nneutrall = true")).problems,
              ElementsAre(HasSubstr("neutrall is not a key known here")));
}

TEST(Questionnaires, ReadThemesInTheOrderOfTheirFiles) {
  const auto theme = [](const std::string& id) {
    return "theme = \"" + id + "\"\ntitle = \"T\"\nintro = \"I\"\n" + single("q-" + id);
  };
  const auto [questionnaire, problems] = read_files({{"questionnaire/2-b.toml", theme("second")},
                                                     {"questionnaire/version.toml", "version = \"1\"\n"},
                                                     {"questionnaire/data-sets.toml", std::string(kTwoDataSets)},
                                                     {"questionnaire/1-z.toml", theme("first")}});
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(questionnaire.themes().size(), 2U);
  EXPECT_EQ(questionnaire.themes()[0].id, ThemeId::of("first"));
}

TEST(Questionnaires, NameWhatIsMissingFromTheFolder) {
  EXPECT_THAT(read_files({}).problems, ElementsAre("questionnaire/data-sets.toml:0: there is no data set",
                                                   "questionnaire/version.toml:0: the version is missing"));
}

const std::string kLater = "shown_if = [{ question = \"b\", any_of = [\"yes\"] }]";

TEST(QuestionnaireForms, AreRefusedByName) {
  struct Case {
    std::string questions;
    std::string problem;
  };
  const std::vector<Case> cases{
      {single("a") + single("a"), "a is there twice"},
      {single("a") + "[[question.answer]]\nid = \"no\"\ntext = \"No\"\n", "answer no is there twice"},
      {single("a", kLater), "there is no question b"},
      {single("a", kLater) + single("b"), "b is asked later"},
      {single("b", kLater), "names the question itself"},
      {single("b") + single("a", "shown_if = [{ question = \"b\", any_of = [\"maybe\"] }]"), "b has no answer maybe"},
      {single("b") + single("a", "shown_if = [{ question = \"b\", any_of = [] }]"), "any_of is empty"},
      {single("A"), "expected a-z, 0-9 and '-'"},
      {question("a", "kind = \"choice\""), "kind must be single, multiple, date or text"},
      {question("a", "kind = \"single\"", "[[question.answer]]\nid = \"yes\"\ntext = \"Yes\"\n"), "needs two answers"},
      {question("a", "kind = \"text\""), "a text question has no answers"},
      {question("a", "kind = \"date\""), "a date question has an unknown answer only"},
      {question("a", "kind = \"date\"\n[question.when_stale]\nleads_to = [\"m\"]", ""), "when_stale needs dates"},
      {single("a", "dates = [\"tested/agenda\"]"), "dates and when_stale are for date questions"},
      {single("a") + "alone = true\n", "alone is for multiple questions"},
      {single("a") + "[question.answer.if_left]\nleads_to = [\"m\"]\n", "if_left is for multiple questions"},
      {question("a", "kind = \"multiple\"") + "unknown = true\n", "must be alone"},
      {question("a", "kind = \"multiple\"") + "alone = true\n[question.answer.if_left]\nleads_to = [\"m\"]\n",
       "leaving it means nothing"},
      {question("a", "kind = \"multiple\"", "[[question.answer]]\nid = \"no\"\ntext = \"No\"\nalone = true\n"),
       "needs an answer that is not alone"},
      {single("a") + "unknown = true\ndeclares = [\"tested/agenda\"]\n", "who does not know declares nothing"},
      {single("a") + "harms = { data-loss = \"severe\" }\n", "data-loss is not low, moderate, high or critical"},
      {single("a") + "harms = { fire = \"high\" }\n", "there is no harm fire"},
      {single("a") + "declares = [\"tested\"]\n", "expected kind/subject"},
      {single("a-{data_set}", "for_each = \"tool\""), "for_each must be \"data-set\""},
      {single("a", "for_each = \"data-set\""), "id must contain {data_set}"},
      {single("a") + "[question.answer.if_left]\ndeclares = [\"tested/agenda\"]\n", "declares is not a key"}};
  for (const Case& bad : cases)
    EXPECT_THAT(read_questions(bad.questions).problems, ElementsAre(HasSubstr(bad.problem))) << bad.questions;
}

TEST(QuestionnaireForms, LimitTheAnswersToChooseTogether) {
  std::string answers;
  for (std::size_t i = 0; i < kMaxChoices; ++i)
    answers += "[[question.answer]]\nid = \"a" + std::to_string(i) + "\"\ntext = \"A\"\n";
  const std::string none = "[[question.answer]]\nid = \"none\"\ntext = \"None\"\nalone = true\n";
  EXPECT_THAT(read_questions(question("a", "kind = \"multiple\"", answers + none)).problems, IsEmpty());
  const std::string one_more = "[[question.answer]]\nid = \"more\"\ntext = \"More\"\n";
  EXPECT_THAT(read_questions(question("a", "kind = \"multiple\"", answers + one_more)).problems,
              ElementsAre(HasSubstr("more than 12 answers")));
}

TEST(QuestionnaireForms, RefuseTwoUnknownAnswers) {
  const std::string unknown = "unknown = true\n";
  EXPECT_THAT(
      read_questions(single("a") + unknown + "[[question.answer]]\nid = \"x\"\ntext = \"X\"\n" + unknown).problems,
      ElementsAre(HasSubstr("has two unknown answers")));
}

TEST(QuestionnaireForms, RefuseAThemeOrADataSetWrittenTwice) {
  const std::string theme = "theme = \"a\"\ntitle = \"A\"\nintro = \"I\"\n";
  EXPECT_THAT(read_files({{"questionnaire/version.toml", "version = \"1\"\n"},
                          {"questionnaire/data-sets.toml", std::string(kTwoDataSets) + std::string(kTwoDataSets)},
                          {"questionnaire/1.toml", theme},
                          {"questionnaire/2.toml", theme}})
                  .problems,
              ElementsAre(HasSubstr("data set records is there twice"), HasSubstr("data set agenda is there twice"),
                          HasSubstr("2.toml:1: a is there twice")));
}

// Whatever the content says, asking must come to an end.
TEST(Questionnaires, DropConditionsThatLookForward) {
  const auto [questionnaire, problems] =
      read_questions(single("a", kLater) + single("b", "shown_if = [{ question = \"a\", any_of = [\"yes\"] }]"));
  EXPECT_EQ(problems.size(), 1U);
  EXPECT_THAT(questionnaire.find(QuestionId::of("a"))->shown_if, IsEmpty());
  EXPECT_EQ(questionnaire.find(QuestionId::of("b"))->shown_if.size(), 1U);
}

TEST(DataSetWords, AreFilledInOnceAndOtherBracesKept) {
  const DataSet data_set{evidence::SubjectId::of("agenda"), "Agenda {of_them}", "de l’agenda"};
  EXPECT_EQ(for_data_set("{title}: {of_them} ({data_set}) {name} {", data_set),
            "Agenda {of_them}: de l’agenda (agenda) {name} {");
}

TEST(HarmLevels, OnlyRise) {
  HarmLevels levels;
  levels.raise(Harm::data_leak, HarmLevel::high);
  levels.raise(Harm::data_leak, HarmLevel::moderate);
  EXPECT_EQ(levels[Harm::data_leak], HarmLevel::high);
  EXPECT_EQ(levels[Harm::data_loss], HarmLevel::low);
  EXPECT_EQ(levels.worst(), HarmLevel::high);
}

}  // namespace
}  // namespace garde::diagnostic
