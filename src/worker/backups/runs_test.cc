#include "worker/backups/runs.h"

#include <fstream>

#include <gtest/gtest.h>

#include "content/files.h"
#include "io/testing/temporary_folder.h"
#include "worker/backups/run_orders.h"

namespace garde::worker {
namespace {

using backups::Outcome;
using backups::Question;
using backups::Remark;

const Instant kNow = start_of(Date{std::chrono::year(2026) / 11 / 30});

class RunsInAWorker : public ::testing::Test {
 protected:
  RunsInAWorker() {
    content::Problems problems;
    thresholds_ = backups::Thresholds::read(content::Files::from_program(), problems);
    rules_ = backups::AttackRules::read(content::Files::from_program(), problems);
    live_.write("durand.txt", "Durand, consultation du 3 mars.\n");
    live_.write("martin.txt", "Martin, consultation du 4 mars.\n");
    copy_.write("durand.txt", "Durand, consultation du 3 mars.\n");
    std::filesystem::last_write_time(live_ / "durand.txt", std::filesystem::last_write_time(copy_ / "durand.txt"));
    std::filesystem::create_directory(scratch_ / "scratch");
  }

  checker::BackupCheckRequest request() const {
    return {.destination = copy_.path().string(),
            .kind = formats::Kind::mirror,
            .sources = {{std::nullopt, {backups::SourceKind::folder, live_.path().string()}}},
            .also = {Question::automatic, Question::protection}};
  }
  restorer::DrillRequest drill_request() const {
    return {.destination = copy_.path().string(), .kind = formats::Kind::mirror, .scratch = scratch_ / "scratch"};
  }
  checker::CheckSetting setting() const {
    return {thresholds_, rules_, text::Zone::named("Europe/Paris").value(), clock_};
  }
  static bool is_empty(const std::filesystem::path& folder) { return std::filesystem::is_empty(folder); }

  // Whose worker ends so.
  static cage::Runner ending(cage::Ending ending) {
    return [ending](const cage::Call&) { return cage::Ended{.ending = ending, .signal = 9}; };
  }

  io::testing::TemporaryFolder live_;
  io::testing::TemporaryFolder copy_;
  io::testing::TemporaryFolder scratch_;
  backups::Thresholds thresholds_;
  backups::AttackRules rules_;
  std::function<Instant()> clock_ = [] { return kNow; };
  const crypto::SecretBytes no_password_;
  const cage::Runner here_ = cage::in_this_process({look_at_backup_task(), drill_task()});
};

TEST_F(RunsInAWorker, FindWhatACheckWithoutOneFinds) {
  formats::VerificationMemory memory;
  formats::VerificationMemory memory_in_worker;
  auto asked = request();
  asked.memory = &memory;
  const auto direct = checker::check_backup(asked, no_password_, setting());
  ASSERT_TRUE(direct);
  asked.memory = &memory_in_worker;
  std::vector<formats::Progress> told;
  asked.on_progress = [&](const formats::Progress& progress) { told.push_back(progress); };
  const auto by_worker = check_backup(here_, asked, no_password_, setting());
  ASSERT_TRUE(by_worker) << describe(by_worker.error());
  EXPECT_EQ(by_worker->checks, direct->checks);
  EXPECT_EQ(by_worker->find(Question::complete)->outcome(), Outcome::failed);
  EXPECT_EQ(by_worker->kind, direct->kind);
  EXPECT_EQ(by_worker->destination, direct->destination);
  EXPECT_EQ(by_worker->restore_points.size(), direct->restore_points.size());
  EXPECT_EQ(by_worker->coverage.units_verified, direct->coverage.units_verified);
  EXPECT_EQ(memory_in_worker.size(), memory.size());
  EXPECT_GT(memory.size(), 0U);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().done, told.back().total);
}

TEST_F(RunsInAWorker, RestoreWhatADrillWithoutOneRestoresAndLeaveNothing) {
  const auto direct = restorer::drill_backup(drill_request(), no_password_, {thresholds_, rules_, clock_});
  ASSERT_TRUE(direct);
  const auto by_worker = drill_backup(here_, drill_request(), no_password_, clock_);
  ASSERT_TRUE(by_worker) << describe(by_worker.error());
  EXPECT_EQ(by_worker->run.checks, direct->run.checks);
  EXPECT_EQ(by_worker->result.files_restored, 1U);
  EXPECT_EQ(by_worker->result.digest, direct->result.digest);
  EXPECT_TRUE(is_empty(scratch_ / "scratch"));
}

TEST_F(RunsInAWorker, GiveTheErrorsOfTheReadingUnderTheNameThatWasGiven) {
  auto asked = request();
  asked.destination = (scratch_ / "nowhere").string();
  const auto checked = check_backup(here_, asked, no_password_, setting());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::not_found);
  EXPECT_EQ(checked.error().subject, asked.destination);
}

