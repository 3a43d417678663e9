// Backups made by real programs, looked at when an incident opens and after somebody touched them.
#include "actions/incident/incident_backups.h"

#include <fstream>
#include <thread>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_runs.h"
#include "actions/incident/incident_jobs.h"
#include "actions/incident/measured_recovery.h"
#include "actions/incident/pause.h"
#include "actions/practice/testing/practice_under_test.h"
#include "formats/restic/testing/real_repository.h"
#include "incident/watched_backups.h"
#include "worker/backups/places.h"
#include "worker/backups/runs.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using formats::restic::testing::RealRepository;
using incident::BackupOutcome;
using incident::WatchedBackup;
using storage::failure;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class IncidentBackups : public PracticeUnderTest {
 protected:
  static std::vector<cage::Task> tasks() {
    std::vector<cage::Task> tasks = worker::place_tasks();
    std::ranges::move(worker::path_tasks(), std::back_inserter(tasks));
    tasks.push_back(worker::drill_task());
    return tasks;
  }
  IncidentBackups() : PracticeUnderTest(cage::in_this_process(tasks())) {
    fs::create_directories(disk_ / "archives");
    for (const char* day : {"2026-11-21", "2026-11-22"}) archive(day);
  }
  // Real archives by a real tar.
  void archive(const std::string& day, std::string_view content = "dossier") const {
    write("in/dossier.txt", content);
    const std::string command = "cd '" + disk_.path().string() + "' && tar -cf archives/sauvegarde-" + day +
                                ".tar in && touch -d " + day + " archives/sauvegarde-" + day + ".tar";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  void write(const std::string& name, std::string_view content) const {
    fs::create_directories((disk_ / name).parent_path());
    std::ofstream(disk_ / name, std::ios::binary) << content;
  }
  backups::DestinationId add(const std::string& name, const std::string& folder, std::string kind = "") {
    const auto added = add_destination(
        practice(),
        {.name = name, .folder = folder, .kind = std::move(kind), .max_age = "48", .data_sets = {"patient-records"}});
    EXPECT_TRUE(ok(added));
    EXPECT_THAT(added->problems, IsEmpty());
    return *added->id;
  }
  backups::DestinationId add_archives() { return add("Disque", (disk_ / "archives").string(), "archives"); }
  IncidentId open(incident::Exercise exercise = incident::Exercise::no) {
    const auto opened = open_incident(practice(), {.situation = incident::Situation::ransom, .alert = now()}, exercise);
    EXPECT_TRUE(ok(opened));
    return *opened->id;
  }
  void watch(const IncidentId& id) { EXPECT_TRUE(ok(watch_backups(practice(), id, {}))); }
  WatchedBackup known(const IncidentId& id, const backups::DestinationId& destination) {
    const auto status = incident_status(practice(), id);
    return status.value()->incident.backups.at(incident::WatchedBackupId::spelt_as(destination));
  }
  std::size_t entries(const IncidentId& id) { return incident_status(practice(), id).value()->entries.size(); }

  io::testing::TemporaryFolder disk_;
};
GARDE_ON_EVERY_ENGINE(IncidentBackups);

TEST_P(IncidentBackups, AreWitnessedOnceAndComparedWithoutWritingTheSameTwice) {
  const auto disk = add_archives();
  const IncidentId id = open();
  watch(id);
  EXPECT_EQ(known(id, disk).points, 2U);
  EXPECT_EQ(known(id, disk).outcome, std::nullopt);
  ASSERT_TRUE(known(id, disk).witness.has_value());
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::same);
  const std::size_t before = entries(id);
  watch(id);
  EXPECT_EQ(entries(id), before);
}

TEST_P(IncidentBackups, ThatLostARestorePointAreAnAlarmUntilItIsBack) {
  const auto disk = add_archives();
  const IncidentId id = open();
  watch(id);
  fs::rename(disk_ / "archives/sauvegarde-2026-11-21.tar", disk_ / "kept.tar");
  watch(id);
  EXPECT_TRUE(known(id, disk).is_lost);
  EXPECT_THAT(known(id, disk).lost_words, HasSubstr("sauvegarde-2026-11-21"));
  fs::rename(disk_ / "kept.tar", disk_ / "archives/sauvegarde-2026-11-21.tar");
  watch(id);
  EXPECT_FALSE(known(id, disk).is_lost);
}

TEST_P(IncidentBackups, ThatWereWrittenOverAreAnAlarmAndOneMoreIsNone) {
  const auto disk = add_archives();
  const IncidentId id = open();
  watch(id);
  archive("2026-11-23");
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::added);
  EXPECT_FALSE(known(id, disk).is_lost);
  archive("2026-11-22", std::string(50'000, 'x'));
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::lost);
}

TEST_P(IncidentBackups, WhoseFolderWasWipedOrRemovedAreAnAlarm) {
  const auto disk = add_archives();
  const IncidentId id = open();
  watch(id);
  for (const auto& entry : fs::directory_iterator(disk_ / "archives")) fs::remove(entry.path());
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::lost);
}

