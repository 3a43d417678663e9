// The promise: 1 000 assessments of a full answer file, each with its plan, in less than a second.
#include <benchmark/benchmark.h>

#include "bench/real_content.h"
#include "diagnostic/assessment.h"
#include "plan/plan.h"

namespace {

using namespace garde;

constexpr Date kToday{std::chrono::year{2026}, std::chrono::November, std::chrono::day{23}};

void thousand_assessments(benchmark::State& state, bench::How how) {
  const auto content = bench::RealContent::read();
  const diagnostic::Answers answers = content.answers(how, kToday);
  for (auto _ : state) {
    for (int i = 0; i < 1000; ++i) {
      const auto assessment = diagnostic::assess(content.questionnaire, content.kinds, answers, {}, start_of(kToday));
      benchmark::DoNotOptimize(plan::make_plan(plan::propose(assessment, content.catalogue), content.catalogue, {},
                                               assessment.declared, start_of(kToday)));
    }
  }
}
BENCHMARK_CAPTURE(thousand_assessments, of_the_best_answers, bench::How::best)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(thousand_assessments, of_the_last_answers, bench::How::last)->Unit(benchmark::kMillisecond);

}  // namespace
