#include "backups/destination_witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::backups {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
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
  EXPECT_EQ(first.digest(), second.digest());
  EXPECT_THAT(compare(first, second), IsEmpty());
}

TEST(Witness, NamesWhatWasRemovedAddedAndChanged) {
  const auto before = witness({point("a", Days{3}), point("b", Days{2}), point("c", Days{1})});
  const auto after = witness({point("b", Days{2}, 999), point("c", Days{1}), point("d", Days{0})});
  EXPECT_THAT(compare(before, after), ElementsAre(WitnessDifference{WitnessChange::removed, "a", kNow - Days{3}},
                                                  WitnessDifference{WitnessChange::changed, "b", kNow - Days{2}},
                                                  WitnessDifference{WitnessChange::added, "d", kNow}));
  EXPECT_NE(before.digest(), after.digest());
}

TEST(Witness, NoticesAPointWhoseTimeWasSetBack) {
  EXPECT_EQ(compare(witness({point("a", Days{3})}), witness({point("a", Days{4})})).size(), 1U);
}

TEST(Witness, WritesNamesThatAreNotTextAsText) {
  EXPECT_THAT(to_json(witness({point("sauve\"\xff\n", Days{1})})), HasSubstr(R"("sauve\")"
                                                                             "\uFFFD"
                                                                             R"(\u000a")"));
}

}  // namespace
}  // namespace garde::backups