// A Borg repository is known by its names, and nothing of ours reads it.
TEST_P(IncidentBackups, ThatNobodyCanReadAreSaidToBeUnknownAndNeverFine) {
  write("borg/README", "This is a Borg Backup repository.\n");
  write("borg/config", "[repository]\nversion = 1\n");
  write("borg/data/0/1", "x");
  const auto disk = add("Borg", (disk_ / "borg").string());
  const IncidentId id = open();
  watch(id);
  EXPECT_FALSE(known(id, disk).witness.has_value());
  EXPECT_EQ(known(id, disk).outcome, std::nullopt);
  EXPECT_THAT(known(id, disk).words, HasSubstr("ne sait pas lire"));
  const std::size_t before = entries(id);
  watch(id);
  EXPECT_EQ(entries(id), before) << "said once";
}

// A disk that is not plugged in is not a wiped folder.
TEST_P(IncidentBackups, ThatAreNotPluggedInAreNotLooksThatFoundNothing) {
  const auto id = add_archives();
  backups::Destination disk = require_destination(practice(), id).take();
  disk.place = backups::Place::external_disk;
  disk.folder = (disk_ / "nowhere").string();
  disk.volume = "0000-no-such-volume";
  EXPECT_EQ(failure(look_at_backup(practice(), disk)), ErrorKind::unreachable);
  disk.place = backups::Place::folder;
  disk.volume.clear();
  const auto gone = look_at_backup(practice(), disk);
  ASSERT_TRUE(ok(gone));
  EXPECT_THAT(gone->points, IsEmpty());
}

TEST_P(IncidentBackups, OfResticAreReadWithoutThePassword) {
  RealRepository repository(2);
  repository.write("dossiers/durand.txt", "contenu");
  repository.backup("--time '2026-11-21 20:00:00'");
  repository.backup("--time '2026-11-22 20:00:00'");
  const auto disk = add("Restic", repository.path());
  const IncidentId id = open();
  watch(id);
  EXPECT_EQ(known(id, disk).points, 2U);
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::same);
  // Other bytes under the same name, of the same length.
  const fs::path snapshot = fs::directory_iterator(repository.path() + "/snapshots")->path();
  const auto time = fs::last_write_time(snapshot);
  fs::permissions(snapshot, fs::perms::owner_all);
  {
    std::fstream file(snapshot, std::ios::in | std::ios::out | std::ios::binary);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(0);
    file.put(byte);
  }
  fs::last_write_time(snapshot, time);
  watch(id);
  EXPECT_TRUE(known(id, disk).is_lost);
}

TEST_P(IncidentBackups, OnceDrilledTellHowLongTheirServicesTakeToComeBack) {
  RealRepository repository(2);
  repository.write("agenda/semaine.ics",
                   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//FR\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                   "DTSTAMP:20261120T080000Z\r\nDTSTART:20261123T080000Z\r\nSUMMARY:Consultation\r\n"
                   "END:VEVENT\r\nEND:VCALENDAR\r\n");
  repository.backup("--time '2026-11-22 20:00:00'");
  const auto saved = save_data_set(practice(), {"agenda", "", "here", "", repository.source() + "/agenda"});
  ASSERT_TRUE(ok(saved));
  const auto added = add_destination(
      practice(), {.name = "Restic", .folder = repository.path(), .max_age = "48", .data_sets = {"agenda"}});
  ASSERT_TRUE(ok(added));
  const auto agenda = incident::ServiceId::of("agenda");
  EXPECT_FALSE(measured_recoveries(practice()).value().contains(agenda));
  ASSERT_TRUE(
      ok(run_drill(practice(), *added->id, DrillReach::everything,
                   {.pause = pause_while_incident(practice()), .version = "test"}, RealRepository::password())));
  const auto measured = measured_recoveries(practice());
  ASSERT_TRUE(ok(measured));
  ASSERT_TRUE(measured->contains(agenda));
  EXPECT_GE(measured->at(agenda).length, std::chrono::minutes(1)) << "never less than it can be said";
  EXPECT_EQ(measured->at(agenda).measured, practice().today());
  EXPECT_FALSE(measured->contains(incident::ServiceId::of("record"))) << "its data was never tested";
}

TEST_P(IncidentBackups, CannotBeComparedOnceTheirWitnessIsGone) {
  const auto disk = add_archives();
  const IncidentId id = open();
  watch(id);
  fs::remove(incident_folder(practice(), id) / "attachments" / known(id, disk).witness->digest.hex());
  watch(id);
  EXPECT_EQ(known(id, disk).outcome, BackupOutcome::not_established);
}

TEST_P(IncidentBackups, AreLeftAloneInAClosedIncident) {
  add_archives();
  const IncidentId id = open();
  ASSERT_TRUE(ok(close_incident(practice(), id, {.criteria = {}, .text = "Fausse alerte."})));
  const std::size_t before = entries(id);
  watch(id);
  EXPECT_EQ(entries(id), before);
}

TEST_P(IncidentBackups, AreLookedAtInTheBackground) {
  const auto disk = add_archives();
  const IncidentId id = open();
  IncidentJobs jobs(practice(), {});
  jobs.watch(id);
  jobs.wait_for_watch(id, std::chrono::seconds(30));
  EXPECT_FALSE(jobs.view(id).watching);
  EXPECT_TRUE(known(id, disk).witness.has_value());
}

TEST_P(IncidentBackups, OfAnOpenIncidentAreLookedAtWhenTheProgramStarts) {
  const auto disk = add_archives();
  const IncidentId id = open();
  const std::size_t before = entries(id);
  const IncidentJobs jobs(practice(), {});
  for (int i = 0; i < 3000 && entries(id) == before; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(known(id, disk).witness.has_value());
}

}  // namespace
}  // namespace garde::actions
