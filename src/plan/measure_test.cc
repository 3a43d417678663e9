#include "plan/measure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

struct Reading {
  MeasureCatalogue catalogue;
  Lines problems;
};

Reading read_files(std::vector<content::File> files) {
  const std::vector<diagnostic::DataSet> data_sets{{evidence::SubjectId::of("records"), "Records", "of the records"},
                                                   {evidence::SubjectId::of("agenda"), "Agenda", "of the agenda"}};
  content::Problems problems;
  Reading reading{MeasureCatalogue::read(content::Files(std::move(files)), data_sets, problems), {}};
  for (const content::Problem& problem : problems) reading.problems.push_back(describe(problem));
  return reading;
}

std::string measure(const std::string& id) {
  return "[[measure]]\nid = \"" + id + R"("
title = "Test"
kept_title = "Tested"
why = "Because."
first = "Start."
who = ["doctor", "provider"]
minutes = 45
proof = "A report."
[[measure.source]]
title = "A guide"
url = "https://example.org"
checked = 2026-11-23
)";
}

std::string step(const std::string& id, const std::string& keys = "") {
  return "[[measure.step]]\nid = \"" + id + "\"\ntext = \"Do.\"\n" +
         (keys.empty() ? "settled_by = [\"tested/agenda\"]\n" : keys);
}

Reading read_measures(const std::string& measures) {
  return read_files({{"measures/1.toml", "phase = \"recover\"\n" + measures}});
}

TEST(Measures, AreReadWhole) {
  const auto [catalogue, problems] = read_measures(measure("test") + step("do"));
  EXPECT_THAT(problems, IsEmpty());
  const Measure& test = *catalogue.find(MeasureId::of("test"));
  EXPECT_EQ(test.phase, Phase::recover);
  EXPECT_FALSE(test.essential);
  EXPECT_EQ(test.kept_title, "Tested");
  EXPECT_EQ(test.effort, std::chrono::minutes{45});
  EXPECT_THAT(test.who, ElementsAre(Who::doctor, Who::provider));
  ASSERT_EQ(test.sources.size(), 1U);
  EXPECT_EQ(to_iso(test.sources[0].checked), "2026-11-23");
  EXPECT_EQ(test.file, "measures/1.toml");
  EXPECT_THAT(test.find(StepId::of("do"))->settled_by, ElementsAre(evidence::Claim::of("tested/agenda")));
  EXPECT_EQ(test.find(StepId::of("other")), nullptr);
}

TEST(Measures, HaveAStepPerDataSetWhereTheySaySo) {
  const auto [catalogue, problems] =
      read_measures(measure("test") +
                    "[[measure.step]]\nid = \"ask-{data_set}\"\ntext = \"Ask {of_them}.\"\n"
                    "for_each = \"data-set\"\nsettled_by = [\"tested/{data_set}\", \"recent/{data_set}\"]\n");
  EXPECT_THAT(problems, IsEmpty());
  const Measure& test = *catalogue.find(MeasureId::of("test"));
  ASSERT_EQ(test.steps.size(), 2U);
  EXPECT_EQ(test.steps[1].id, StepId::of("ask-agenda"));
  EXPECT_EQ(test.steps[1].text, "Ask of the agenda.");
  EXPECT_THAT(test.steps[1].settled_by,
              ElementsAre(evidence::Claim::of("tested/agenda"), evidence::Claim::of("recent/agenda")));
}

TEST(Measures, StandByPhaseAndThenAsWritten) {
  const auto [catalogue, problems] =
      read_files({{"measures/1.toml", "phase = \"then\"\n" + measure("d") + step("s") + measure("a") + step("s")},
                  {"measures/2.toml", "phase = \"recover\"\n" + measure("c") + step("s")}});
  EXPECT_THAT(problems, IsEmpty());
  Lines ids;
  for (const Measure& one : catalogue.measures()) ids.push_back(one.id.text());
  EXPECT_THAT(ids, ElementsAre("c", "d", "a"));
}

TEST(Measures, WithABadFormAreRefusedByName) {
  struct Case {
    std::string measures;
    std::string problem;
  };
  const auto changed = [](std::string_view from, std::string_view to) {
    std::string text = measure("a");
    text.replace(text.find(from), from.size(), to);
    return text + step("s");
  };
  const std::vector<Case> cases{
      {measure("a") + step("s") + measure("a") + step("s"), "measure a is there twice"},
      {measure("a") + step("s") + step("s"), "step s is there twice"},
      {measure("a") + step("s", "for_each = \"data-set\"\nsettled_by = [\"tested/{data_set}\"]\n"),
       "step s is there twice"},
      {measure("a"), "a measure needs a step"},
      {measure("a") + step("s", "settled_by = []\n"), "settled_by is empty"},
      {measure("a") + step("s", "settled_by = [\"tested\"]\n"), "expected kind/subject"},
      {measure("a") + step("s", "for_each = \"tool\"\nsettled_by = [\"t/a\"]\n"), "for_each must be \"data-set\""},
      {measure("A") + step("s"), "expected a-z"},
      {changed("minutes = 45", "minutes = 0"), "minutes must be a whole number from 1 to 2400"},
      {changed("minutes = 45", "minutes = 2401"), "minutes must be a whole number from 1 to 2400"},
      {changed("[\"doctor\", \"provider\"]", "[\"doctor\", \"plumber\"]"), "nobody is called \"plumber\""},
      {changed("[\"doctor\", \"provider\"]", "[]"), "who is missing"},
      {changed("proof", "prof"), "proof is missing"},
  };
  for (const Case& bad : cases)
    EXPECT_THAT(read_measures(bad.measures).problems, ::testing::Contains(HasSubstr(bad.problem))) << bad.measures;
}

TEST(Measures, NeedAKnownPhase) {
  EXPECT_THAT(read_files({{"measures/1.toml", "phase = \"later\"\n" + measure("a") + step("s")}}).problems,
              ElementsAre(HasSubstr("phase must be recover, call, access or then")));
}

}  // namespace
}  // namespace garde::plan