TEST_F(RunsInAWorker, EstablishNothingWhenTheReadingIsCutShort) {
  const std::vector<std::pair<cage::Ending, Remark>> endings = {
      {cage::Ending::late, Remark::reading_too_long},
      {cage::Ending::cpu_limit, Remark::reading_too_long},
      {cage::Ending::memory_limit, Remark::reading_too_large},
      {cage::Ending::file_size_limit, Remark::reading_too_large},
      {cage::Ending::forbidden_call, Remark::reading_hostile},
      {cage::Ending::crashed, Remark::reading_interrupted},
      {cage::Ending::broken_protocol, Remark::reading_interrupted},
      {cage::Ending::no_walls, Remark::reading_not_isolated}};
  for (const auto& [how, remark] : endings) {
    const auto checked = check_backup(ending(how), request(), no_password_, setting());
    ASSERT_TRUE(checked) << name(how);
    EXPECT_EQ(checked->outcome(), Outcome::not_established) << name(how);
    EXPECT_EQ(checked->checks.size(), 5U);
    for (const backups::Check& check : checked->checks) {
      EXPECT_EQ(check.outcome(), Outcome::not_established) << name(how);
      EXPECT_EQ(check.findings, std::vector<backups::Finding>{remark}) << name(how);
    }
    EXPECT_NE(checked->coverage.ending, formats::Ending::complete);
    const auto drilled = drill_backup(ending(how), drill_request(), no_password_, clock_);
    ASSERT_TRUE(drilled) << name(how);
    EXPECT_EQ(drilled->run.outcome(), Outcome::not_established) << name(how);
    EXPECT_TRUE(is_empty(scratch_ / "scratch"));
  }
}

// One that says it was asked in a hundred years: its evidence would last as long.
template <class Honest>
struct OfAnotherTime {
  static constexpr std::string_view kName = Honest::kName;
  using Request = typename Honest::Request;
  using Answer = typename Honest::Answer;
  static Result<Answer> run(Request order, cage::Port&) {
    Answer answer;
    Honest::run_of(answer).begun = order.now + Days{36'500};
    return answer;
  }
};
struct Look {
  static constexpr std::string_view kName = "look-at-backup";
  using Request = LookOrder;
  using Answer = LookAnswer;
  static backups::CheckRun& run_of(Answer& answer) { return answer.looked.run; }
};
struct Restore {
  static constexpr std::string_view kName = "drill";
  using Request = DrillOrder;
  using Answer = restorer::Drilled;
  static backups::CheckRun& run_of(Answer& answer) { return answer.run; }
};

TEST_F(RunsInAWorker, AreOfTheTimeAtWhichTheyWereAsked) {
  const cage::Runner lying =
      cage::in_this_process({cage::task_of<OfAnotherTime<Look>>(), cage::task_of<OfAnotherTime<Restore>>()});
  const auto checked = check_backup(lying, request(), no_password_, setting());
  ASSERT_TRUE(checked) << describe(checked.error());
  EXPECT_EQ(checked->begun, kNow);
  const auto drilled = drill_backup(lying, drill_request(), no_password_, clock_);
  ASSERT_TRUE(drilled) << describe(drilled.error());
  EXPECT_EQ(drilled->run.begun, kNow);
}

TEST_F(RunsInAWorker, AreCancelledWithoutAVerdict) {
  EXPECT_EQ(check_backup(ending(cage::Ending::cancelled), request(), no_password_, setting()).error().kind,
            ErrorKind::cancelled);
  EXPECT_EQ(drill_backup(ending(cage::Ending::cancelled), drill_request(), no_password_, clock_).error().kind,
            ErrorKind::cancelled);
}

TEST(RunMessages, BringBackEveryKindOfFinding) {
  for (const backups::Finding& finding : backups::every_kind_of_finding()) {
    const auto bytes = cage::encode(finding);
    ASSERT_TRUE(bytes) << name(finding);
    EXPECT_EQ(cage::decode<backups::Finding>(*bytes).value(), finding) << name(finding);
  }
}

// The date of a file is what whoever wrote it likes.
TEST(RunMessages, MoveATimeWithoutASpellingToTheNearestThatHasOne) {
  formats::RestorePoint far;
  far.time = Instant{std::chrono::milliseconds{std::int64_t{1} << 60U}};
  const auto again = cage::decode<formats::RestorePoint>(cage::encode(far).value());
  ASSERT_TRUE(again);
  EXPECT_EQ(to_iso(again->time).substr(0, 4), "9999");
}

TEST(RunMessages, RefuseACheckThatCountsFewerFindingsThanItHas) {
  const backups::Check check{.question = Question::intact,
                             .judgement = backups::Judgement::failed({}),
                             .findings = {Remark::nothing_read, Remark::nothing_read},
                             .finding_count = 1};
  EXPECT_FALSE(cage::encode(check));
}

TEST(RunMessages, KeepWhatAJudgementRestsOn) {
  backups::Judged judged;
  judged.add(7_KiB);
  judged.leave_out(backups::LeftOut::not_opened, "base\xff.fic", 1_KiB);
  const auto judgement = backups::Judgement::by({.units_percent = 50, .bytes_percent = 50}, judged);
  const auto again = cage::decode<backups::Judgement>(cage::encode(judgement).value());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, judgement);
  EXPECT_EQ(again->outcome(), Outcome::passed);
}

}  // namespace
}  // namespace garde::worker
