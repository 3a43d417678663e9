#include "actions/plan/plan.h"

#include "actions/backups/alarms.h"
#include "actions/plan/attestation.h"
#include "actions/plan/course.h"
#include "actions/practice/diagnostic.h"
#include "actions/practice/testing/practice_under_test.h"
#include "storage/alarm_store.h"

namespace garde::actions {
namespace {

using evidence::ProofLevel;
using plan::ActionState;
using plan::MeasureId;
using plan::StepId;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Date kMonday = *parse_date("2026-11-23");
constexpr std::string_view kVerify = "verify-backups";

class Planning : public PracticeUnderTest {
 protected:
  plan::Plan plan() {
    const auto current = current_plan(practice());
    EXPECT_TRUE(ok(current));
    return current->assessed.plan;
  }
  std::optional<plan::Action> action(std::string_view measure) {
    const plan::Plan whole = plan();
    const plan::Action* found = whole.find(MeasureId::parse(measure).value());
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  ActionState state(std::string_view measure) { return action(measure).value().state; }
  plan::StepProgress step(std::string_view measure, std::string_view id) {
    const auto found = action(measure).value();
    const auto at = std::ranges::find(found.steps, StepId::parse(id).value(), &plan::StepProgress::step);
    EXPECT_NE(at, found.steps.end()) << id;
    return *at;
  }
  void declare(std::string_view measure, std::string_view step, Said said) {
    EXPECT_TRUE(ok(declare_step(practice(), MeasureId::parse(measure).value(), StepId::parse(step).value(), said)));
  }
  FieldProblems write(std::string_view measure, const NotesForm& form) {
    const auto problems = write_notes(practice(), MeasureId::parse(measure).value(), form);
    EXPECT_TRUE(ok(problems));
    return *problems;
  }
  void attest(const std::string& claim, const std::string& reply, const std::string& day = "") {
    const auto problems = enter_attestation(practice(), {.attested_by = "M. Lefort, Informatique du Lac",
                                                         .received_on = to_iso(practice().today()),
                                                         .replies = {{claim, {reply, day, ""}}},
                                                         .document = {}});
    ASSERT_TRUE(ok(problems));
    ASSERT_THAT(*problems, IsEmpty());
  }
};
GARDE_ON_EVERY_ENGINE(Planning);

TEST_P(Planning, PutsTheThreeEssentialsFirstAndOpenWhenNothingIsKnown) {
  answer_unknown_everywhere();
  const plan::Plan whole = plan();
  ASSERT_GE(whole.actions.size(), 3U);
  std::vector<std::string> first;
  for (const plan::Action& action : std::span(whole.actions).first(3)) {
    first.push_back(action.measure->id.text());
    EXPECT_EQ(action.state, ActionState::to_do);
    EXPECT_TRUE(action.proposed.demanded);
    EXPECT_THAT(action.steps, Each(testing::Property(&plan::StepProgress::done, false)));
  }
  EXPECT_THAT(first, ElementsAre("verify-backups", "identify-contact", "secure-accesses"));
  EXPECT_EQ(whole.open(), whole.actions.size());
}

TEST_P(Planning, HoldsTheEssentialsBeforeAnythingIsAnswered) {
  std::vector<std::size_t> ranks;
  for (const plan::Action& action : plan().actions) ranks.push_back(action.rank);
  EXPECT_THAT(ranks, ElementsAre(1, 2, 3));
}

TEST_P(Planning, FollowsTheAnswers) {
  EXPECT_EQ(action("automate-backups"), std::nullopt);
  give("backup-made-agenda", {"manual"});
  const auto asked = action("automate-backups");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->state, ActionState::to_do);
  EXPECT_EQ(std::get<diagnostic::AnswerCause>(asked->proposed.because.front().what).question,
            diagnostic::QuestionId::of("backup-made-agenda"));
  give("backup-made-agenda", {"none"});
  EXPECT_TRUE(action("set-up-backups"));
  give("backup-made-agenda", {});
  EXPECT_EQ(action("automate-backups"), std::nullopt);
  EXPECT_EQ(action("set-up-backups"), std::nullopt);
}

TEST_P(Planning, KeepsUpWhatTheAnswersSayToHold) {
  answer_that_backups_are_fine(kMonday);
  const auto verified = action(kVerify).value();
  EXPECT_EQ(verified.state, ActionState::kept);
  EXPECT_EQ(verified.steps_done(), verified.steps.size());
  // The last backup is what is soonest no longer recent: 31 days after it was said.
  EXPECT_EQ(verified.next_check, now() + Days{31});
  EXPECT_EQ(step(kVerify, "restored").standing.by->level, ProofLevel::declared);
}

TEST_P(Planning, AsksToRecheckARestoreTestOf183DaysAgo) {
  const Date tested = kMonday;
  answer_that_backups_are_fine(tested);
  const Instant end = start_of(tested) + Days{183};
  set_clock(end - std::chrono::milliseconds{1});
  EXPECT_TRUE(step("test-a-restore", "restore-agenda").done());
  EXPECT_EQ(state("test-a-restore"), ActionState::kept);
  EXPECT_EQ(action("test-a-restore")->next_check, end);
  pass(std::chrono::milliseconds{1});
  const auto expired = step("test-a-restore", "restore-agenda");
  EXPECT_FALSE(expired.done());
  EXPECT_EQ(expired.standing.verdict, evidence::Verdict::expired);
  EXPECT_EQ(state("test-a-restore"), ActionState::to_recheck);
  EXPECT_EQ(action("test-a-restore")->next_check, std::nullopt);
  EXPECT_EQ(state(kVerify), ActionState::to_recheck);
}

TEST_P(Planning, TicksADeclaredStepAndUnticksItWhenTakenBack) {
  give("staff", {"unknown"});
  EXPECT_FALSE(step("identify-contact", "display").done());
  declare("identify-contact", "display", Said::done);
  EXPECT_TRUE(step("identify-contact", "display").done());
  EXPECT_EQ(step("identify-contact", "display").standing.by->level, ProofLevel::declared);
  pass(std::chrono::minutes{1});
  declare("identify-contact", "display", Said::not_done);
  EXPECT_FALSE(step("identify-contact", "display").done());
}

TEST_P(Planning, BelievesTheLaterOfAnAnswerAndADeclaration) {
  give("contact-known", {"written"});
  give("contact-displayed", {"yes"});
  pass(std::chrono::minutes{1});
  declare("identify-contact", "display", Said::not_done);
  EXPECT_FALSE(step("identify-contact", "display").done());
  pass(std::chrono::minutes{1});
  give("contact-displayed", {"yes"});
  EXPECT_TRUE(step("identify-contact", "display").done());
}

TEST_P(Planning, DeclaresEveryClaimOfAStep) {
  declare(kVerify, "restored", Said::done);
  for (const std::string_view data_set : {"patient-records", "agenda", "medical-documents"}) {
    EXPECT_TRUE(step(kVerify, "restored").done());
    give("backup-made-" + std::string(data_set), {"automatic"});
    give("restore-tested-" + std::string(data_set), {"never"});
  }
  EXPECT_TRUE(step("test-a-restore", "restore-agenda").done());
}

TEST_P(Planning, PrefersTheProvidersWordToThePracticesOwn) {
  declare("test-a-restore", "restore-agenda", Said::done);
  attest("restore-tested/agenda", "no");
  pass(std::chrono::hours{1});
  declare("test-a-restore", "restore-agenda", Said::done);
  give("restore-tested-agenda", {"never"});
  give("backup-made-agenda", {"automatic"});
  EXPECT_EQ(step("test-a-restore", "restore-agenda").standing.verdict, evidence::Verdict::fails);
  pass(std::chrono::hours{1});
  attest("restore-tested/agenda", "yes");
  EXPECT_EQ(step("test-a-restore", "restore-agenda").standing.by->level, ProofLevel::attested);
}

TEST_P(Planning, AgesAnAttestedRestoreFromItsOwnDay) {
  give("backup-made-agenda", {"automatic"});
  give("restore-tested-agenda", {"never"});
  const Date tested = plus_days(kMonday, -Days{180});
  attest("restore-tested/agenda", "yes", to_iso(tested));
  EXPECT_TRUE(step("test-a-restore", "restore-agenda").done());
  pass(Days{3});
  EXPECT_EQ(step("test-a-restore", "restore-agenda").standing.verdict, evidence::Verdict::expired);
}

TEST_P(Planning, TakesAReplyOfUnknownForNothing) {
  attest("backup-exists/agenda", "unknown");
  EXPECT_EQ(step(kVerify, "exists-agenda").standing.verdict, evidence::Verdict::never_shown);
}

TEST_P(Planning, KeepsNotesWhileTheirActionIsAway) {
  give("backup-made-agenda", {"manual"});
  const NotesForm form{"  Mme Petit ", "2026-12-01", "Appeler le matin.\nDemander « Karim »."};
  EXPECT_THAT(write("automate-backups", form), IsEmpty());
  give("backup-made-agenda", {"none"});
  ASSERT_EQ(action("automate-backups"), std::nullopt);
  give("backup-made-agenda", {"manual"});
  const plan::ActionNotes notes = action("automate-backups").value().notes;
  EXPECT_EQ(notes.owner, "Mme Petit");
  EXPECT_EQ(notes.due, parse_date("2026-12-01").value());
  EXPECT_EQ(notes.note, form.note);
}

TEST_P(Planning, ClearsNotesThatAreSentEmpty) {
  EXPECT_THAT(write(kVerify, {"Dr Martin", "2026-12-01", "x"}), IsEmpty());
  EXPECT_THAT(write(kVerify, {"", " ", ""}), IsEmpty());
  const plan::ActionNotes notes = action(kVerify).value().notes;
  EXPECT_EQ(notes.owner + notes.note, "");
  EXPECT_EQ(notes.due, std::nullopt);
}

TEST_P(Planning, ListsEveryProblemOfNotesAndKeepsWhatWasThere) {
  EXPECT_THAT(write(kVerify, {"Dr Martin", "2026-12-01", "avant"}), IsEmpty());
  const FieldProblems problems =
      write(kVerify, {std::string(plan::kMaxOwnerLength + 1, 'x'), "1er décembre", "sonnerie \x07"});
  EXPECT_THAT(problems, testing::UnorderedElementsAre(testing::Field(&FieldProblem::field, "owner"),
                                                      testing::Field(&FieldProblem::field, "due"),
                                                      testing::Field(&FieldProblem::field, "note")));
  for (const FieldProblem& problem : problems) EXPECT_TRUE(library().texts.has(problem.message.key));
  EXPECT_EQ(action(kVerify).value().notes.note, "avant");
}

TEST_P(Planning, CountsTheLengthOfNotesInCharacters) {
  std::string longest;
  for (std::size_t i = 0; i < plan::kMaxNoteLength; ++i) longest += "é";
  EXPECT_THAT(write(kVerify, {"", "", longest}), IsEmpty());
  EXPECT_THAT(write(kVerify, {"", "", longest + "é"}), SizeIs(1));
}

TEST_P(Planning, RefusesWhatTheCatalogueDoesNotHave) {
  EXPECT_EQ(storage::failure(write_notes(practice(), MeasureId::of("dance"), {})), ErrorKind::not_found);
  EXPECT_EQ(storage::failure(declare_step(practice(), MeasureId::of("dance"), StepId::of("x"), Said::done)),
            ErrorKind::not_found);
  EXPECT_EQ(storage::failure(declare_step(practice(), MeasureId::of(kVerify), StepId::of("x"), Said::done)),
            ErrorKind::not_found);
}

TEST_P(Planning, ComputesThePastDaysOfAHarmFromWhatWasSaidThen) {
  EXPECT_THAT(course_of_harms(practice())->days, IsEmpty());
  give("backup-made-agenda", {"none"});
  pass(Days{10});
  give("backup-made-agenda", {});
  pass(Days{10});
  give("backup-made-agenda", {"manual"});
  attest("backup-exists/agenda", "no");
  std::vector<diagnostic::HarmState> loss;
  const auto course = course_of_harms(practice());
  ASSERT_TRUE(ok(course));
  ASSERT_THAT(course->days, SizeIs(21));
  for (const CourseOfHarms::Day& day : course->days) loss.push_back(day.states.at(1));
  EXPECT_EQ(course->days.back().at, now());
  EXPECT_EQ(loss.front(), diagnostic::HarmState::critical);
  EXPECT_EQ(loss.at(9), diagnostic::HarmState::critical);
  EXPECT_EQ(loss.at(10), diagnostic::HarmState::not_established);
  EXPECT_EQ(loss.at(19), diagnostic::HarmState::not_established);
  EXPECT_EQ(loss.back(), diagnostic::HarmState::critical);  // the provider says there is none
}

TEST_P(Planning, HearsAnAlarmFromTheDayItWasOpenedToTheDayItIsClosed) {
  answer_that_backups_are_fine(kMonday);
  pass(Days{2});
  const backups::Alarm alarm{backups::AlarmId::of("a1"), backups::DestinationId::of("gone"), "Disque USB",
                             backups::RunId::of("r1"),   now() - std::chrono::hours{1},      {}};
  ASSERT_TRUE(ok(practice().with_storage(storage::add_alarm, alarm)));
  pass(Days{2});
  const CurrentPlan alarmed = *current_plan(practice());
  ASSERT_THAT(alarmed.alarms, SizeIs(1));
  EXPECT_EQ(alarmed.alarms.front().backup, "Disque USB");
  EXPECT_GE(alarmed.assessed.assessment.worst(), diagnostic::HarmState::high);
  ASSERT_TRUE(ok(close_alarm(practice(), alarm.id, {"false-alarm", "conversion"})));
  pass(Days{2});
  EXPECT_THAT(current_plan(practice())->alarms, IsEmpty());
  std::vector<bool> high;
  const auto course = course_of_harms(practice());
  ASSERT_TRUE(ok(course));
  for (const CourseOfHarms::Day& day : course->days) high.push_back(day.states.at(2) >= diagnostic::HarmState::high);
  EXPECT_THAT(high, ElementsAre(false, false, true, true, false, false, false));
}

TEST_P(Planning, DrawsYearsInAsManyDaysAsCanBeToldApart) {
  give("staff", {"few"});
  pass(Days{1000});
  const auto course = course_of_harms(practice());
  ASSERT_TRUE(ok(course));
  EXPECT_LE(course->days.size(), static_cast<std::size_t>(kMaxCourseDays));
  EXPECT_GE(course->days.size(), static_cast<std::size_t>(kMaxCourseDays) - 1);
  EXPECT_EQ(course->days.back().at, now());
}

TEST_P(Planning, IsTheSameAfterTheProgramWasClosed) {
  if (!can_restart()) return;
  answer_unknown_everywhere();
  declare(kVerify, "recent", Said::done);
  attest("backup-exists/agenda", "yes");
  EXPECT_THAT(write(kVerify, {"Dr Martin", "2026-12-01", "Noter l’heure"}), IsEmpty());
  const auto before = *current_plan(practice());
  restart();
  const auto after = *current_plan(practice());
  EXPECT_EQ(after.answers, before.answers);
  EXPECT_EQ(after.gathered, before.gathered);
  EXPECT_EQ(after.assessed.plan.find(MeasureId::of(kVerify))->notes,
            before.assessed.plan.find(MeasureId::of(kVerify))->notes);
}

}  // namespace
}  // namespace garde::actions
