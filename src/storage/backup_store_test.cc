#include "storage/backup_store.h"

#include "backups/testing/judged.h"
#include "storage/alarm_store.h"
#include "storage/backup_run_store.h"
#include "storage/migrations.h"
#include "storage/testing/engines_under_test.h"
#include "storage/transaction.h"

namespace garde::storage {
namespace {

using backups::DataSetId;
using backups::Destination;
using backups::DestinationId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Instant kNow = start_of(parse_date("2026-11-23").value());
const DataSetId kRecords = DataSetId::of("patient-records");

class BackupStore : public EngineTest {
 protected:
  BackupStore() { GARDE_CHECK(migrate(connection(), kNow).has_value()); }

  template <class Work>
  auto in_transaction(Work work) {
    return transact(connection(), work);
  }
  Result<void> add(const Destination& destination) {
    return in_transaction([&] { return add_destination(connection(), practice_, destination); });
  }
  Result<void> keep(const backups::KeptRun& run) {
    return in_transaction([&] { return add_run(connection(), practice_, run); });
  }

  static Destination destination(std::string_view id, std::string name) {
    Destination one{
        .id = DestinationId::parse(id).value(), .name = std::move(name), .place = backups::Place::external_disk};
    one.folder = "/media/usb/restic";
    one.volume = "1234-ABCD";
    one.within = "restic";
    one.kind = formats::Kind::restic;
    one.data_sets = {DataSetId::of("agenda"), kRecords};
    one.max_age = std::chrono::hours{48};
    one.elsewhere = true;
    one.added_at = kNow;
    return one;
  }

  static backups::KeptRun run(std::string_view id, std::string_view destination, Instant begun) {
    backups::KeptRun kept{.id = backups::RunId::parse(id).value(),
                          .destination = DestinationId::parse(destination).value(),
                          .kind = backups::RunKind::check};
    kept.version = "0.2.0";
    kept.run.kind = formats::Kind::restic;
    kept.run.destination = "/media/usb/restic";
    kept.run.begun = begun;
    kept.run.length = std::chrono::milliseconds{1234};
    kept.run.checks = {backups::testing::check(backups::Question::intact, backups::Outcome::failed),
                       backups::testing::check(backups::Question::recent, backups::Outcome::passed)};
    kept.run.checks[0].add(backups::DamageFinding{.damage = formats::DamageKind::wrong_hash,
                                                  .object_kind = formats::SubjectKind::piece,
                                                  .object = "42c9",
                                                  .offset = 3184,
                                                  .path = "srv/dossiers/\xff.txt"});
    kept.run.data_sets = {{.data_set = kRecords, .complete = backups::Outcome::passed, .files = 3, .bytes = {99}}};
    kept.run.protection =
        backups::Protection{backups::Outcome::passed, backups::Outcome::failed, backups::Outcome::not_established};
    kept.run.coverage.bytes_read = {77};
    kept.run.coverage.ending = formats::Ending::spent;
    kept.max_age = std::chrono::hours{48};
    kept.newest_point = begun - std::chrono::hours{3};
    return kept;
  }

  const PracticeId practice_ = default_practice();
};
GARDE_ON_EVERY_ENGINE(BackupStore);

TEST_P(BackupStore, GivesBackADestinationAsItWasAdded) {
  const Destination one = destination("d1", "Disque");
  ASSERT_TRUE(ok(add(one)));
  const auto all = load_destinations(connection(), practice_);
  ASSERT_TRUE(ok(all));
  EXPECT_THAT(*all, ElementsAre(one));
}

TEST_P(BackupStore, SaysSinceWhenNoRunIsLeftOut) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  for (int i = 0; i < kMaxRunsLoaded; ++i) ASSERT_TRUE(ok(keep(run("r" + std::to_string(i), "d1", kNow + Days{i}))));
  EXPECT_EQ(*runs_loaded_since(connection(), practice_), std::nullopt);
  ASSERT_TRUE(ok(keep(run("one-more", "d1", kNow + Days{1000}))));
  const auto loaded = load_runs(connection(), practice_);
  ASSERT_TRUE(ok(loaded));
  EXPECT_EQ(*runs_loaded_since(connection(), practice_), loaded->back().run.begun);
  EXPECT_EQ(loaded->back().run.begun, kNow + Days{1});
}

TEST_P(BackupStore, RefusesANameTwice) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  EXPECT_EQ(failure(add(destination("d2", "Disque"))), ErrorKind::conflict);
}

