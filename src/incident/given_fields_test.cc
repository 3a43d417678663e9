#include "incident/given_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "incident/testing/told.h"

namespace garde::incident {
namespace {

using testing::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

const Instant kAlert = at("2026-11-02T08:00:00Z");

Incident with(const std::map<FieldId, std::string>& values) {
  Told told({.situation = Situation::ransom, .alert = kAlert});
  told.add(fields_given(values, Told::writing(kAlert)));
  return told.incident();
}

const BreachPath& path_of_the_program() {
  static const BreachPath path = [] {
    content::Problems problems;
    BreachPath read = BreachPath::read(content::Files::from_program(), problems);
    GARDE_CHECK(problems.empty());
    return read;
  }();
  return path;
}

// Journals of every version hold these names: a changed one would take back what was answered.
TEST(GivenFields, KeepTheNamesTheyAreRecordedUnder) {
  EXPECT_EQ(breach_field(BreachQuestionId::of("exfiltration")).text(), "breach-exfiltration");
  EXPECT_EQ(breach_evidence_field(BreachQuestionId::of("exfiltration")).text(), "breach-exfiltration-evidence");
  EXPECT_EQ(decision_field().text(), "breach-decision");
  EXPECT_EQ(decision_reason_field().text(), "breach-decision-reason");
  EXPECT_EQ(severity_field().text(), "breach-severity");
  EXPECT_EQ(service_field(ServiceId::of("agenda")).text(), "service-agenda");
  EXPECT_EQ(reentry_field(ServiceId::of("agenda")).text(), "reentry-agenda");
}

TEST(GivenFields, SayWhatWasAnsweredAndDecided) {
  EXPECT_EQ(decided(with({})), std::nullopt);
  const Incident incident = with({{FieldId::of("breach-personal-data"), "yes"},
                                  {FieldId::of("breach-personal-data-evidence"), "Le logiciel médical"},
                                  {FieldId::of("breach-decision"), "high"},
                                  {FieldId::of("breach-decision-reason"), "Tout est lisible."}});
  const GivenBreachAnswers answers = breach_answers(incident, path_of_the_program());
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers.at(BreachQuestionId::of("personal-data")),
            (GivenBreachAnswer{BreachAnswerId::of("yes"), "Le logiciel médical"}));
  EXPECT_EQ(decided(incident), Verdict::high);
  EXPECT_EQ(decision_reason(incident), "Tout est lisible.");
  EXPECT_EQ(decided(with({{decision_field(), "of-a-later-version"}})), std::nullopt);
}

TEST(GivenFields, GiveASeverityOnlyOfAChoiceForEachFactor) {
  const SeverityScale& scale = path_of_the_program().severity();
  std::string first;
  for (std::size_t i = 0; i < scale.factors.size(); ++i) first += i == 0 ? "0" : " 0";
  EXPECT_TRUE(chosen_severity(with({{severity_field(), first}}), scale).has_value());
  for (const std::string& wrong :
       {std::string(), std::string("0"), first + " 0", "9" + first.substr(1), "x" + first.substr(1),
        "-1" + first.substr(1), "99999999999999999999" + first.substr(1)})
    EXPECT_FALSE(chosen_severity(with({{severity_field(), wrong}}), scale).has_value()) << wrong;
}

TEST(GivenFields, SayWhereAServiceStands) {
  const ServiceId agenda = ServiceId::of("agenda");
  EXPECT_EQ(state_of(with({}), agenda), ServiceState::unknown);
  EXPECT_FALSE(is_reentered(with({}), agenda));
  const Incident incident = with({{FieldId::of("service-agenda"), "paper"}, {FieldId::of("reentry-agenda"), "done"}});
  EXPECT_EQ(state_of(incident, agenda), ServiceState::paper);
  EXPECT_TRUE(is_reentered(incident, agenda));
}

TEST(GivenFields, KeepSeveralChoicesInOneValue) {
  EXPECT_EQ(join_choices({"patients", "minors"}), "patients minors");
  EXPECT_THAT(split_choices("patients minors"), ElementsAre("patients", "minors"));
  EXPECT_THAT(split_choices("  patients  minors "), ElementsAre("patients", "minors"));
  EXPECT_THAT(split_choices(""), IsEmpty());
}

}  // namespace
}  // namespace garde::incident
