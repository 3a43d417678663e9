#include "io/path.h"

#include <gtest/gtest.h>

namespace garde::io {
namespace {

TEST(PathBelow, IsTheRestOfWhatLiesInAFolder) {
  EXPECT_EQ(path_below("/mnt/disk", "/mnt/disk/a/b"), "a/b");
  EXPECT_EQ(path_below("/mnt/disk", "/mnt/disk"), "");
  EXPECT_EQ(path_below("/mnt/disk/", "/mnt/disk/a"), "a");
  EXPECT_EQ(path_below("/mnt/disk", "/mnt/disk2"), std::nullopt) << "only whole names";
  EXPECT_EQ(path_below("/mnt/disk", "/mnt"), std::nullopt);
  EXPECT_EQ(path_below("/", "/mnt"), "mnt");
  EXPECT_EQ(path_below("/", "/"), "");
}

TEST(Paths, OverlapWhenOneLiesInTheOther) {
  EXPECT_TRUE(overlap("/srv/records", "/srv/records/copy"));
  EXPECT_TRUE(overlap("/srv/records/copy", "/srv/records"));
  EXPECT_TRUE(overlap("/srv/records", "/srv/records"));
  EXPECT_FALSE(overlap("/srv/records", "/srv/records-copy"));
  EXPECT_FALSE(overlap("/srv/records", "/mnt/disk"));
}

}  // namespace
}  // namespace garde::io
