// The promise: 1 000 assessments of a full answer file, each with its plan, in less than a second.
#include <benchmark/benchmark.h>

#include "diagnostic/ranking.h"
#include "plan/plan.h"

namespace {

using namespace garde;
using diagnostic::Answers;
using diagnostic::GivenAnswer;
using diagnostic::Question;
using diagnostic::Value;

constexpr Date kToday{std::chrono::year{2026}, std::chrono::November, std::chrono::day{23}};

struct RealContent {
  RealContent() {
    const auto files = content::Files::from_directory(GARDE_SOURCE_DIR "/content").value();
    content::Problems problems;
    questionnaire = diagnostic::Questionnaire::read(files, problems);
    catalogue = plan::MeasureCatalogue::read(files, questionnaire.data_sets(), problems);
    kinds = evidence::ClaimKinds::read(files, problems);
    GARDE_CHECK(problems.empty());
  }

  // Every question answered: as well as possible, or with the last of its answers.
  Answers answers(bool well) const {
    Answers answers;
    for (const Question* question : questionnaire.questions()) {
      const auto best = diagnostic::best_value(*question, kToday);
      const std::vector<Value> values = diagnostic::possible_values(*question);
      if (well && best)
        answers.emplace(question->id, GivenAnswer{*best, start_of(kToday)});
      else if (!values.empty())
        answers.emplace(question->id, GivenAnswer{well ? values.front() : values.back(), start_of(kToday)});
    }
    return answers;
  }

  diagnostic::Questionnaire questionnaire;
  plan::MeasureCatalogue catalogue;
  evidence::ClaimKinds kinds;
};

void thousand_assessments(benchmark::State& state, bool well) {
  const RealContent content;
  const Answers answers = content.answers(well);
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      const auto assessment = diagnostic::assess(content.questionnaire, content.kinds, answers, kToday);
      benchmark::DoNotOptimize(plan::make_plan(plan::propose(assessment, content.catalogue), content.catalogue, {},
                                               assessment.declared, start_of(kToday)));
    }
  }
}
BENCHMARK_CAPTURE(thousand_assessments, of_the_best_answers, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thousand_assessments, of_the_last_answers, false)->Unit(benchmark::kMillisecond);

}  // namespace
