#include "restorer/loading/definers.h"

#include <gtest/gtest.h>

namespace garde::restorer::loading {
namespace {

std::string filtered(std::string_view dump, std::size_t piece) {
  DefinerFilter filter;
  std::string out;
  const auto add = [&](std::span<const std::byte> bytes) {
    out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  for (std::size_t at = 0; at < dump.size(); at += piece)
    add(filter.take(std::as_bytes(std::span(dump.substr(at, piece)))));
  add(filter.rest());
  return out;
}

// Without the blanks that a definer leaves.
std::string without_blanks(std::string_view dump, std::size_t piece = 5) {
  std::string text;
  for (const char c : filtered(dump, piece))
    if (c != ' ' || text.empty() || text.back() != ' ') text += c;
  return text;
}

TEST(Definers, AreBlankedOutAsMysqldumpWritesThem) {
  EXPECT_EQ(without_blanks("CREATE DEFINER=`root`@`localhost` PROCEDURE `p`() SELECT 1;"),
            "CREATE PROCEDURE `p`() SELECT 1;");
  EXPECT_EQ(without_blanks("/*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER t"), "/*!50017 */ /*!50003 TRIGGER t");
  EXPECT_EQ(without_blanks("/*!50013 DEFINER=`a b`@`10.0.%` SQL SECURITY DEFINER */"),
            "/*!50013 SQL SECURITY DEFINER */");
  EXPECT_EQ(without_blanks("create definer = 'root' @ \"localhost\" view v"), "create view v");
  EXPECT_EQ(without_blanks("CREATE DEFINER=CURRENT_USER VIEW v"), "CREATE VIEW v");
  EXPECT_EQ(without_blanks("CREATE DEFINER=root@localhost\nVIEW v"), "CREATE \nVIEW v");
}

TEST(Definers, AreLeftWhereTheyAreDataOrNames) {
  for (const std::string_view kept :
       {"INSERT INTO t VALUES ('DEFINER=`root`@`localhost`');", "INSERT INTO t VALUES ('it\\'s','DEFINER=a@b');",
        "INSERT INTO t VALUES ('it''s','DEFINER=a@b');", "SELECT `DEFINER=a`;", "SELECT \"DEFINER=a@b\";",
        "SELECT my_DEFINER=1;", "-- DEFINER=root@localhost", "# DEFINER=root@localhost", "DEFINER",
        "DEFINER=", "DEFINER=`a"})
    EXPECT_EQ(filtered(kept, 3), kept);
  EXPECT_EQ(without_blanks("-- Database: l'agenda\nCREATE DEFINER=`a`@`b` VIEW v"),
            "-- Database: l'agenda\nCREATE VIEW v");
}

TEST(Definers, AreFoundAlikeWhereverAPieceEnds) {
  const std::string dump = "SELECT 'x';\nCREATE DEFINER=`root`@`localhost` VIEW v AS SELECT 'DEFINER=a@b';\n" +
                           std::string(10'000, 'y') + " DEFINER=`a`@`b` z";
  const std::string whole = filtered(dump, dump.size());
  EXPECT_EQ(whole.size(), dump.size());
  for (const std::size_t piece : {1U, 2U, 7U, 4095U, 4096U, 4097U}) EXPECT_EQ(filtered(dump, piece), whole) << piece;
}

}  // namespace
}  // namespace garde::restorer::loading
