#include "checker/places.h"

#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::checker {
namespace {

namespace fs = std::filesystem;
using backups::Destination;
using backups::DestinationId;
using backups::ScheduledJob;
using testing::ElementsAre;
using testing::IsEmpty;

// A computer with a disk of its own, a USB disk and a share, as the kernel would tell of them.
class Places : public testing::Test {
 protected:
  Places() {
    folder_.write("dev/sda1", "");
    folder_.write("dev/sdb1", "");
    folder_.write("uuid/.keep", "");
    fs::create_symlink("../dev/sda1", folder_ / "uuid/aaaa");
    fs::create_symlink("../dev/sdb1", folder_ / "uuid/1234-ABCD");
    folder_.write("media/usb/restic/config", "");
    folder_.write("nas/copies/a.txt", "");
    plug_in("media/usb");
  }
  void plug_in(std::string_view where) const {
    folder_.write("mountinfo", fmt::format("22 1 8:1 / / rw - ext4 {0}/dev/sda1 rw\n"
                                           "30 22 8:17 / {0}/{1} rw - exfat {0}/dev/sdb1 rw\n"
                                           "31 22 0:50 / {0}/nas rw - cifs //nas/copies rw\n",
                                           folder_.path().string(), where));
  }
  void unplug() const {
    folder_.write("mountinfo", fmt::format("22 1 8:1 / / rw - ext4 {}/dev/sda1 rw\n", folder_.path().string()));
  }
  std::string path(std::string_view name) const { return (folder_ / name).string(); }
  io::SystemFiles system() const { return {path("mountinfo"), path("uuid"), path("block"), path("fstab")}; }
  Destination on_usb() const {
    Destination one{.id = DestinationId::of("d"), .name = "Disque", .folder = path("media/usb/restic")};
    one.volume = "1234-ABCD";
    one.within = "restic";
    return one;
  }
  Destination in_folder(std::string_view name) const {
    return {.id = DestinationId::of("d"), .name = "Dossier", .folder = path(name)};
  }

