#include "actions/practice/testing/practice_under_test.h"

#include "actions/practice/diagnostic.h"
#include "actions/practice/practice_zone.h"
#include "storage/migrations.h"

namespace garde::actions {

PracticeUnderTest::PracticeUnderTest(cage::Runner readers) : readers_(std::move(readers)) {
  close();  // the one connection belongs to the practice
  restart();
}

const Library& PracticeUnderTest::library() {
  static const Library compiled_in = [] {
    content::Problems problems;
    Library read = read_library(content::Files::from_program(), problems);
    GARDE_CHECK(problems.empty());
    return read;
  }();
  return compiled_in;
}

void PracticeUnderTest::restart() {
  practice_.reset();
  auto connection = connect();
  EXPECT_TRUE(ok(storage::migrate(*connection, now_)));
  const auto zone = load_zone(*connection, storage::default_practice(), library().zones);
  ASSERT_TRUE(ok(zone));
  practice_.emplace(library(), std::move(connection), folder_.path(), *zone, [this] { return now_; }, readers_);
}

void PracticeUnderTest::give(std::string_view question, const std::vector<std::string>& given) {
  const auto problem = answer(practice(), diagnostic::QuestionId::parse(question).value(), given);
  ASSERT_TRUE(ok(problem));
  ASSERT_FALSE(problem->has_value()) << question << ": " << (*problem)->key;
}

void PracticeUnderTest::answer_unknown_everywhere() {
  for (const diagnostic::Theme& theme : library().questionnaire.themes()) {
    for (const diagnostic::Question& question : theme.questions) {
      const auto answers = load_answers(practice());
      ASSERT_TRUE(ok(answers));
      if (!diagnostic::is_asked(library().questionnaire, question, *answers)) continue;
      for (const diagnostic::Answer& possible : question.answers)
        if (possible.unknown) give(question.id.text(), {possible.id.text()});
    }
  }
}

void PracticeUnderTest::answer_that_backups_are_fine(Date restored) {
  give("software-hosting", {"local"});
  for (const diagnostic::DataSet& data_set : library().questionnaire.data_sets()) {
    const std::string& id = data_set.id.text();
    give("backup-made-" + id, {"automatic"});
    give("backup-age-" + id, {"day"});
    give("restore-tested-" + id, {"yes"});
    give("restore-date-" + id, {to_iso(restored)});
  }
  give("backup-protection", {"encrypted", "elsewhere", "disconnected"});
}

}  // namespace garde::actions
