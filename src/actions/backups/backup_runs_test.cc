// A practice with a real restic repository on a disk: registered, checked, drilled, damaged, left to grow old.
#include "actions/backups/backup_runs.h"

#include <algorithm>
#include <atomic>
#include <fstream>

#include "actions/backups/alarms.h"
#include "actions/backups/backup_destinations.h"
#include "actions/backups/backup_jobs.h"
#include "actions/practice/testing/practice_under_test.h"
#include "formats/restic/testing/real_repository.h"
#include "worker/backups/places.h"
#include "worker/backups/runs.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using backups::Outcome;
using backups::Question;
using formats::restic::testing::RealRepository;
using storage::failure;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class BackupRuns : public PracticeUnderTest {
 protected:
  BackupRuns() : PracticeUnderTest(cage::in_this_process(tasks())), repository_(2) {
    for (const char* name : {"dossiers/durand.txt", "dossiers/martin.txt"})
      repository_.write(name, std::string("contenu de ") + name);
    repository_.write("agenda/semaine.ics",
                      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//FR\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                      "DTSTAMP:20261120T080000Z\r\nDTSTART:20261123T080000Z\r\nSUMMARY:Consultation\r\n"
                      "END:VEVENT\r\nEND:VCALENDAR\r\n");
    repository_.write("dossiers/scan.bin", scan(1));
    set_times(*parse_instant("2026-11-20T12:00:00Z"));
    // The clock of these tests says 2026-11-23, 10 h in Paris.
    repository_.backup("--time '2026-11-22 20:00:00'");
  }

  static std::vector<cage::Task> tasks() {
    std::vector<cage::Task> tasks = worker::place_tasks();
    std::ranges::move(worker::path_tasks(), std::back_inserter(tasks));
    tasks.push_back(worker::look_at_backup_task());
    tasks.push_back(worker::drill_task());
    return tasks;
  }

  // Not compressible, so that its pack has room for damage; another for each seed.
  static std::string scan(std::uint32_t seed) {
    std::string bytes(300'000, ' ');
    for (char& c : bytes) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24U);
    return bytes;
  }

  // More than the scan, and a form that a drill opens.
  void write_a_long_text() const {
    std::string text;
    while (text.size() < 400'000) text += "Suivi normal, tension 12/8, renouveler dans trois mois.\n";
    repository_.write("dossiers/suivi.txt", text);
  }

  // Before the restore point, as what a night's backup holds is.
  void set_times(Instant when) const {
    const auto file_time = fs::file_time_type::clock::from_sys(when);
    for (const auto& entry : fs::recursive_directory_iterator(repository_.source()))
      fs::last_write_time(entry, file_time);
  }

  backups::DestinationId add() {
    const auto records =
        save_data_set(practice(), {"patient-records", "", "here", "", repository_.source() + "/dossiers"});
    const auto agenda = save_data_set(practice(), {"agenda", "", "here", "", repository_.source() + "/agenda"});
    EXPECT_TRUE(ok(records) && records->empty());
    EXPECT_TRUE(ok(agenda) && agenda->empty());
    const auto added = add_destination(practice(), form());
    GARDE_CHECK(added.has_value() && added->id.has_value());
    return *added->id;
  }
  DestinationForm form() const {
    return {.name = "Disque USB",
            .folder = repository_.path(),
            .max_age = "48",
            .data_sets = {"patient-records", "agenda"}};
  }

  backups::KeptRun check(const backups::DestinationId& id) {
    const auto run = run_check(practice(), id, {.pause = pause(), .version = "test"}, RealRepository::password());
    EXPECT_TRUE(ok(run));
    return find_run(practice(), *run).value();
  }
  backups::KeptRun drill(const backups::DestinationId& id) {
    const auto run = run_drill(practice(), id, DrillReach::everything, {.pause = pause(), .version = "test"},
                               RealRepository::password());
    EXPECT_TRUE(ok(run));
    return find_run(practice(), *run).value();
  }

  evidence::Verdict verdict(std::string_view claim) {
    const auto evidence = backup_evidence(practice());
    return evidence::standing(evidence.value(), evidence::Claim::parse(claim).value(), now()).verdict;
  }

  // Changes one byte of the largest pack, which holds the scan.
  void flip_one_byte() const {
    fs::path largest;
    for (const auto& entry : fs::recursive_directory_iterator(repository_.path() + "/data"))
      if (entry.is_regular_file() && (largest.empty() || entry.file_size() > fs::file_size(largest)))
        largest = entry.path();
    fs::permissions(largest, fs::perms::owner_all);
    std::fstream file(largest, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(150'000);
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(150'000);
    file.put(byte);
  }

  Pause pause() const {
    return Pause([this]() -> Result<bool> { return is_paused_; });
  }

  RealRepository repository_;
  bool is_paused_ = false;
};
GARDE_ON_EVERY_ENGINE(BackupRuns);

TEST_P(BackupRuns, OfAGoodBackupShowsWhatThePlanAsks) {
  const auto run = check(add());
  EXPECT_EQ(run.run.find(Question::intact)->outcome(), Outcome::passed);
  EXPECT_EQ(run.run.find(Question::recent)->outcome(), Outcome::passed);
  EXPECT_EQ(run.run.find(Question::complete)->outcome(), Outcome::passed);
  EXPECT_EQ(run.run.find(Question::automatic)->outcome(), Outcome::not_established) << "one point is no habit";
  EXPECT_THAT(run.run.restore_points, SizeIs(1));
  EXPECT_EQ(verdict("backup-exists/patient-records"), evidence::Verdict::holds);
  EXPECT_EQ(verdict("backup-recent/agenda"), evidence::Verdict::holds);
  EXPECT_EQ(verdict("backup-encrypted/agenda"), evidence::Verdict::holds);
  EXPECT_EQ(verdict("restore-tested/agenda"), evidence::Verdict::never_shown);
}

TEST_P(BackupRuns, UntickByThemselvesOnceTheLastRestorePointIsTooOld) {
  check(add());
  pass(std::chrono::hours{34});  // 47 h after the restore point
  EXPECT_EQ(verdict("backup-recent/patient-records"), evidence::Verdict::holds);
  pass(std::chrono::hours{2});
  EXPECT_EQ(verdict("backup-recent/patient-records"), evidence::Verdict::expired);
  EXPECT_EQ(verdict("backup-exists/patient-records"), evidence::Verdict::holds) << "old is not gone";
}

TEST_P(BackupRuns, BringEverythingBackAndLeaveNothingBehind) {
  const auto id = add();
  const auto copied = drill(id);
  EXPECT_EQ(copied.run.outcome(), Outcome::not_established) << "nearly all of it is a .bin, which nobody opened";
  EXPECT_EQ(verdict("restore-tested/patient-records"), evidence::Verdict::never_shown);
  write_a_long_text();
  pass(Days{1});
  repository_.backup("--time '2026-11-23 20:00:00'");
  const auto run = drill(id);
  ASSERT_TRUE(run.drill.has_value());
  EXPECT_EQ(run.run.outcome(), Outcome::passed);
  EXPECT_EQ(run.drill->files_restored, 5U);
  EXPECT_EQ(run.drill->files_in_point, 5U);
  EXPECT_EQ(verdict("restore-tested/patient-records"), evidence::Verdict::holds);
  EXPECT_TRUE(fs::is_empty(practice().folder() / "scratch"));
  // The same restore gives the same digest.
  EXPECT_EQ(drill(id).drill->digest, run.drill->digest);
}

TEST_P(BackupRuns, NameTheFileThatOneChangedByteHits) {
  const auto id = add();
  drill(id);
  pass(std::chrono::minutes{5});
  flip_one_byte();
  const auto run = check(id);
  const backups::Check& intact = *run.run.find(Question::intact);
  EXPECT_EQ(intact.outcome(), Outcome::failed);
  ASSERT_THAT(intact.findings, Not(IsEmpty()));
  EXPECT_THAT(std::get<backups::DamageFinding>(intact.findings[0]).path, testing::EndsWith("dossiers/scan.bin"));
  EXPECT_EQ(verdict("backup-exists/patient-records"), evidence::Verdict::fails);
  EXPECT_EQ(verdict("restore-tested/patient-records"), evidence::Verdict::fails) << "what it read is broken now";
  EXPECT_EQ(verdict("backup-exists/agenda"), evidence::Verdict::never_shown)
      << "not hit, and a medium that loses bytes proves nothing for the rest";
  const auto again = drill(id);
  EXPECT_EQ(again.run.outcome(), Outcome::failed);
  EXPECT_EQ(again.drill->files_wrong, 1U);
}

TEST_P(BackupRuns, ReadOnlyWhatIsNewOnTheNextNight) {
  const auto id = add();
  for (std::uint32_t i = 2; i < 6; ++i) {
    repository_.write("dossiers/scan" + std::to_string(i) + ".bin", scan(i));
    repository_.backup("--time '2026-11-22 20:0" + std::to_string(i) + ":00'");
  }
  const auto first = check(id);
  EXPECT_EQ(first.run.coverage.units_verified, first.run.coverage.units_total);
  pass(Days{1});
  repository_.write("dossiers/petit.txt", "nouveau");
  repository_.backup("--time '2026-11-23 20:00:00'");
  const auto run = check(id);
  EXPECT_LT(run.run.coverage.units_verified, run.run.coverage.units_total);
}

TEST_P(BackupRuns, MissWhatIsNotInTheNewestRestorePoint) {
  const auto id = add();
  repository_.write("dossiers/oublie.txt", "jamais sauvegardé");
  set_times(*parse_instant("2026-11-20T12:00:00Z"));
  const auto run = check(id);
  const backups::Check& complete = *run.run.find(Question::complete);
  // Made since the restore point as far as its disk tells, or missing: never said to be there.
  EXPECT_EQ(complete.outcome(), Outcome::not_established);
  EXPECT_THAT(std::get<backups::FileFinding>(complete.findings[0]).path, testing::EndsWith("dossiers/oublie.txt"));
}

TEST_P(BackupRuns, SayAWrongPasswordAsSuchAndKeepNothing) {
  const auto id = add();
  EXPECT_EQ(failure(run_check(practice(), id, {.pause = pause()}, crypto::SecretBytes::copy_of("autre"))),
            ErrorKind::wrong_secret);
  EXPECT_THAT(*kept_runs(practice()), IsEmpty());
}

TEST_P(BackupRuns, NoteADiskThatIsNotThere) {
  const auto id = add();
  fs::rename(repository_.path(), repository_.path() + ".away");
  EXPECT_EQ(failure(run_check(practice(), id, {.pause = pause()}, RealRepository::password())), ErrorKind::unreachable);
  EXPECT_EQ(destinations(practice())->front().last_absent_at, now());
  fs::rename(repository_.path() + ".away", repository_.path());
  pass(Days{1});
  const auto run = check(id);
  EXPECT_EQ(verdict("backup-disconnected/agenda"), evidence::Verdict::holds) << "it was seen unplugged";
}

TEST_P(BackupRuns, AreRefusedWhilePaused) {
  const auto id = add();
  is_paused_ = true;
  EXPECT_EQ(failure(run_check(practice(), id, {.pause = pause()}, RealRepository::password())), ErrorKind::conflict);
  BackupJobs jobs(practice(), pause(), "test");
  EXPECT_EQ(failure(jobs.add({.destination = id})), ErrorKind::conflict);
}

TEST_P(BackupRuns, EndWhenAskedAndKeepNothing) {
  const auto id = add();
  std::stop_source stop;
  stop.request_stop();
  RunOptions options{.pause = pause()};
  options.stop = stop.get_token();
  EXPECT_EQ(failure(run_check(practice(), id, options, RealRepository::password())), ErrorKind::cancelled);
  EXPECT_EQ(failure(run_drill(practice(), id, DrillReach::everything, options, RealRepository::password())),
            ErrorKind::cancelled);
  EXPECT_TRUE(fs::is_empty(practice().folder() / "scratch"));
  EXPECT_THAT(*kept_runs(practice()), IsEmpty());
}

TEST_P(BackupRuns, EndWhenThePauseBeginsMeanwhileAndKeepNothing) {
  const auto id = add();
  RunOptions options{.pause = pause(), .version = "test"};
  options.on_progress = [&](const formats::Progress&) {
    is_paused_ = true;
    pass(std::chrono::seconds(5));
  };
  for (const bool drilled : {false, true}) {
    const auto run = drilled ? run_drill(practice(), id, DrillReach::everything, options, RealRepository::password())
                             : run_check(practice(), id, options, RealRepository::password());
    EXPECT_EQ(failure(run), ErrorKind::conflict);
    ASSERT_TRUE(is_paused_);
    is_paused_ = false;
  }
  EXPECT_TRUE(fs::is_empty(practice().folder() / "scratch"));
  EXPECT_THAT(*kept_runs(practice()), IsEmpty());
}

TEST_P(BackupRuns, AreDueOnceADay) {
  const auto id = add();
  EXPECT_THAT(*due_runs(practice()), SizeIs(2)) << "a first check and a first drill";
  check(id);
  drill(id);
  EXPECT_THAT(*due_runs(practice()), IsEmpty());
  pass(Days{1});
  EXPECT_THAT(*due_runs(practice()), SizeIs(1));
  pass(Days{30});
  EXPECT_THAT(*due_runs(practice()), SizeIs(2));
}

TEST_P(BackupRuns, BringThePlantedFileBack) {
  const auto id = add();
  const auto canary = make_canary(practice(), backups::DataSetId::of("patient-records"));
  ASSERT_TRUE(ok(canary));
  EXPECT_EQ(drill(id).drill->canaries_expected, 0U) << "planted after the restore point";
  repository_.write("dossiers/" + canary->name, canary->content);
  write_a_long_text();
  pass(Days{1});
  repository_.backup("--time '2026-11-24 08:30:00'");
  const auto back = drill(id);
  EXPECT_EQ(back.drill->canaries_expected, 1U);
  EXPECT_EQ(back.drill->canaries_back, 1U);
  EXPECT_EQ(back.run.outcome(), Outcome::passed);
  // Lost from the data, and from the next restore point with it.
  fs::remove(repository_.source() + "/dossiers/" + canary->name);
  pass(Days{1});
  repository_.backup("--time '2026-11-25 08:30:00'");
  const auto lost = drill(id);
  EXPECT_EQ(lost.run.outcome(), Outcome::failed);
  EXPECT_EQ(name(lost.run.checks[0].findings[0]), "canary-missing");
}

// The worker goes on with the next, and whoever listened is told.
TEST_P(BackupRuns, ThatMeetAMistakeOfOursEndAndAreLogged) {
  const auto id = add();
  bool broken = false;
  std::atomic<int> asked = 0;
  std::mutex mutex;
  std::condition_variable over;
  std::vector<std::string> log;
  BackupJobs jobs(practice(), Pause([&]() -> Result<bool> {
                    GARDE_CHECK(!broken || ++asked == 1);  // by who adds the job; then by the job
                    return false;
                  }),
                  "test", [&](std::string_view line) {
                    const std::scoped_lock lock(mutex);
                    log.emplace_back(line);
                  });
  const auto run = [&](bool is_broken) {
    broken = is_broken;
    std::optional<JobView> last;
    const auto job = jobs.add({.destination = id, .secret = RealRepository::password()});
    EXPECT_TRUE(ok(job));
    jobs.listen(*job, [&](const JobView& view) {
      const std::scoped_lock lock(mutex);
      if (view.is_over()) last = view;
      over.notify_all();
      return Listening::goes_on;
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(over.wait_for(lock, std::chrono::seconds{30}, [&] { return last.has_value(); }));
    return last->state;
  };
  EXPECT_EQ(run(true), JobState::failed);
  EXPECT_THAT(log, testing::ElementsAre(testing::HasSubstr("threw: internal mistake: !broken || ++asked == 1 (")));
  EXPECT_EQ(run(false), JobState::done);
}

TEST_P(BackupRuns, OfAJobAreToldAndKept) {
  const auto id = add();
  BackupJobs jobs(practice(), pause(), "test");
  const auto job = jobs.add(
      {.destination = id, .kind = backups::RunKind::check, .everything = true, .secret = RealRepository::password()});
  ASSERT_TRUE(ok(job));
  std::mutex mutex;
  std::condition_variable over;
  std::optional<JobView> last;
  jobs.listen(*job, [&](const JobView& view) {
    const std::scoped_lock lock(mutex);
    if (view.is_over()) last = view;
    over.notify_all();
    return Listening::goes_on;
  });
  std::unique_lock lock(mutex);
  ASSERT_TRUE(over.wait_for(lock, std::chrono::seconds{30}, [&] { return last.has_value(); }));
  EXPECT_EQ(last->state, JobState::done);
  EXPECT_TRUE(ok(find_run(practice(), *last->run)));
}

TEST_P(BackupRuns, AreNotOfOneFolderTwice) {
  add();
  DestinationForm again = form();
  again.name = "Le même disque";
  again.folder = repository_.path() + "/../repository/.";
  const auto added = add_destination(practice(), again);
  ASSERT_TRUE(ok(added));
  ASSERT_THAT(added->problems, SizeIs(1));
  EXPECT_EQ(added->problems[0].message.key, "backups.problem.same-destination");
}

TEST_P(BackupRuns, AreNotMadeOfLiveData) {
  add();
  fs::create_directories(repository_.source() + "/dossiers/copie");
  DestinationForm inside = form();
  inside.name = "Copie";
  inside.folder = repository_.source() + "/dossiers/copie";
  const auto added = add_destination(practice(), inside);
  ASSERT_TRUE(ok(added));
  EXPECT_EQ(added->problems[0].message.key, "backups.problem.live-data");
}

TEST_P(BackupRuns, KeepAPasswordOnlySealed) {
  const auto id = add();
  const auto own = crypto::SecretBytes::copy_of("une petite phrase à moi");
  ASSERT_TRUE(ok(keep_secret(practice(), id, RealRepository::password(), own)));
  const auto secret = kept_secret(practice(), id, own);
  ASSERT_TRUE(ok(secret));
  EXPECT_TRUE(ok(run_check(practice(), id, {.pause = pause()}, *secret)));
  EXPECT_EQ(failure(kept_secret(practice(), id, crypto::SecretBytes::copy_of("autre"))), ErrorKind::wrong_secret);
  ASSERT_TRUE(ok(keep_secret(practice(), id, {}, own)));
  EXPECT_EQ(failure(kept_secret(practice(), id, own)), ErrorKind::not_found);
}

TEST_P(BackupRuns, OfAnAttackOpenAnAlarmThatOnlyAPersonCloses) {
  fs::remove(repository_.source() + "/dossiers/scan.bin");  // of no known form
  write_a_long_text();
  set_times(*parse_instant("2026-11-20T12:00:00Z"));
  repository_.backup("--time '2026-11-22 21:00:00'");
  const auto id = add();
  EXPECT_EQ(check(id).run.find(Question::not_attacked)->outcome(), Outcome::passed);
  EXPECT_THAT(*alarms(practice()), IsEmpty());

  // What a backup of the night after the attack holds, and then one of the data put back.
  repository_.write("dossiers/suivi.txt", scan(7));
  repository_.backup("--time '2026-11-22 22:00:00'");
  pass(std::chrono::minutes{1});
  const auto attacked = check(id);
  EXPECT_EQ(attacked.run.find(Question::not_attacked)->outcome(), Outcome::failed);
  pass(std::chrono::minutes{1});
  check(id);
  write_a_long_text();
  set_times(*parse_instant("2026-11-20T12:00:00Z"));
  repository_.backup("--time '2026-11-22 23:00:00'");
  pass(std::chrono::minutes{1});
  EXPECT_EQ(check(id).run.find(Question::not_attacked)->outcome(), Outcome::passed);
  const auto open = alarms(practice());
  ASSERT_TRUE(ok(open));
  ASSERT_THAT(*open, SizeIs(1)) << "one, however often it is seen";
  EXPECT_EQ(open->front().run, attacked.id);
  EXPECT_EQ(open->front().destination_name, "Disque USB");
  EXPECT_EQ(verdict("backup-exists/patient-records"), evidence::Verdict::fails) << "a good night closes no alarm";

  const auto& alarm = open->front().id;
  EXPECT_THAT(*close_alarm(practice(), alarm, {"forgotten", " "}), SizeIs(2));
  EXPECT_EQ(failure(close_alarm(practice(), backups::AlarmId::of("a9"), {"rebuilt", "remis"})), ErrorKind::not_found);
  EXPECT_THAT(*close_alarm(practice(), alarm, {"rebuilt", "remis en place avec M. Lefort"}), IsEmpty());
  EXPECT_EQ(failure(close_alarm(practice(), alarm, {"rebuilt", "remis"})), ErrorKind::conflict);
  EXPECT_FALSE(alarms(practice())->front().is_open());
  EXPECT_EQ(verdict("backup-exists/patient-records"), evidence::Verdict::holds);
}

}  // namespace
}  // namespace garde::actions
