#include "bench/real_content.h"
#include "base/testing/source_directory.h"

namespace garde::bench {

using diagnostic::Answers;
using diagnostic::GivenAnswer;
using diagnostic::Question;
using diagnostic::Value;

RealContent RealContent::read() {
  const auto files = content::Files::from_directory(source_directory() / "content").value();
  content::Problems problems;
  RealContent content;
  content.questionnaire = diagnostic::Questionnaire::read(files, problems);
  content.catalogue = plan::MeasureCatalogue::read(files, content.questionnaire.data_sets(), problems);
  content.kinds = evidence::ClaimKinds::read(files, problems);
  GARDE_CHECK(problems.empty());
  return content;
}

Answers RealContent::answers(How how, Date today) const {
  const auto value_for = [&](const Question& question) -> Value {
    if (question.kind == diagnostic::QuestionKind::text) return std::string("Cabinet des Tilleuls");
    const auto best = diagnostic::best_value(question, today);
    if (how == How::best && best) return *best;
    const std::vector<Value> values = diagnostic::possible_values(question);
    return how == How::best ? values.front() : values.back();
  };
  Answers answers;
  for (const Question* question : questionnaire.questions())
    answers.emplace(question->id, GivenAnswer{value_for(*question), start_of(today)});
  return answers;
}

}  // namespace garde::bench
