#include "storage/data_directory.h"

#include <fstream>

#include <sys/stat.h>

#include "io/private_files.h"
#include "storage/sqlite.h"
#include "storage/testing/engines_under_test.h"
#include "storage/testing/forked.h"
#include "storage/testing/temporary_directory.h"

namespace garde::storage {
namespace {

TEST(DataDirectories, FollowTheXdgBaseDirectories) {
  EXPECT_EQ(default_data_directory({.xdg_data_home = "/data", .home = "/home/m"}), "/data/garde");
  EXPECT_EQ(default_data_directory({.xdg_data_home = std::nullopt, .home = "/home/m"}), "/home/m/.local/share/garde");
  EXPECT_EQ(default_data_directory({.xdg_data_home = "", .home = "/home/m"}), "/home/m/.local/share/garde");
  EXPECT_EQ(default_data_directory({.xdg_data_home = "data", .home = "/home/m"}), "/home/m/.local/share/garde");
  EXPECT_EQ(failure(default_data_directory({.xdg_data_home = "data", .home = std::nullopt})), ErrorKind::not_found);
  EXPECT_EQ(failure(default_data_directory({.xdg_data_home = std::nullopt, .home = ""})), ErrorKind::not_found);
}

class HeldDirectories : public testing::Test {
 protected:
  static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777U;
  }
  TemporaryDirectory parent_;
  std::filesystem::path path_ = parent_ / "a" / "garde";
};

TEST_F(HeldDirectories, AreCreatedForTheirOwnerAlone) {
  const auto directory = DataDirectory::open(path_);
  ASSERT_TRUE(ok(directory));
  EXPECT_EQ(mode_of(parent_ / "a"), 0700U);
  EXPECT_EQ(mode_of(path_), 0700U);
  EXPECT_EQ(mode_of(path_ / "garde.lock"), 0600U);
  EXPECT_EQ(directory->database(), path_ / "garde.db");
  EXPECT_TRUE(ok(open_sqlite({.file = directory->database()})));
}

TEST_F(HeldDirectories, MayBeReachedThroughALinkOrARelativeName) {
  std::filesystem::create_directory(parent_ / "real");
  ASSERT_EQ(::chmod((parent_ / "real").c_str(), 0700), 0);
  std::filesystem::create_directory_symlink(parent_ / "real", parent_ / "link");
  EXPECT_TRUE(ok(DataDirectory::open(parent_ / "link")));
  EXPECT_TRUE(ok(DataDirectory::open(std::filesystem::relative(parent_ / "real"))));
}

TEST_F(HeldDirectories, OpenToOthersAreRefused) {
  ASSERT_TRUE(ok(DataDirectory::open(path_)));
  for (const mode_t mode : {0701U, 0710U, 0740U, 0755U, 0777U}) {
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    EXPECT_EQ(failure(DataDirectory::open(path_)), ErrorKind::unreadable) << mode;
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0700), 0);
  EXPECT_TRUE(ok(DataDirectory::open(path_)));
}

TEST_F(HeldDirectories, OfSomebodyElseAreRefused) {
  ASSERT_TRUE(ok(DataDirectory::open(path_)));
  // Root can give one away; anybody else finds one that belongs to root.
  const std::filesystem::path foreign = ::geteuid() == 0 ? path_ : "/";
  ASSERT_TRUE(::geteuid() != 0 || ::chown(path_.c_str(), 65534, 65534) == 0);
  const auto refused = io::check_private_directory(foreign);
  EXPECT_EQ(failure(refused), ErrorKind::unreadable);
  EXPECT_THAT(refused.error().detail, testing::HasSubstr("belongs to user"));
}

TEST_F(HeldDirectories, ThatAreFilesAreRefused) {
  std::ofstream(parent_ / "file") << "x";
  EXPECT_EQ(failure(DataDirectory::open(parent_ / "file")), ErrorKind::unreadable);
  EXPECT_EQ(failure(DataDirectory::open(parent_ / "file" / "garde")), ErrorKind::unreadable);
}

TEST_F(HeldDirectories, AreHeldByOneProcessWhosePidIsTold) {
  const auto first = DataDirectory::open(path_);
  ASSERT_TRUE(ok(first));
  const int code = run_forked([&] {
    const auto second = DataDirectory::open(path_);
    if (second || second.error().kind != ErrorKind::conflict) return 1;
    return second.error().detail == "held by process " + std::to_string(::getppid()) ? 0 : 2;
  });
  EXPECT_EQ(code, 0);
}

TEST_F(HeldDirectories, AreHeldAgainstASecondUseInTheSameProcess) {
  const auto first = DataDirectory::open(path_);
  EXPECT_EQ(failure(DataDirectory::open(path_)), ErrorKind::conflict);
}

TEST_F(HeldDirectories, AreJoinedByCommandsMeanwhile) {
  const auto held = DataDirectory::open(path_);
  ASSERT_TRUE(ok(held));
  const auto joined = DataDirectory::join(path_);
  ASSERT_TRUE(ok(joined));
  EXPECT_EQ(joined->database(), held->database());
  EXPECT_EQ(failure(DataDirectory::open(path_)), ErrorKind::conflict) << "who joins takes nothing over";
}

TEST_F(HeldDirectories, AreFreeOnceTheirHolderIsGoneHoweverItWent) {
  {
    ASSERT_TRUE(ok(DataDirectory::open(path_)));
  }
  EXPECT_TRUE(ok(DataDirectory::open(path_)));
  const int code = run_forked([&] {
    const auto held = DataDirectory::open(path_);
    if (held) ::raise(SIGKILL);
    return 0;
  });
  EXPECT_EQ(code, -1);
  EXPECT_TRUE(ok(DataDirectory::open(path_)));
}

TEST_F(HeldDirectories, FollowNoLinkInPlaceOfTheLock) {
  ASSERT_TRUE(ok(DataDirectory::open(path_)));
  std::ofstream(parent_ / "precious") << "precious";
  std::filesystem::remove(path_ / "garde.lock");
  std::filesystem::create_symlink(parent_ / "precious", path_ / "garde.lock");
  EXPECT_EQ(failure(DataDirectory::open(path_)), ErrorKind::unreadable);
  EXPECT_EQ(std::filesystem::file_size(parent_ / "precious"), 8U);
}

}  // namespace
}  // namespace garde::storage
