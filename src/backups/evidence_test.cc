#include "backups/evidence.h"

#include <gtest/gtest.h>

#include "backups/testing/judged.h"

#include "content/files.h"

namespace garde::backups {
namespace {

using evidence::Claim;
using evidence::Verdict;

const DataSetId kRecords = DataSetId::of("patient-records");
const Instant kNow = start_of(parse_date("2026-11-23").value());

const evidence::ClaimKinds& kinds() {
  static const content::Files files = content::Files::from_program();
  static content::Problems problems;
  static const evidence::ClaimKinds all = evidence::ClaimKinds::read(files, problems);
  return all;
}

Destination destination(std::string_view id) {
  Destination one{.id = DestinationId::parse(id).value(), .name = std::string(id), .place = Place::folder};
  one.data_sets = {kRecords};
  return one;
}

// A check of yesterday in which everything was fine, its newest restore point of the night before.
KeptRun good_check(std::string_view destination, Instant begun = kNow - Days{1}) {
  KeptRun kept{.id = RunId::of("r1"), .destination = DestinationId::parse(destination).value(), .kind = RunKind::check};
  kept.run.begun = begun;
  for (const Question question : {Question::intact, Question::recent, Question::automatic, Question::complete})
    kept.run.checks.push_back(testing::check(question, Outcome::passed));
  kept.run.data_sets = {{.data_set = kRecords, .complete = Outcome::passed, .files = 10}};
  kept.run.protection = Protection{Outcome::passed, Outcome::passed, Outcome::not_established};
  kept.run.coverage.units_total = kept.run.coverage.units_verified = 4;
  kept.max_age = std::chrono::hours{48};
  kept.newest_point = begun - std::chrono::hours{10};
  return kept;
}

KeptRun good_drill(std::string_view destination, Instant begun = kNow - Days{1}) {
  KeptRun kept{.id = RunId::of("r2"), .destination = DestinationId::parse(destination).value(), .kind = RunKind::drill};
  kept.run.begun = begun;
  kept.run.checks.push_back(testing::check(Question::restorable, Outcome::passed));
  kept.run.data_sets = {{.data_set = kRecords, .files = 10}};
  kept.drill = DrillResult{};
  kept.newest_point = begun;
  return kept;
}

Check* check_of(KeptRun& kept, Question question) {
  for (Check& check : kept.run.checks)
    if (check.question == question) return &check;
  return nullptr;
}

Verdict verdict(const std::vector<KeptRun>& runs, const std::vector<Destination>& destinations, std::string_view claim,
                Instant now = kNow) {
  const auto evidence = evidence_from(runs, {}, destinations, {}, kinds(), now);
  return evidence::standing(evidence, Claim::parse(claim).value(), now).verdict;
}

const std::vector<Destination> kOne = {destination("usb")};
const std::vector<Destination> kTwo = {destination("usb"), destination("nas")};

TEST(BackupEvidence, ShowsWhatAGoodCheckMeasured) {
  for (const auto* claim :
       {"backup-exists/patient-records", "backup-recent/patient-records", "backup-automatic/patient-records",
        "backup-encrypted/patient-records", "backup-disconnected/patient-records"})
    EXPECT_EQ(verdict({good_check("usb")}, kOne, claim), Verdict::holds) << claim;
  EXPECT_EQ(verdict({good_check("usb")}, kOne, "backup-elsewhere/patient-records"), Verdict::never_shown);
  EXPECT_EQ(verdict({good_check("usb")}, kOne, "restore-tested/patient-records"), Verdict::never_shown);
  EXPECT_EQ(verdict({good_check("usb")}, kOne, "backup-exists/agenda"), Verdict::never_shown);
}

TEST(BackupEvidence, OfARecentBackupEndsWhenItsNewestRestorePointIsTooOld) {
  const KeptRun kept = good_check("usb");
  const Instant end = *kept.newest_point + kept.max_age;
  EXPECT_EQ(verdict({kept}, kOne, "backup-recent/patient-records", end - std::chrono::milliseconds{1}), Verdict::holds);
  EXPECT_EQ(verdict({kept}, kOne, "backup-recent/patient-records", end), Verdict::expired);
}

TEST(BackupEvidence, IsOverruledByALaterRunThatFails) {
  KeptRun later = good_check("usb", kNow);
  check_of(later, Question::recent)->judgement = testing::judgement(Outcome::failed);
  EXPECT_EQ(verdict({good_check("usb"), later}, kOne, "backup-recent/patient-records"), Verdict::fails);
  EXPECT_EQ(verdict({later, good_check("usb")}, kOne, "backup-recent/patient-records"), Verdict::fails);
}

TEST(BackupEvidence, NeedsOneGoodCopyOnly) {
  KeptRun bad = good_check("nas", kNow);
  check_of(bad, Question::recent)->judgement = testing::judgement(Outcome::failed);
  bad.run.protection->disconnected = Outcome::failed;
  const std::vector<KeptRun> runs = {good_check("usb"), bad};
  EXPECT_EQ(verdict(runs, kTwo, "backup-recent/patient-records"), Verdict::holds);
  EXPECT_EQ(verdict(runs, kTwo, "backup-disconnected/patient-records"), Verdict::holds);
  // Once the good one has grown old, the other one's word is left.
  EXPECT_EQ(verdict(runs, kTwo, "backup-recent/patient-records", kNow + Days{5}), Verdict::fails);
}

TEST(BackupEvidence, WantsEveryCopyEncrypted) {
  KeptRun open = good_check("nas", kNow - Days{3});
  open.run.protection->encrypted = Outcome::failed;
  EXPECT_EQ(verdict({good_check("usb"), open}, kTwo, "backup-encrypted/patient-records"), Verdict::fails);
}

TEST(BackupEvidence, OfARestoreIsLostWhenTheCopyIsFoundBroken) {
  KeptRun broken = good_check("usb", kNow);
  broken.run.data_sets[0].hit_by_damage = true;
  EXPECT_EQ(verdict({good_drill("usb")}, kOne, "restore-tested/patient-records"), Verdict::holds);
  EXPECT_EQ(verdict({good_drill("usb"), broken}, kOne, "restore-tested/patient-records"), Verdict::fails);
  EXPECT_EQ(verdict({good_drill("usb"), broken}, kOne, "backup-exists/patient-records"), Verdict::fails);
}

TEST(BackupEvidence, OfADrillThatBroughtNothingOfADataSetBackSaysNothing) {
  KeptRun drill = good_drill("usb");
  drill.run.data_sets[0].files = 0;
  EXPECT_EQ(verdict({drill}, kOne, "restore-tested/patient-records"), Verdict::never_shown);
}

TEST(BackupEvidence, IsNeverMadeOfWhatWasNotEstablished) {
  KeptRun unsure = good_check("usb");
  for (Check& check : unsure.run.checks) check.judgement = testing::judgement(Outcome::not_established);
  unsure.run.data_sets[0].complete = Outcome::not_established;
  unsure.run.protection = Protection{};
  EXPECT_TRUE(evidence_from(std::vector{unsure}, {}, kOne, {}, kinds(), kNow).empty());
}

TEST(BackupEvidence, OfAnEmptyDestinationSpeaksAgainstIt) {
  KeptRun empty = good_check("usb");
  empty.newest_point = std::nullopt;
  check_of(empty, Question::recent)->judgement = testing::judgement(Outcome::failed);
  EXPECT_EQ(verdict({empty}, kOne, "backup-exists/patient-records"), Verdict::fails);
}

TEST(BackupEvidence, CountsARecentExportOfHostedDataAsThePracticesOwn) {
  const std::vector<DataSet> sets = {{kRecords, "Dossiers patients", Hosting::vendor, "Éditeur", {}, true}};
  const auto evidence = evidence_from(std::vector{good_check("usb")}, {}, kOne, sets, kinds(), kNow);
  EXPECT_EQ(evidence::standing(evidence, Claim::of("own-export/practice"), kNow).verdict, Verdict::holds);
}

TEST(BackupEvidence, SaysNothingOfAKindThatIsNotRead) {
  KeptRun kept{.id = RunId::of("r1"), .destination = DestinationId::of("borg"), .kind = RunKind::check};
  kept.run.begun = kNow - Days{1};
  kept.run.kind = formats::Kind::borg;
  for (const Question question : {Question::intact, Question::recent, Question::complete})
    kept.run.checks.push_back(judge_unread(question, formats::Kind::borg));
  EXPECT_EQ(kept.run.outcome(), Outcome::not_established);
  const std::vector<Destination> destinations = {destination("borg")};
  EXPECT_TRUE(evidence_from(std::span(&kept, 1), {}, destinations, {}, kinds(), kNow).empty());
}

TEST(BackupEvidence, OfAnOpenAlarmOutlivesLaterGoodNights) {
  const std::vector runs{good_check("usb"), good_drill("usb")};
  std::vector<Alarm> alarms{{AlarmId::of("a1"), DestinationId::of("usb"), "usb", RunId::of("r0"), kNow - Days{9}, {}}};
  const auto verdict_of = [&](std::string_view claim) {
    const auto evidence = evidence_from(runs, alarms, kOne, {}, kinds(), kNow);
    return evidence::standing(evidence, Claim::parse(claim).value(), kNow).verdict;
  };
  const std::string exists = "backup-exists/" + kRecords.text();
  const std::string tested = "restore-tested/" + kRecords.text();
  EXPECT_EQ(verdict_of(exists), Verdict::fails);
  EXPECT_EQ(verdict_of(tested), Verdict::fails);
  alarms[0].closing = {kNow - Days{1}, AlarmEnd::false_alarm, "conversion"};
  EXPECT_EQ(verdict_of(exists), Verdict::holds);
  EXPECT_EQ(verdict_of(tested), Verdict::holds);
}

TEST(BackupEvidence, OfAnOpenAlarmSpeaksOfThePracticeWhateverItsOtherCopiesAreWorth) {
  const std::string free_of_attack = "no-attack-on-backups/practice";
  const std::vector<Destination> both = {destination("usb"), destination("nas")};
  const std::vector runs{good_check("usb"), good_check("nas")};
  std::vector<Alarm> alarms{{AlarmId::of("a1"), DestinationId::of("usb"), "usb", RunId::of("r0"), kNow - Days{9}, {}}};
  const auto verdict_of = [&](std::string_view claim, std::span<const Destination> destinations, Instant at) {
    const auto evidence = evidence_from(runs, alarms, destinations, {}, kinds(), at);
    return evidence::standing(evidence, Claim::parse(claim).value(), at).verdict;
  };
  EXPECT_EQ(verdict_of("backup-exists/" + kRecords.text(), both, kNow), Verdict::holds) << "the other copy is good";
  EXPECT_EQ(verdict_of(free_of_attack, both, kNow), Verdict::fails);
  EXPECT_EQ(verdict_of(free_of_attack, {}, kNow), Verdict::fails) << "the alarm outlives its destination";
  EXPECT_EQ(verdict_of(free_of_attack, both, kNow + Days{2000}), Verdict::fails) << "time does not close it";
  alarms[0].closing = {kNow - Days{1}, AlarmEnd::handled, "incident"};
  EXPECT_EQ(verdict_of(free_of_attack, both, kNow), Verdict::never_shown);
}

}  // namespace
}  // namespace garde::backups
