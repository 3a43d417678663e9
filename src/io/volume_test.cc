#include "io/volume.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "io/testing/temporary_folder.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;
using ::testing::SizeIs;

// A computer with a disk of its own and a USB disk, as the kernel would tell of it.
class TestedComputer {
 public:
  TestedComputer() {
    folder_.write("dev/sda1", "");
    folder_.write("dev/sdb1", "");
    folder_.write("uuid/.keep", "");
    fs::create_symlink("../dev/sda1", folder_ / "uuid/aaaa");
    fs::create_symlink("../dev/sdb1", folder_ / "uuid/1234-ABCD");
    fs::create_directories(folder_ / "media/usb/restic");
    plug_in("media/usb");
  }

  void plug_in(std::string_view where, std::string_view options = "rw") {
    folder_.write("mountinfo", fmt::format("22 1 8:1 / / rw - ext4 {0}/dev/sda1 rw\n"
                                           "30 22 8:17 / {0}/{1} {2},relatime shared:1 - exfat {0}/dev/sdb1 {2}\n"
                                           "31 22 0:50 / {0}/nas rw - cifs //nas/sauvegardes rw\n",
                                           folder_.path().string(), where, options));
  }
  void unplug() {
    folder_.write("mountinfo", fmt::format("22 1 8:1 / / rw - ext4 {}/dev/sda1 rw\n", folder_.path().string()));
  }

  std::string path(std::string_view name) const { return (folder_ / name).string(); }
  const testing::TemporaryFolder& folder() const { return folder_; }
  SystemFiles system() const { return {path("mountinfo"), path("uuid"), path("block"), path("fstab")}; }

 private:
  testing::TemporaryFolder folder_;
};

TEST(UnmountedPlace, IsOneOfFstabWithoutItsDisk) {
  const TestedComputer computer;
  computer.folder().write("fstab",
                          fmt::format("# a comment\nUUID=aaaa / ext4 defaults 0 1\nUUID=1234-ABCD {0}/media/usb "
                                      "exfat noauto 0 0\n//nas/copies {0}/other\\040share cifs noauto 0 0\n"
                                      "/dev/sda2 none swap sw 0 0\nnonsense\n",
                                      computer.folder().path().string()));
  fs::create_directories(computer.path("other share/restic"));
  EXPECT_EQ(unmounted_place_of(computer.path("media/usb/restic"), computer.system()), std::nullopt) << "it is mounted";
  EXPECT_EQ(unmounted_place_of(computer.path("other share/restic"), computer.system()), computer.path("other share"));
  EXPECT_EQ(unmounted_place_of(computer.path("other share"), computer.system()), computer.path("other share"));
  EXPECT_EQ(unmounted_place_of(computer.path("dev"), computer.system()), std::nullopt);
  TestedComputer unplugged;
  unplugged.folder().write(
      "fstab", fmt::format("/dev/sdb1 {}/media/usb exfat noauto 0 0\n", unplugged.folder().path().string()));
  unplugged.unplug();
  EXPECT_EQ(unmounted_place_of(unplugged.path("media/usb/restic"), unplugged.system()), unplugged.path("media/usb"));
}

TEST(MountInfo, IsReadWithItsEscapesAndOptionalFields) {
  const auto mounts = parse_mountinfo(
      "36 35 98:0 /mnt1 /mnt2/disque\\040dur rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n"
      "37 35 8:17 / /media ro - vfat /dev/sdb1 rw\n");
  ASSERT_THAT(mounts, SizeIs(2));
  EXPECT_EQ(mounts[0], (Mount{"98:0", "/mnt1", "/mnt2/disque dur", "ext3", "/dev/root", false}));
  EXPECT_TRUE(mounts[1].read_only);
}

TEST(MountInfo, PassesOverWhatItIsNot) {
  EXPECT_THAT(parse_mountinfo("nonsense\n\n36 35 98:0 / /\n36 35 98:0 / / rw -\n"), SizeIs(0));
}

TEST(Volume, IsTheOneOfTheDeepestMount) {
  const TestedComputer computer;
  const auto volume = volume_of(computer.path("media/usb/restic"), computer.system());
  ASSERT_TRUE(volume.has_value());
  EXPECT_EQ(volume->id, "1234-ABCD");
  EXPECT_EQ(volume->within, "restic");
  EXPECT_EQ(volume_of(computer.path("dev"), computer.system())->id, "aaaa");
}

TEST(Volume, IsFoundAgainWhereverItIsPluggedIn) {
  TestedComputer computer;
  fs::create_directories(computer.folder() / "media/other place/restic");
  computer.plug_in("media/other\\040place");
  EXPECT_EQ(find_on_volume("1234-ABCD", "restic", computer.system()), computer.path("media/other place/restic"));
  computer.unplug();
  EXPECT_EQ(find_on_volume("1234-ABCD", "restic", computer.system()), std::nullopt);
  // The folder is still there, and is another volume now.
  EXPECT_EQ(volume_of(computer.path("media/usb/restic"), computer.system())->id, "aaaa");
}

TEST(Volume, OfAShareIsItsAddress) {
  TestedComputer computer;
  fs::create_directories(computer.folder() / "nas/cabinet");
  const auto volume = volume_of(computer.path("nas/cabinet"), computer.system());
  ASSERT_TRUE(volume.has_value());
  EXPECT_TRUE(volume->network);
  EXPECT_EQ(volume->id, "//nas/sauvegardes");
}

TEST(Volume, SaysWhenItCannotBeWrittenAndWhenItIsEncrypted) {
  TestedComputer computer;
  computer.plug_in("media/usb", "ro");
  computer.folder().write("block/8:17/dm/uuid", "CRYPT-LUKS2-0011\n");
  const auto volume = volume_of(computer.path("media/usb"), computer.system());
  ASSERT_TRUE(volume.has_value());
  EXPECT_TRUE(volume->read_only);
  EXPECT_TRUE(volume->encrypted);
}

TEST(Volume, OfAFolderThatIsNotThereIsNotFound) {
  const TestedComputer computer;
  const auto volume = volume_of(computer.path("nowhere"), computer.system());
  ASSERT_FALSE(volume.has_value());
  EXPECT_EQ(volume.error().kind, ErrorKind::not_found);
}

TEST(FolderAccess, OfAFolderOfOursIsWritable) {
  const testing::TemporaryFolder folder;
  const auto access = access_to(folder.path().string());
  ASSERT_TRUE(access.has_value());
  EXPECT_TRUE(access->writable);
  EXPECT_GT(access->free.value, 0U);
}

}  // namespace
}  // namespace garde::io
