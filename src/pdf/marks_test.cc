#include "pdf/marks.h"

#include <vector>

#include <gtest/gtest.h>

namespace garde::pdf {
namespace {

using Names = std::vector<std::string>;

TEST(Marks, AreNamedInTheirOrder) {
  EXPECT_EQ(named_marks("q\n/P << /MCID 0 >> BDC\nBT ET\nEMC\n/P << /MCID 1 >> BDC\nf\nEMC Q", Names{"/H1", ""}),
            "q\n/H1 << /MCID 0 >> BDC\nBT ET\nEMC\n/Artifact BMC\nf\nEMC Q");
}

TEST(Marks, AreNotWhatTheTextOfADocumentSays) {
  const char* content =
      "/P << /MCID 0 >> BDC [(/P << /MCID 1 >> BDC)-3(\\)\\(/P << /MCID 1 >> BDC (/P << /MCID 9 >> BDC))]TJ EMC";
  EXPECT_EQ(named_marks(content, Names{"/P"}), content);
}

TEST(Marks, MustBeAsManyAsTheirNames) {
  EXPECT_FALSE(named_marks("/P << /MCID 0 >> BDC EMC", Names{}));
  EXPECT_FALSE(named_marks("/P << /MCID 0 >> BDC EMC", Names{"/P", "/P"}));
  EXPECT_FALSE(named_marks("/P << /MCID 1 >> BDC EMC", Names{"/P"}));
  EXPECT_EQ(named_marks("", Names{}), "");
}

TEST(Marks, MayStandInContentThatStopsAnywhere) {
  const std::string_view content = "/P << /MCID 0 >> BDC (a\\(b) EMC";
  for (std::size_t length = 0; length <= content.size(); ++length) named_marks(content.substr(0, length), Names{"/P"});
}

}  // namespace
}  // namespace garde::pdf
