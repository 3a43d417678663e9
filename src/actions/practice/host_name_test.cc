#include "actions/practice/host_name.h"

#include <fstream>

#include <gtest/gtest.h>

#include "io/testing/temporary_folder.h"

namespace garde::actions {
namespace {

class HostName : public testing::Test {
 protected:
  std::string drawn() {
    const auto name = host_name(folder_.path());
    EXPECT_TRUE(name.has_value());
    return name.value_or("");
  }
  io::testing::TemporaryFolder folder_;
};

TEST_F(HostName, IsBelowLocalhostAndDrawnOnce) {
  const std::string name = drawn();
  EXPECT_TRUE(name.starts_with("garde-"));
  EXPECT_TRUE(name.ends_with(".localhost"));
  EXPECT_EQ(drawn(), name);
}

TEST_F(HostName, IsAnotherOneInAnotherFolder) {
  const io::testing::TemporaryFolder other;
  EXPECT_NE(drawn(), host_name(other.path()).value());
}

TEST_F(HostName, IsReadableByItsOwnerAlone) {
  drawn();
  const auto others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  EXPECT_EQ(std::filesystem::status(folder_ / "host-name").permissions() & others, std::filesystem::perms::none);
}

TEST_F(HostName, IsDrawnAgainWhenItsFileHoldsAnotherThing) {
  for (const std::string_view written : {"", "garde-", "evil.example", "garde-0123456789ABCDEF0123.localhost",
                                         "garde-0123456789abcdef0123456789abcdef.localhost\n"}) {
    std::ofstream(folder_ / "host-name", std::ios::trunc) << written;
    const std::string name = drawn();
    EXPECT_NE(name, written);
    EXPECT_EQ(drawn(), name);
  }
}

TEST_F(HostName, FailsWhereItCannotBeKept) { EXPECT_FALSE(host_name(folder_ / "absent")); }

}  // namespace
}  // namespace garde::actions