TEST_P(BackupStore, KeepsAChangeOfADestination) {
  Destination one = destination("d1", "Disque");
  ASSERT_TRUE(ok(add(one)));
  one.last_absent_at = kNow + Days{1};
  one.online = true;
  one.hosting_certified = false;
  one.data_sets = {};
  ASSERT_TRUE(ok(in_transaction([&] { return save_destination(connection(), practice_, one); })));
  EXPECT_THAT(*load_destinations(connection(), practice_), ElementsAre(one));
}

TEST_P(BackupStore, GivesBackADataSetWithItsSourcesInOrder) {
  const backups::DataSet own{DataSetId::of("set-1"),
                             "Imagerie",
                             backups::Hosting::vendor,
                             "Éditeur",
                             {{backups::SourceKind::database, "images"}, {backups::SourceKind::folder, "/srv/a"}},
                             false};
  ASSERT_TRUE(ok(in_transaction([&] { return save_data_set(connection(), practice_, own); })));
  ASSERT_TRUE(ok(in_transaction([&] { return save_data_set(connection(), practice_, own); })));
  EXPECT_THAT(*load_data_sets(connection(), practice_), ElementsAre(own));
}

TEST_P(BackupStore, KeepsAnAlarmAndHowItWasClosedAfterItsDestinationIsGone) {
  const Destination one = destination("d1", "Disque");
  ASSERT_TRUE(ok(add(one)));
  backups::Alarm first{backups::AlarmId::of("a1"), one.id, "Disque", backups::RunId::of("r1"), kNow, {}};
  const backups::Alarm second{backups::AlarmId::of("a2"), one.id,         "Disque",
                              backups::RunId::of("r2"),   kNow + Days{1}, {}};
  ASSERT_TRUE(ok(add_alarm(connection(), practice_, first)));
  ASSERT_TRUE(ok(add_alarm(connection(), practice_, second)));
  EXPECT_EQ(failure(add_alarm(connection(), practice_, first)), ErrorKind::conflict);
  EXPECT_THAT(*load_alarms(connection(), practice_), ElementsAre(second, first)) << "the newest first";

  first.closing = {kNow + Days{2}, backups::AlarmEnd::false_alarm, "conversion", std::nullopt};
  ASSERT_TRUE(ok(close_alarm(connection(), practice_, first.id, *first.closing)));
  EXPECT_EQ(failure(close_alarm(connection(), practice_, first.id, *first.closing)), ErrorKind::conflict);
  EXPECT_EQ(failure(close_alarm(connection(), practice_, backups::AlarmId::of("a9"), *first.closing)),
            ErrorKind::conflict);
  ASSERT_TRUE(ok(remove_destination(connection(), practice_, one.id)));
  EXPECT_THAT(*load_alarms(connection(), practice_), ElementsAre(second, first));
}

