#include "storage/sql.h"

#include <gtest/gtest.h>

namespace garde::storage {
namespace {

TEST(Sql, NumbersParametersFromOne) {
  const auto numbered = number_parameters("SELECT a FROM t WHERE b = ? AND c IN (?, ?)");
  EXPECT_EQ(numbered.text, "SELECT a FROM t WHERE b = $1 AND c IN ($2, $3)");
  EXPECT_EQ(numbered.parameters, 3U);
}

TEST(Sql, NumbersMoreThanNineParameters) {
  EXPECT_TRUE(number_parameters("VALUES (?,?,?,?,?,?,?,?,?,?,?)").text.ends_with("$9,$10,$11)"));
}

TEST(Sql, LeavesQuestionMarksInStringsNamesAndComments) {
  for (const std::string_view untouched :
       {"SELECT 'ça va ?'", "SELECT 'it''s ?'", "SELECT \"a?\" FROM t", "SELECT 1 -- really ?", "SELECT /* ? */ 1",
        "SELECT 'never closed ?", "SELECT /* never closed ?"}) {
    const auto numbered = number_parameters(untouched);
    EXPECT_EQ(numbered.text, untouched);
    EXPECT_EQ(numbered.parameters, 0U) << untouched;
  }
}

TEST(Sql, GoesOnAfterAStringOrAComment) {
  EXPECT_EQ(number_parameters("'?' || ? -- ?\n || ? /*?*/ || ?").text, "'?' || $1 -- ?\n || $2 /*?*/ || $3");
}

}  // namespace
}  // namespace garde::storage
