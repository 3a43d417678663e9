#include "evidence/judgement.h"

#include <gtest/gtest.h>

namespace garde::evidence {
namespace {

TEST(Judgement, OfNothingIsNeverPassedWhateverTheRule) {
  for (const unsigned units : {0U, 1U, 95U, 100U})
    for (const unsigned bytes : {0U, 95U, 100U})
      for (const std::uint64_t least : {std::uint64_t{0}, std::uint64_t{1}})
        EXPECT_EQ(Judgement::by({units, bytes, least}, {}).outcome(), Outcome::not_established)
            << units << ' ' << bytes;
  EXPECT_EQ(Judgement().outcome(), Outcome::not_established);
  Judged unread;
  unread.leave_out(LeftOut::unreadable, "a");
  EXPECT_EQ(Judgement::by({0, 0, 0}, unread).outcome(), Outcome::not_established);
}

TEST(Judgement, PassesByUnitsAndByBytesOrNotAtAll) {
  Judged judged;
  for (int i = 0; i < 99; ++i) judged.add(1_KiB);
  EXPECT_EQ(Judgement::by({}, judged).outcome(), Outcome::passed);
  judged.leave_out(LeftOut::unknown_form, "base.fic", 1_KiB);
  EXPECT_EQ(Judgement::by({}, judged).outcome(), Outcome::not_established);
  EXPECT_EQ(Judgement::by({95, 95}, judged).outcome(), Outcome::passed);
  judged.leave_out(LeftOut::unknown_form, "large.fic", 100_KiB);
  EXPECT_EQ(Judgement::by({95, 95}, judged).outcome(), Outcome::not_established) << "half of the bytes";
}

TEST(Judgement, IsOpenWhereAPartCouldNotBeListed) {
  Judged judged;
  for (int i = 0; i < 1000; ++i) judged.add();
  judged.leave_out(LeftOut::unlisted, "dossiers");
  EXPECT_EQ(Judgement::by({50, 50}, judged).outcome(), Outcome::not_established);
}

TEST(Judgement, OfALargeEnoughDrawSpeaksForWhatWasNotDrawn) {
  Judged judged;
  for (int i = 0; i < 299; ++i) judged.add(1_KiB);
  for (int i = 0; i < 9'000; ++i) judged.leave_out(LeftOut::not_drawn, "", 1_KiB);
  constexpr Enough kDraw{.sample_units = 299};
  EXPECT_EQ(Judgement::by(kDraw, judged).outcome(), Outcome::passed);
  EXPECT_EQ(Judgement::by({}, judged).outcome(), Outcome::not_established) << "nobody asked for a draw";
  --judged.units;
  EXPECT_EQ(Judgement::by(kDraw, judged).outcome(), Outcome::not_established);
  ++judged.units;
  judged.leave_out(LeftOut::unreadable, "a", 1_KiB);
  EXPECT_EQ(Judgement::by(kDraw, judged).outcome(), Outcome::not_established);
}

TEST(Judgement, FailsHoweverLittleWasJudged) { EXPECT_EQ(Judgement::failed({}).outcome(), Outcome::failed); }

TEST(Judgement, KeptWithoutAShareProvesNothing) {
  Judged judged;
  judged.add();
  EXPECT_EQ(Judgement::kept(Outcome::passed, judged).outcome(), Outcome::passed);
  EXPECT_EQ(Judgement::kept(Outcome::passed, std::nullopt).outcome(), Outcome::not_established);
  EXPECT_EQ(Judgement::kept(Outcome::passed, Judged{}).outcome(), Outcome::not_established);
  EXPECT_EQ(Judgement::kept(Outcome::failed, std::nullopt).outcome(), Outcome::failed);
}

TEST(Judgement, OfCountsAtTheEndOf64BitsIsRight) {
  Judged judged{.units = ~std::uint64_t{0} - 1, .of = ~std::uint64_t{0}};
  EXPECT_EQ(Judgement::by({99, 100}, judged).outcome(), Outcome::passed);
  judged.units /= 2;
  EXPECT_EQ(Judgement::by({99, 100}, judged).outcome(), Outcome::not_established);
}

TEST(Judged, KeepsAFewExamplesAndEveryCount) {
  Judged judged;
  for (int i = 0; i < 20; ++i) judged.leave_out(LeftOut::unreadable, std::to_string(i), 1_KiB);
  ASSERT_EQ(judged.left_out.size(), 1U);
  EXPECT_EQ(judged.left_out[0].units, 20U);
  EXPECT_EQ(judged.left_out[0].bytes, 20_KiB);
  EXPECT_EQ(judged.left_out[0].examples.size(), kMaxExamples);
}

TEST(Outcomes, AreNamedAndReadBack) {
  for (const Outcome outcome : {Outcome::passed, Outcome::failed, Outcome::not_established})
    EXPECT_EQ(parse_outcome(name(outcome)), outcome);
  EXPECT_EQ(parse_outcome("good"), std::nullopt);
  EXPECT_EQ(worse(Outcome::passed, Outcome::not_established), Outcome::not_established);
  EXPECT_EQ(worse(Outcome::not_established, Outcome::failed), Outcome::failed);
}

}  // namespace
}  // namespace garde::evidence