TEST_P(BackupStore, KeepsASecretAndAMemoryAndForgetsThem) {
  const Destination one = destination("d1", "Disque");
  ASSERT_TRUE(ok(add(one)));
  EXPECT_EQ(*load_sealed_secret(connection(), practice_, one.id), std::nullopt);
  const Blob blob(3, std::byte{7});
  ASSERT_TRUE(ok(save_sealed_secret(connection(), practice_, one.id, blob)));
  ASSERT_TRUE(ok(save_memory(connection(), practice_, one.id, blob)));
  EXPECT_EQ(*load_sealed_secret(connection(), practice_, one.id), blob);
  EXPECT_EQ(*load_memory(connection(), practice_, one.id), blob);
  EXPECT_TRUE(load_destinations(connection(), practice_)->front().has_sealed_secret);
  ASSERT_TRUE(ok(save_sealed_secret(connection(), practice_, one.id, std::nullopt)));
  EXPECT_FALSE(load_destinations(connection(), practice_)->front().has_sealed_secret);
  EXPECT_EQ(failure(save_memory(connection(), practice_, DestinationId::of("d9"), blob)), ErrorKind::not_found);
}

TEST_P(BackupStore, GivesBackARunAsItWasKept) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  backups::KeptRun kept = run("r1", "d1", kNow);
  kept.drill = backups::DrillResult{.point = "p", .point_time = kNow, .files_restored = 2};
  ASSERT_TRUE(ok(keep(kept)));
  const auto found = load_run(connection(), practice_, kept.id);
  ASSERT_TRUE(ok(found));
  EXPECT_EQ(found->run.checks.size(), 2U);
  EXPECT_EQ(found->run.checks[1], kept.run.checks[1]);
  ASSERT_THAT(found->run.checks[0].findings, SizeIs(1));
  auto damage = std::get<backups::DamageFinding>(kept.run.checks[0].findings[0]);
  damage.path = "srv/dossiers/\uFFFD.txt";
  EXPECT_EQ(found->run.checks[0].findings[0], backups::Finding(damage));
  EXPECT_EQ(found->run.data_sets, kept.run.data_sets);
  EXPECT_EQ(found->run.protection, kept.run.protection);
  EXPECT_EQ(found->run.coverage.ending, formats::Ending::spent);
  EXPECT_EQ(found->run.length, kept.run.length);
  EXPECT_EQ(found->drill, kept.drill);
  EXPECT_EQ(found->newest_point, kept.newest_point);
  EXPECT_EQ(failure(load_run(connection(), practice_, backups::RunId::of("r9"))), ErrorKind::not_found);
}

// As a version before fields wrote them: three texts, of which the last was English for a log.
TEST_P(BackupStore, ReadsTheFindingsOfEarlierVersions) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  const backups::KeptRun kept = run("r1", "d1", kNow);
  ASSERT_TRUE(ok(keep(kept)));
  constexpr Sql kAsBefore = R"sql(
UPDATE backup_run_finding SET kind = ?, subject = ?, detail = ?, fields = NULL WHERE practice_id = ?)sql";
  ASSERT_TRUE(ok(connection().execute(kAsBefore, {"does-not-open", "a.pdf", "ends within its header", practice_})));
  const auto found = load_run(connection(), practice_, kept.id);
  ASSERT_TRUE(ok(found));
  EXPECT_THAT(found->run.checks[0].findings,
              ElementsAre(backups::NotOpened{"a.pdf", backups::OpeningReason::truncated, "", {}}));
  ASSERT_TRUE(ok(connection().execute(kAsBefore, {"text", "a.pdf", "something is wrong", practice_})));
  EXPECT_EQ(failure(load_run(connection(), practice_, kept.id)), ErrorKind::damaged);
}

TEST_P(BackupStore, RefusesFieldsThatAreNotThoseOfAFinding) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  const backups::KeptRun kept = run("r1", "d1", kNow);
  ASSERT_TRUE(ok(keep(kept)));
  constexpr Sql kFields = R"sql(UPDATE backup_run_finding SET fields = ? WHERE practice_id = ?)sql";
  for (const std::string_view fields : {"", "{}", "[", R"({"path":"a","sentence":"something is wrong"})"}) {
    ASSERT_TRUE(ok(connection().execute(kFields, {fields, practice_})));
    EXPECT_EQ(failure(load_run(connection(), practice_, kept.id)), ErrorKind::damaged) << fields;
  }
}