  io::testing::TemporaryFolder folder_;
};

TEST_F(Places, OfADiskAreFoundWhereverItIsPluggedIn) {
  EXPECT_EQ(find_place(on_usb(), system()).presence, Presence::present);
  folder_.write("media/other/restic/config", "");
  plug_in("media/other");
  const FoundPlace moved = find_place(on_usb(), system());
  EXPECT_EQ(moved.presence, Presence::present);
  EXPECT_EQ(moved.folder, path("media/other/restic"));
}

TEST_F(Places, OfADiskThatIsUnpluggedAreNotItsEmptyMountPoint) {
  unplug();
  EXPECT_EQ(find_place(on_usb(), system()).presence, Presence::another_volume)
      << "its folder is there, on another disk";
  fs::remove_all(folder_ / "media");
  const FoundPlace gone = find_place(on_usb(), system());
  EXPECT_EQ(gone.presence, Presence::absent);
  EXPECT_EQ(gone.folder, path("media/usb/restic")) << "where it was";
}

TEST_F(Places, OfADiskWhoseFolderIsGoneAreAbsent) {
  fs::remove_all(folder_ / "media/usb/restic");
  EXPECT_EQ(find_place(on_usb(), system()).presence, Presence::absent);
}

TEST_F(Places, AreKnownByTheirDiskWhenTheyAreInspected) {
  const auto usb = inspect_folder((folder_ / "media/usb/restic/.").string(), system());
  ASSERT_TRUE(usb.has_value());
  EXPECT_EQ(usb->real, (folder_ / "media/usb/restic").string());
  EXPECT_EQ(usb->place, backups::Place::external_disk);
  EXPECT_EQ(usb->volume, "1234-ABCD");
  EXPECT_EQ(usb->within, "restic");
  EXPECT_EQ(inspect_folder((folder_ / "media/usb/autre").string(), system()).error().kind, ErrorKind::not_found);
}

TEST_F(Places, WithoutAVolumeAreTheirFolder) {
  EXPECT_EQ(find_place(in_folder("nas/copies"), system()).presence, Presence::present);
  EXPECT_EQ(find_place(in_folder("nas/autre"), system()).presence, Presence::absent);
  EXPECT_EQ(find_place(in_folder("nas/copies/a.txt"), system()).presence, Presence::absent) << "a file is no folder";
}

TEST_F(Places, ThatAreEmptyMountPointsWithoutTheirDiskAreAnotherVolume) {
  fs::create_directories(folder_ / "mnt/copies");
  folder_.write("fstab", fmt::format("//nas/autre {}/mnt/copies cifs noauto 0 0\n", folder_.path().string()));
  EXPECT_EQ(find_place(in_folder("mnt/copies"), system()).presence, Presence::another_volume);
  folder_.write("mnt/copies/a.txt", "");
  EXPECT_EQ(find_place(in_folder("mnt/copies"), system()).presence, Presence::present)
      << "something is there, and is looked at";
}

TEST_F(Places, AreToldByTheirVolume) {
  const auto place = [&](std::string_view name) {
    return place_of(io::volume_of(path(name), system()).value(), system());
  };
  EXPECT_EQ(place("media/usb/restic"), backups::Place::external_disk);
  EXPECT_EQ(place("nas/copies"), backups::Place::network_share);
  EXPECT_EQ(place("dev"), backups::Place::folder);
}

TEST_F(Places, OfAVolumeThatNothingIdentifiesAreAFolder) {
  fs::remove(folder_ / "uuid/1234-ABCD");
  EXPECT_EQ(place_of(io::volume_of(path("media/usb"), system()).value(), system()), backups::Place::folder);
}

TEST_F(Places, TellWhetherTheyAreOnTheDiskOfTheOriginal) {
  folder_.write("live/a.txt", "");
  const auto same_volume = [&](std::string_view copy, std::vector<std::string> live) {
    backups::ProtectionFacts facts;
    add_facts_of_place(path(copy), live, facts, system());
    return facts.same_volume;
  };
  EXPECT_EQ(same_volume("dev", {path("live")}), true);
  EXPECT_EQ(same_volume("media/usb/restic", {path("live")}), false);
  EXPECT_EQ(same_volume("media/usb/restic", {path("live"), path("media/usb")}), true) << "one of two is enough";
  EXPECT_EQ(same_volume("media/usb/restic", {}), std::nullopt);
  EXPECT_EQ(same_volume("media/usb/restic", {path("nulle-part")}), std::nullopt);
}

class Jobs : public testing::Test {
 protected:
  std::string path(std::string_view name) const { return (folder_ / name).string(); }
  void script(const std::string& name, std::string_view content, bool is_executable = true) const {
    folder_.write(name, content);
    if (is_executable) fs::permissions(folder_ / name, fs::perms::owner_all);
  }
  // "name place", without the folder of the test.
  std::vector<std::string> found() const {
    std::vector<std::string> all;
    for (const ScheduledJob& job : scheduled_backups({.timer_folders = {path("systemd/timers.target.wants")},
                                                      .cron_files = {path("crontab")},
                                                      .cron_folders = {path("cron.d")},
                                                      .user_cron_folders = {path("crontabs")},
                                                      .script_folders = {path("cron.daily")}}))
      all.push_back(job.name + " " + fs::path(job.place).lexically_relative(folder_.path()).string());
    return all;
  }
  io::testing::TemporaryFolder folder_;
};

TEST_F(Jobs, AreNoneOnAComputerWithoutAny) { EXPECT_THAT(found(), IsEmpty()); }

TEST_F(Jobs, AreTimersWhoseServiceMakesABackup) {
  folder_.write("systemd/copie.timer", "[Timer]\nOnCalendar=daily\n");
  folder_.write("systemd/copie.service", "[Service]\nExecStart=/usr/bin/restic backup /srv\n");
  folder_.write("systemd/ntp.timer", "[Timer]\nOnCalendar=daily\n");
  folder_.write("systemd/ntp.service", "[Service]\nExecStart=/usr/sbin/ntpdate\n");
  fs::create_directories(folder_ / "systemd/timers.target.wants");
  for (const std::string name : {"copie.timer", "ntp.timer"})
    fs::create_symlink("../" + name, folder_ / ("systemd/timers.target.wants/" + name));
  folder_.write("systemd/sauvegarde.timer", "enabled nowhere");
  EXPECT_THAT(found(), ElementsAre("copie.timer systemd/timers.target.wants"));
}

TEST_F(Jobs, AreLinesOfCrontabsThatRun) {
  folder_.write("crontab", "SHELL=/bin/sh\n17 * * * * root cd / && run-parts /etc/cron.hourly\n");
  folder_.write("cron.d/copies", "30 20 * * 1-5 root rsync -a /srv /mnt/copie\n");
  folder_.write("crontabs/jean.dupont", "@daily /home/jean/SAUVEGARDE.sh\n");
  EXPECT_THAT(found(), ElementsAre("copies cron.d", "jean.dupont crontabs"));
}

// Switched off by whoever keeps the computer, or a word beside the point.
TEST_F(Jobs, AreNotLinesThatNobodyRuns) {
  folder_.write("crontab", "#0 1 * * * root restic backup /srv\n  # 0 1 * * * root restic backup /srv\n\t#borg\n");
  folder_.write("cron.d/alertes",
                "MAILTO=sauvegarde@cabinet.example\n MAILTO = backup\n0 1 * * * root /usr/bin/vrai\n");
  folder_.write("cron.d/copies.disabled", "0 1 * * * root restic backup /srv\n");
  folder_.write("cron.d/copies.dpkg-old", "0 1 * * * root restic backup /srv\n");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Jobs, AreScriptsThatCronRunsEachDay) {
  script("cron.daily/copie", "#!/bin/sh\nmysqldump cabinet > /srv/cabinet.sql\n");
  script("cron.daily/sauvegarde.sh", "#!/bin/sh\nrestic backup /srv\n");
  script("cron.daily/restic", "#!/bin/sh\nrestic backup /srv\n", false);
  script("cron.daily/dpkg", "#!/bin/sh\n/usr/libexec/dpkg/dpkg-db-backup\n");
  EXPECT_THAT(found(), ElementsAre("copie cron.daily")) << "run-parts passes over a name with a dot, and over what is "
                                                           "not executable";
}

TEST_F(Jobs, AreReadOnlyAsFarAsAJobIsLong) {
  folder_.write("cron.d/enorme", "0 1 * * * root restic backup /srv\n" + std::string(300'000, '#'));
  fs::create_directories(folder_ / "cron.d/backup");
  EXPECT_THAT(found(), IsEmpty());
}

}  // namespace
}  // namespace garde::checker
