#include "incident/recovery.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::incident {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RecoveryServices services_of(std::string toml, content::Problems& problems) {
  return RecoveryServices::read(content::Files({{"incident/recovery.toml", "version = \"t\"\n" + toml}}), problems);
}

std::string service(std::string_view id, int minutes, std::string_view depends = "") {
  std::string list;
  if (!depends.empty()) list = "\"" + std::string(depends) + "\"";
  return "[[service]]\nid = \"" + std::string(id) + "\"\ntitle = \"T\"\nwhy = \"W\"\ndepends = [" + list +
         "]\ntolerable_minutes = " + std::to_string(minutes) + "\nprocedure = \"P\"\nback = \"B\"\n";
}

std::vector<std::string> order(const std::vector<BoardRow>& board) {
  std::vector<std::string> ids;
  for (const BoardRow& row : board) ids.push_back(row.service->id.text());
  return ids;
}

const RecoveryServices& services_of_the_program() {
  static const RecoveryServices services = [] {
    content::Problems problems;
    RecoveryServices read = RecoveryServices::read(content::Files::from_program(), problems);
    EXPECT_THAT(problems, IsEmpty());
    return read;
  }();
  return services;
}

TEST(RecoveryBoard, PutsWhatIsLeanedOnBeforeWhatCannotWait) {
  content::Problems problems;
  const RecoveryServices services =
      services_of(service("billing", 4000) + service("record", 600) + service("scripts", 30, "record"), problems);
  ASSERT_THAT(problems, IsEmpty());
  const auto board = recovery_board(services, {}, {});
  EXPECT_THAT(order(board), ElementsAre("record", "scripts", "billing"));
  EXPECT_EQ(board[0].needed, 30min);
  EXPECT_EQ(board[0].tolerable, 600min);
  ASSERT_NE(board[0].because, nullptr);
  EXPECT_EQ(board[0].because->id.text(), "scripts");
  EXPECT_EQ(board[1].because, nullptr);
}

TEST(RecoveryBoard, FollowsThePracticeButNeverPutsAServiceBeforeWhatItLeansOn) {
  content::Problems problems;
  const RecoveryServices services =
      services_of(service("phone", 10) + service("record", 600) + service("scripts", 30, "record"), problems);
  RecoverySettings settings;
  settings[ServiceId::of("scripts")].place = 1;
  const auto board = recovery_board(services, settings, {});
  EXPECT_THAT(order(board), ElementsAre("record", "scripts", "phone"));
  EXPECT_TRUE(board[1].placed_by_hand);
  settings[ServiceId::of("scripts")].unused = true;
  EXPECT_THAT(order(recovery_board(services, settings, {})), ElementsAre("phone", "record"));
}

TEST(RecoveryBoard, SaysWhenADrillTookLongerThanCareCanWait) {
  content::Problems problems;
  const RecoveryServices services = services_of(service("record", 60), problems);
  const Date day{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};
  const auto board = [&](std::chrono::minutes length) {
    return recovery_board(services, {}, {{ServiceId::of("record"), {length, day}}});
  };
  EXPECT_FALSE(board(60min)[0].too_slow);
  EXPECT_TRUE(board(61min)[0].too_slow);
  EXPECT_FALSE(recovery_board(services, {}, {})[0].measured);
}

TEST(RecoveryBoard, OfTheProgramRespectsEveryDependencyWhateverThePracticeChanges) {
  const RecoveryServices& services = services_of_the_program();
  for (const Service& first : services.services)
    for (const Service& urgent : services.services) {
      RecoverySettings settings;
      settings[first.id].place = 1;
      settings[urgent.id].tolerable = 1min;
      const auto board = recovery_board(services, settings, {});
      ASSERT_EQ(board.size(), services.services.size());
      for (const BoardRow& row : board)
        for (const Service* before : row.waits_for)
          ASSERT_LT(std::ranges::find(board, before, &BoardRow::service)->rank, row.rank);
    }
}

TEST(RecoveryServices, RefuseCirclesAndUnknownNames) {
  const auto first = [](const std::string& toml) {
    content::Problems problems;
    static_cast<void>(services_of(toml, problems));
    return problems.empty() ? std::string() : problems.front().text;
  };
  EXPECT_THAT(first(service("a", 1, "b") + service("b", 1, "a")), HasSubstr("depends on itself"));
  EXPECT_THAT(first(service("a", 1, "ghost")), HasSubstr("depends on itself or on no service"));
  EXPECT_THAT(first(service("a", 1) + "forms = [\"ghost\"]\n"), HasSubstr("names no form"));
  EXPECT_THAT(first(service("a", 0)), HasSubstr("tolerable_minutes"));
}

}  // namespace
}  // namespace garde::incident
