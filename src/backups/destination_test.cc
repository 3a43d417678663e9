#include "backups/destination.h"

#include <gtest/gtest.h>

namespace garde::backups {
namespace {

TEST(Hosting, IsReadInTheWordsOfEveryVersionAndStoredInThoseOfTheFirst) {
  EXPECT_EQ(parse_hosting("here"), Hosting::here);
  EXPECT_EQ(parse_hosting("vendor"), Hosting::vendor);
  EXPECT_EQ(parse_hosting("editor"), Hosting::vendor);
  EXPECT_EQ(parse_hosting("provider"), std::nullopt);
  EXPECT_EQ(recorded_word(Hosting::vendor), "editor");
  EXPECT_EQ(recorded_word(Hosting::here), "here");
}

}  // namespace
}  // namespace garde::backups
