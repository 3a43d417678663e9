#include "backups/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::backups {
namespace {

using formats::RestorePoint;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Instant kTonight = *parse_instant("2026-11-30T01:00:00Z");

class LinesOfADestination : public ::testing::Test {
 protected:
  void add(const std::string& host, std::vector<std::string> paths, int days_ago) {
    RestorePoint point;
    point.id = host + std::to_string(points_.size());
    point.host = host;
    point.paths = std::move(paths);
    point.time = kTonight - Days{days_ago};
    points_.push_back(std::move(point));
  }
  void nightly(const std::string& host, const std::vector<std::string>& paths, int from, int to) {
    for (int day = from; day >= to; --day) add(host, paths, day);
  }
  Lines lines() {
    std::ranges::stable_sort(points_, {}, &RestorePoint::time);
    return lines_of(points_);
  }
  static std::vector<std::string> names(const std::vector<Line>& lines) {
    std::vector<std::string> names;
    for (const Line& line : lines) names.push_back(line.host + " " + finding_of(line, {}).paths);
    return names;
  }

  std::vector<RestorePoint> points_;
};

TEST_F(LinesOfADestination, AreToldApartByHostAndPathsInAnyOrder) {
  for (int day = 5; day >= 0; --day)
    add("serveur", day % 2 == 0 ? std::vector<std::string>{"/a", "/b"} : std::vector<std::string>{"/b", "/a"}, day);
  nightly("serveur", {"/base"}, 6, 0);
  nightly("poste", {"/a", "/b"}, 4, 1);
  EXPECT_THAT(names(lines().kept_up), testing::UnorderedElementsAre("serveur /a, /b", "serveur /base", "poste /a, /b"));
  EXPECT_THAT(lines().occasional, IsEmpty());
}

TEST_F(LinesOfADestination, GoOnUnderWiderPathsOfTheSameHostOnly) {
  nightly("serveur", {"/srv/base"}, 20, 10);
  nightly("serveur", {"/srv"}, 9, 8);
  EXPECT_THAT(names(lines().kept_up), ElementsAre("serveur /srv"));
  EXPECT_THAT(lines().kept_up.front().points, SizeIs(13)) << "with its past";
  nightly("poste", {"/srv"}, 7, 0);
  EXPECT_THAT(names(lines().kept_up), ElementsAre("serveur /srv", "poste /srv"));
  points_.clear();
  nightly("serveur", {"/srv", "/base"}, 20, 10);
  nightly("serveur", {"/srv"}, 9, 0);
  EXPECT_THAT(names(lines().kept_up), ElementsAre("serveur /srv, /base", "serveur /srv")) << "/base is saved no more";
  points_.clear();
  nightly("serveur", {"/srv"}, 20, 10);
  nightly("serveur", {"/srv2"}, 9, 0);
  EXPECT_THAT(lines().kept_up, SizeIs(2)) << "the name of a folder is no beginning of another's";
}

TEST_F(LinesOfADestination, AreOneWherePathsCarryADate) {
  nightly("poste", {"C:\\Dossiers"}, 5, 0);
  for (int day = 5; day >= 0; --day) add("serveur", {"/mnt/2026-11-" + std::to_string(30 - day) + "/srv"}, day);
  EXPECT_THAT(names(lines().kept_up), ElementsAre("poste C:\\Dossiers", "serveur /mnt/2026-11-30/srv"));
}

TEST_F(LinesOfADestination, DoNotExpectWhatWasSavedNowAndThen) {
  nightly("poste", {"/dossiers"}, 5, 0);
  add("poste", {"/photos"}, 3);
  add("poste", {"/photos"}, 3);
  EXPECT_THAT(names(lines().kept_up), ElementsAre("poste /dossiers"));
  EXPECT_THAT(names(lines().occasional), ElementsAre("poste /photos"));
}

TEST_F(LinesOfADestination, AreOneWhereAHostIsNamedAnewForEachCopy) {
  for (int day = 5; day >= 0; --day) add("a3f" + std::to_string(day), {"/data"}, day);
  add("poste", {"/photos"}, 0);
  ASSERT_THAT(lines().kept_up, SizeIs(1));
  EXPECT_THAT(lines().kept_up.front().points, SizeIs(6));
  EXPECT_THAT(names(lines().occasional), ElementsAre("poste /photos"));
}

TEST_F(LinesOfADestination, AreOneWhereNoHostIsNamed) {
  const std::vector<std::string> folders = {"lundi", "mardi", "mercredi", "23 novembre", "base_2026-11-29.zip"};
  for (std::size_t i = 0; i < folders.size(); ++i) add("", {folders[i]}, static_cast<int>(i));
  ASSERT_THAT(lines().kept_up, SizeIs(1));
  EXPECT_THAT(lines().kept_up.front().points, SizeIs(5));
  EXPECT_THAT(lines().occasional, IsEmpty());
  points_.resize(2);
  ASSERT_THAT(lines().occasional, SizeIs(1));
  EXPECT_THAT(lines().occasional.front().points, SizeIs(2));
}

TEST_F(LinesOfADestination, AreToldApartFromTheFirstNightOn) {
  EXPECT_THAT(lines().kept_up, IsEmpty());
  EXPECT_THAT(lines().occasional, IsEmpty());
  nightly("serveur", {"/base"}, 1, 0);
  nightly("serveur", {"/documents"}, 1, 0);
  EXPECT_THAT(lines().kept_up, IsEmpty());
  EXPECT_THAT(names(lines().occasional), testing::UnorderedElementsAre("serveur /base", "serveur /documents"));
}

TEST_F(LinesOfADestination, AreShownByNamesOfABoundedLength) {
  std::vector<std::string> paths;
  for (int i = 0; i < 10'000; ++i) paths.push_back("/srv/dossier" + std::to_string(i));
  add("serveur", paths, 0);
  EXPECT_LT(finding_of(lines().occasional.front(), {}).paths.size(), 600);
}

TEST_F(LinesOfADestination, AnswerWithTheWorstOfThemAndNameIt) {
  const Line server{"serveur", {"/base"}, {RestorePoint{}}};
  const Line desk{"poste", {"/dossiers"}, {RestorePoint{}}};
  const auto answered = [](Outcome outcome, std::optional<Finding> finding) {
    Judging judging(Question::recent);
    if (finding) judging.say(*finding);
    judging.lower(outcome);
    judging.judged.add(3_B);
    return std::move(judging).finish({});
  };
  const Check check = worst_of(Question::recent, {{&desk, answered(Outcome::passed, {})},
                                                  {&server, answered(Outcome::failed, Remark::no_restore_point)}});
  EXPECT_EQ(check.outcome(), Outcome::failed);
  EXPECT_EQ(check.judgement.judged().units, 2U);
  EXPECT_THAT(check.findings,
              ElementsAre(Finding(finding_of(server, LineRemark::concerned)), Finding(Remark::no_restore_point)));
  const Check good =
      worst_of(Question::recent, {{&desk, answered(Outcome::passed, {})}, {&server, answered(Outcome::passed, {})}});
  EXPECT_EQ(good.outcome(), Outcome::passed);
  EXPECT_THAT(good.findings, IsEmpty());
  const Check open = worst_of(
      Question::recent, {{&desk, answered(Outcome::passed, {})}, {&server, answered(Outcome::not_established, {})}});
  EXPECT_EQ(open.outcome(), Outcome::not_established);
  EXPECT_THAT(open.findings, SizeIs(1)) << "which it was";
}

}  // namespace
}  // namespace garde::backups
