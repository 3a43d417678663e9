#include "checker/copied_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::checker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CopiedFiles copies_of(std::initializer_list<std::string_view> paths) {
  CopiedFiles copies;
  for (const std::string_view path : paths) copies.emplace(path, CopiedFile{3_B, {}, {}});
  return copies;
}

std::vector<std::string> roots(const CopiedFiles& copies, std::string_view source,
                               const std::vector<std::string>& live) {
  return find_roots(CopyIndex(copies), source, live);
}

TEST(Roots, AreTheLongestEndOfThePathThatHoldsTheFiles) {
  const std::vector<std::string> live = {"a.txt", "2026/b.txt"};
  EXPECT_THAT(roots(copies_of({"srv/dossiers/a.txt", "srv/dossiers/2026/b.txt"}), "/srv/dossiers", live),
              ElementsAre("srv/dossiers"));
  EXPECT_THAT(roots(copies_of({"dossiers/a.txt", "autre/a.txt"}), "/srv/dossiers", live), ElementsAre("dossiers"));
  EXPECT_THAT(roots(copies_of({"a.txt", "2026/b.txt"}), "/srv/dossiers", live), ElementsAre("")) << "the content alone";
}

// rsnapshot puts a host before the path, other programs a drive, a user, the name of the computer.
TEST(Roots, AreFoundBelowAnyFolder) {
  const std::vector<std::string> live = {"a.txt", "2026/b.txt"};
  EXPECT_THAT(
      roots(copies_of({"localhost/srv/dossiers/a.txt", "localhost/srv/dossiers/2026/b.txt"}), "/srv/dossiers", live),
      ElementsAre("localhost/srv/dossiers"));
  EXPECT_THAT(roots(copies_of({"PC1/a.txt", "PC1/2026/b.txt"}), "/srv/dossiers", live), ElementsAre("PC1"));
  EXPECT_THAT(roots(copies_of({"C/Users/cabinet/a.txt", "C/Users/cabinet/2026/b.txt"}), "/mnt/c", live),
              ElementsAre("C/Users/cabinet"));
}

TEST(Roots, AreNowhereWithoutOneFileInCommon) {
  EXPECT_THAT(roots(copies_of({"srv/dossiers/z.txt"}), "/srv/dossiers", {"a.txt"}), IsEmpty());
  EXPECT_THAT(roots(copies_of({"srv/dossiers/a.txt"}), "/srv/dossiers", {}), IsEmpty());
  EXPECT_THAT(roots({}, "/srv/dossiers", {"a.txt"}), IsEmpty());
}

// An older copy of some of it lies higher up, or deeper down.
TEST(Roots, AreWhereMostOfTheFilesAre) {
  const std::vector<std::string> live = {"a.txt", "b.txt", "c.txt"};
  const auto copies = copies_of({"srv/dossiers/a.txt", "dossiers/a.txt", "dossiers/b.txt", "dossiers/c.txt"});
  EXPECT_THAT(roots(copies, "/srv/dossiers", live), ElementsAre("dossiers"));
}

TEST(Roots, AreSeveralWhereEachHoldsAPart) {
  const std::vector<std::string> live = {"lettres/a.txt", "lettres/b.txt", "images/c.png"};
  const auto copies = copies_of({"jeu-1/lettres/a.txt", "jeu-1/lettres/b.txt", "jeu-2/images/c.png"});
  EXPECT_THAT(roots(copies, "/srv", live), ElementsAre("jeu-1", "jeu-2"));
}

// A name that any folder may hold says nothing of where the others are.
TEST(Roots, AreNotTakenFromOneNameInTwenty) {
  std::vector<std::string> live = {"lisez-moi.txt"};
  for (int i = 0; i < 30; ++i) live.push_back("patient-" + std::to_string(i) + ".pdf");
  EXPECT_THAT(roots(copies_of({"logiciel/lisez-moi.txt"}), "/srv/dossiers", live), IsEmpty());
}

TEST(Roots, TakeAPathAsItComes) {
  EXPECT_THAT(roots(copies_of({"srv/a.txt"}), "//srv", {"a.txt"}), ElementsAre("srv"));
  EXPECT_THAT(roots(copies_of({"a.txt"}), "/", {"a.txt"}), ElementsAre(""));
}

TEST(Roots, AreFoundWhateverTheCaseAndTheAccentsOfNames) {
  EXPECT_THAT(roots(copies_of({"SRV/DE\u0301JA\u0300/A.TXT"}), "/srv/d\u00e9j\u00e0", {"a.txt"}),
              ElementsAre("SRV/DE\u0301JA\u0300"));
}

TEST(CopyIndexes, FindWhatAPersonTakesForAName) {
  const auto copies = copies_of({"a/\u00c9t\u00e9.txt", "b/ete.TXT", "c/hiver.txt"});
  const CopyIndex index(copies);
  EXPECT_EQ(index.named("ete.txt").size(), 2U);
  EXPECT_EQ(index.named("printemps.txt").size(), 0U);
  EXPECT_EQ(index.sized(3_B).size(), 3U);
  EXPECT_EQ(index.sized(4_B).size(), 0U);
}

TEST(CopyListings, SayWhetherWhatIsNotListedMayHoldAPath) {
  CopyListing listing;
  EXPECT_FALSE(listing.may_hold("srv/a.txt"));
  listing.unlisted = {"srv/dossiers"};
  EXPECT_TRUE(listing.may_hold("srv/dossiers/2026/a.txt"));
  EXPECT_FALSE(listing.may_hold("srv/dossiers-2025/a.txt"));
  listing.unlisted = {""};
  EXPECT_TRUE(listing.may_hold("anything"));
}

}  // namespace
}  // namespace garde::checker
