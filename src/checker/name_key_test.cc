#include "checker/name_key.h"

#include <gtest/gtest.h>

namespace garde::checker {
namespace {

TEST(NameKeys, AreEqualForNamesThatAPersonTakesForOne) {
  EXPECT_EQ(name_key("dossiers/\u00c9lodie Lef\u00e8vre.TXT"), "dossiers/elodie lefevre.txt");
  EXPECT_EQ(name_key("dossiers/E\u0301lodie Lefe\u0300vre.txt"), "dossiers/elodie lefevre.txt") << "as macOS stores it";
  EXPECT_EQ(name_key("dossiers/\xc9lodie Lef\xe8vre.txt"), "dossiers/elodie lefevre.txt") << "as Windows wrote it once";
  EXPECT_EQ(name_key("\u0152il \u0160\u017f"), "oil ss");
}

TEST(NameKeys, KeepWhatIsNoLetterOfOurs) {
  EXPECT_EQ(name_key("\u738b.pdf"), "\u738b.pdf");
  EXPECT_EQ(name_key("n\u00b03 \u2013 bilan"), "n\u00b03 \u2013 bilan");
  EXPECT_EQ(name_key(""), "");
  EXPECT_NE(name_key("a/b"), name_key("ab"));
}

TEST(NameKeys, OfAnyBytesAreMade) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string name{'a', static_cast<char>(byte)};
    EXPECT_FALSE(name_key(name).empty()) << byte;
  }
}

}  // namespace
}  // namespace garde::checker