TEST_P(BackupStore, GivesTheNewestRunFirst) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  ASSERT_TRUE(ok(keep(run("r1", "d1", kNow - Days{1}))));
  ASSERT_TRUE(ok(keep(run("r2", "d1", kNow))));
  const auto runs = load_runs(connection(), practice_);
  ASSERT_TRUE(ok(runs));
  ASSERT_THAT(*runs, SizeIs(2));
  EXPECT_EQ((*runs)[0].id.text(), "r2");
  EXPECT_THAT((*runs)[0].run.checks, SizeIs(2));
}

TEST_P(BackupStore, RemembersRestorePointsThatWereDeletedSince) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  const auto save = [&](std::vector<std::string> ids, Instant now) {
    std::vector<formats::RestorePoint> points;
    for (const std::string& id : ids) {
      formats::RestorePoint point;
      point.id = id;
      point.time = kNow - Days{static_cast<int>(id[0])};
      points.push_back(point);
    }
    return in_transaction(
        [&] { return save_restore_points(connection(), practice_, DestinationId::of("d1"), points, now); });
  };
  ASSERT_TRUE(ok(save({"b", "a"}, kNow)));
  ASSERT_TRUE(ok(save({"a"}, kNow + Days{1})));
  const auto points = load_restore_points(connection(), practice_, DestinationId::of("d1"));
  ASSERT_TRUE(ok(points));
  ASSERT_THAT(*points, SizeIs(2));
  EXPECT_EQ((*points)[0].id, "b");
  EXPECT_EQ((*points)[0].last_seen_at, kNow);
  EXPECT_EQ((*points)[1].first_seen_at, kNow);
  EXPECT_EQ((*points)[1].last_seen_at, kNow + Days{1});
}

// A clock that was wrong, a file system of another century, malice: what a backup tells is not ours to choose, and must
// not make what we keep unreadable.
TEST_P(BackupStore, KeepsWhatABackupTellsOfAnyTime) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  for (const Instant time :
       {Instant::min(), Instant::max(), Instant(std::chrono::sys_days{std::chrono::January / 1 / 2300})}) {
    formats::RestorePoint point;
    point.id = "p" + std::to_string(time.time_since_epoch().count());
    point.time = time;
    ASSERT_TRUE(ok(in_transaction(
        [&] { return save_restore_points(connection(), practice_, DestinationId::of("d1"), {point}, kNow); })));
    backups::KeptRun kept = run("r" + std::to_string(time.time_since_epoch().count() / 1000 % 1000 + 1000), "d1", kNow);
    kept.newest_point = time;
    kept.drill = backups::DrillResult{.point = point.id, .point_time = time};
    ASSERT_TRUE(ok(keep(kept)));
    EXPECT_TRUE(ok(load_run(connection(), practice_, kept.id)));
  }
  const auto points = load_restore_points(connection(), practice_, DestinationId::of("d1"));
  ASSERT_TRUE(ok(points));
  EXPECT_THAT(*points, SizeIs(3));
}

TEST_P(BackupStore, ForgetsADestinationWithItsRuns) {
  ASSERT_TRUE(ok(add(destination("d1", "Disque"))));
  ASSERT_TRUE(ok(keep(run("r1", "d1", kNow))));
  ASSERT_TRUE(ok(remove_destination(connection(), practice_, DestinationId::of("d1"))));
  EXPECT_THAT(*load_runs(connection(), practice_), IsEmpty());
  EXPECT_THAT(*load_destinations(connection(), practice_), IsEmpty());
}

TEST_P(BackupStore, KeepsCanaries) {
  const Canary canary{"temoin-garde-1.txt", kRecords, crypto::sha256({}), kNow};
  ASSERT_TRUE(ok(add_canary(connection(), practice_, canary)));
  EXPECT_THAT(*load_canaries(connection(), practice_), ElementsAre(canary));
}

}  // namespace
}  // namespace garde::storage
