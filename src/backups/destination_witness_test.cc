#include "backups/destination_witness.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::backups {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant kNow = start_of(parse_date("2026-11-23").value());

formats::RestorePoint point(std::string id, Days ago, std::uint64_t bytes = 1000) {
  formats::RestorePoint made;
  made.id = std::move(id);
  made.time = kNow - ago;
  made.bytes = ByteCount{bytes};
  return made;
}

DestinationWitness witness(const std::vector<formats::RestorePoint>& points, Instant at = kNow) {
  return take_witness("usb", points, at);
}

TEST(Witness, OfTheSamePointsIsTheSameInAnyOrderAndAtAnyTime) {
  const auto first = witness({point("a", Days{2}), point("b", Days{1})});
  const auto second = witness({point("b", Days{1}), point("a", Days{2})}, kNow + Days{3});
  EXPECT_THAT(compare(first, second), IsEmpty());
}

TEST(Witness, NamesWhatWasRemovedAddedAndChanged) {
  const auto before = witness({point("a", Days{3}), point("b", Days{2}), point("c", Days{1})});
  const auto after = witness({point("b", Days{2}, 999), point("c", Days{1}), point("d", Days{0})});
  EXPECT_THAT(compare(before, after), ElementsAre(WitnessDifference{WitnessChange::removed, "a", kNow - Days{3}},
                                                  WitnessDifference{WitnessChange::changed, "b", kNow - Days{2}},
                                                  WitnessDifference{WitnessChange::added, "d", kNow}));
}

TEST(Witness, NoticesAPointWhoseTimeWasSetBack) {
  EXPECT_EQ(compare(witness({point("a", Days{3})}), witness({point("a", Days{4})})).size(), 1U);
}

TEST(Witness, ToldFromNamesIsComparedWithAnotherByNamesAlone) {
  DestinationWitness names =
      take_witness("usb", {{"a", kNow, {}, ByteCount{7}, crypto::sha256({})}}, WitnessReach::names, kNow);
  EXPECT_THAT(compare(witness({point("a", Days{3})}), names), IsEmpty());
  EXPECT_EQ(compare(witness({point("a", Days{3}), point("b", Days{2})}), names).size(), 1U);
}

TEST(Witness, NoticesASmallFileWithOtherBytesOfTheSameLength) {
  const std::array other{std::byte{1}};
  const auto with = [](const crypto::Sha256Digest& digest) {
    return take_witness("usb", {{"a", kNow, {}, ByteCount{7}, digest}}, WitnessReach::names, kNow);
  };
  EXPECT_EQ(compare(with(crypto::sha256({})), with(crypto::sha256(other))).size(), 1U);
}

TEST(Witness, ReadsBackWhatItWrites) {
  DestinationWitness before = witness({point("sauve \"\xff\n", Days{1}), point("b\tc", Days{2})});
  before.points.front().digest = crypto::sha256({});
  before.points.front().files = 12;
  const auto read = parse_witness(encode(before));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->points.size(), 2U);
  EXPECT_EQ(*read, before);
}

TEST(Witness, ReadsNothingOfATextThatWasCutAnywhere) {
  const std::string whole = encode(witness({point("a", Days{2}), point("b", Days{1})}));
  std::size_t read = 0;
  for (std::size_t length = 0; length < whole.size(); ++length)
    if (parse_witness(std::string_view(whole).substr(0, length))) ++read;
  EXPECT_EQ(read, 2U) << "after the head and after the first point the text is a shorter witness";
}

TEST(Witness, RefusesWhatIsNoWitness) {
  const std::string good = encode(witness({point("a", Days{2})}));
  for (const std::string& bad :
       {std::string(), std::string("x\n"), good + "more\n", good + "point 2026\n",
        good + "point 2026-11-23T00:00:00.000Z\t-1\t-\t-\tb\n", good + "point 2026-11-23T00:00:00.000Z\t-\t-\tzz\tb\n"})
    EXPECT_FALSE(parse_witness(bad).has_value()) << bad;
}

}  // namespace
}  // namespace garde::backups
