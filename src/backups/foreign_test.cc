#include "backups/foreign.h"

#include <string>

#include <gtest/gtest.h>

#include "base/enumerators.h"

namespace garde::backups {
namespace {

using namespace std::string_view_literals;

std::optional<Foreign> of(std::string_view path, std::string_view head) {
  return foreign_of(path, std::as_bytes(std::span(head)));
}

TEST(Foreign, IsKnownByItsFirstBytesUnderAnyName) {
  EXPECT_EQ(of("sauvegardes/base.bak", "TAPE\0\0\3\0"sv), Foreign::sql_server);
  EXPECT_EQ(of("base.old", "TAPE\0\0\3\0"sv), Foreign::sql_server);
  EXPECT_EQ(of("nuit.BKF", "TAPE\0\0\3\0"sv), Foreign::tape);
  EXPECT_EQ(of("nuit.dat", "Rar!\x1a\x07\x01\0"sv), Foreign::rar);
  EXPECT_EQ(of("disque", "vhdxfile"sv), Foreign::virtual_disk);
  EXPECT_EQ(of("disque", "conectix"sv), Foreign::virtual_disk);
  EXPECT_EQ(of("image", "MSWIM\0\0\0"sv), Foreign::windows_image);
  EXPECT_EQ(of("image", "\xce\x24\xb9\xa2\x20\0\0\0"sv), Foreign::acronis);
}

TEST(Foreign, IsKnownByANameThatNoOtherProgramGives) {
  EXPECT_EQ(of("Cabinet.fbk", ""), Foreign::firebird);
  EXPECT_EQ(of("duplicati-b0123.dblock.zip.aes", "AES\2"sv), Foreign::duplicati);
  EXPECT_EQ(of("duplicati-20261123T200000Z.dlist.zip", "PK\3\4"sv), Foreign::duplicati);
  EXPECT_EQ(of("depot/kopia.repository.f", "{"), Foreign::kopia);
  EXPECT_EQ(of("Serveur.vbk", ""), Foreign::veeam);
  EXPECT_EQ(of("Serveur.VIB", ""), Foreign::veeam);
  EXPECT_EQ(of("PC.tibx", ""), Foreign::acronis);
  EXPECT_EQ(of("Cabinet_1.hbk/Pool/0/1/2.bucket", ""), Foreign::hyper_backup);
  EXPECT_EQ(of("PC-00-00.mrimg", ""), Foreign::macrium);
}

TEST(Foreign, IsNothingThatGardeReadsOrDoesNotKnow) {
  for (const auto* path : {"a.zip", "a.bak", "a.sql", "tape.txt", "a.hbk.txt", "", "kopia.txt", "a.dat"})
    EXPECT_EQ(of(path, "PK\3\4"), std::nullopt) << path;
  EXPECT_EQ(of("tape.txt", "TAP"), std::nullopt) << "shorter than a shape";
}

TEST(Foreign, HasANameForEach) {
  for (const Foreign program : {Foreign::sql_server, Foreign::disk_image})
    EXPECT_EQ(parse_enumerator<Foreign>(name(program)), program);
}

}  // namespace
}  // namespace garde::backups
