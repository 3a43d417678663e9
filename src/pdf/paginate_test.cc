#include "pdf/paginate.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::pdf {
namespace {

using testing::ElementsAre;

constexpr double kPage = 100;

Strips lines(std::size_t count, double height = 10) { return Strips(count, Strip{.height = height}); }

// How many strips each page got.
std::vector<std::size_t> counts(const Strips& strips) {
  std::vector<std::size_t> counts;
  for (const PageOfStrips& page : paginate(strips, kPage)) counts.push_back(page.strips.size());
  return counts;
}

TEST(Pages, AreFilledToTheirLastPoint) { EXPECT_THAT(counts(lines(25)), ElementsAre(10, 10, 5)); }

TEST(Pages, AreAtLeastOne) { EXPECT_THAT(counts({}), ElementsAre(0)); }

TEST(Pages, DoNotStartWithASpace) {
  Strips strips = lines(20);
  for (Strip& strip : strips) strip.space_above = 5;
  EXPECT_THAT(counts(strips), ElementsAre(7, 7, 6));  // 7 lines and 6 spaces are 100
}

TEST(Pages, EndWhereTheyBestCan) {
  Strips strips = lines(20);
  tie(strips, BreakAbove::reluctant);
  strips[7].break_above = BreakAbove::free;
  strips[9].break_above = BreakAbove::bad;
  EXPECT_EQ(counts(strips).front(), 7U);
}

TEST(Pages, PreferTheLatestOfEqualBreaks) {
  Strips strips = lines(20);
  tie(strips, BreakAbove::bad);
  strips[4].break_above = strips[6].break_above = BreakAbove::reluctant;
  EXPECT_EQ(counts(strips).front(), 6U);
}

TEST(Pages, EndAnywhereRatherThanNever) {
  Strips strips = lines(15);
  tie(strips, BreakAbove::never);
  EXPECT_THAT(counts(strips), ElementsAre(10, 5));
}

TEST(Pages, StartWhereTheyAreTold) {
  Strips strips = lines(6);
  strips[0].page_break = strips[2].page_break = strips[3].page_break = true;
  EXPECT_THAT(counts(strips), ElementsAre(2, 1, 3));
}

TEST(Pages, TakeWhatIsTallerThanThemOneByOne) {
  Strips strips = lines(3, 250);
  strips.push_back({.height = 10});
  EXPECT_THAT(counts(strips), ElementsAre(1, 1, 1, 1));
}

TEST(Pages, KeepThePaddingOfABoxTheyCut) {
  const auto ground = std::make_shared<const Ground>(Ground{.padding = 10});
  Strips strips = lines(20);
  for (Strip& strip : strips) strip.grounds = {{ground, 0, &strip == &strips.front(), &strip == &strips.back()}};
  EXPECT_THAT(counts(strips), ElementsAre(9, 8, 3));
}

TEST(Pages, LeaveRoomForWhatIsRepeated) {
  Strips strips = lines(20);
  const auto headings = std::make_shared<const Strips>(lines(2));
  for (std::size_t i = 1; i < strips.size(); ++i) strips[i].repeated_above = headings;
  EXPECT_THAT(counts(strips), ElementsAre(10, 8, 2));
}

TEST(Pages, HoldEveryStripOnceAndInOrderWhateverTheStrips) {
  std::mt19937 random(1);
  const auto below = [&](unsigned limit) { return static_cast<double>(random() % limit); };
  for (int round = 0; round < 2000; ++round) {
    Strips strips(random() % 60);
    const auto ground = std::make_shared<const Ground>(Ground{.padding = below(30)});
    const auto headings = std::make_shared<const Strips>(lines(1, below(40)));
    for (Strip& strip : strips) {
      strip = {.height = below(60),
               .space_above = below(20),
               .break_above = static_cast<BreakAbove>(random() % 4),
               .page_break = random() % 20 == 0};
      if (random() % 2 == 0) strip.grounds = {{ground, 0, random() % 4 == 0, random() % 4 == 0}};
      if (random() % 2 == 0) strip.repeated_above = headings;
    }
    const Strip* next = strips.data();
    for (const PageOfStrips& page : paginate(strips, kPage)) {
      if (strips.empty()) break;
      ASSERT_FALSE(page.strips.empty());
      ASSERT_EQ(page.strips.data(), next);
      next += page.strips.size();
      ASSERT_TRUE(page.height <= kPage + 0.01 || page.strips.size() == 1);
    }
    ASSERT_EQ(next, strips.data() + strips.size());
  }
}

}  // namespace
}  // namespace garde::pdf
