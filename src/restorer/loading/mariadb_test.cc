#include "restorer/loading/mariadb.h"

#include <gtest/gtest.h>

namespace garde::restorer::loading {
namespace {

TEST(MariadbErrors, SayWhetherTheDumpIsToBlame) {
  const Loading refused = judge_mariadb_error("ERROR 1064 (42000) at line 12: You have an error near 'Durand'");
  EXPECT_EQ(refused.outcome, Loaded::does_not_load);
  EXPECT_EQ(refused.reason, backups::LoadingReason::refused);
  EXPECT_EQ(refused.code, "1064");
  EXPECT_EQ(refused.line, 12U);
  EXPECT_EQ(judge_mariadb_error("ERROR 1273 (HY000) at line 3: Unknown collation").outcome, Loaded::not_loaded);
  EXPECT_EQ(judge_mariadb_error("Segmentation fault").outcome, Loaded::not_loaded);
}

}  // namespace
}  // namespace garde::restorer::loading
