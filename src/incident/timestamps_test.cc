#include "incident/timestamps.h"

#include <gtest/gtest.h>

#include "incident/testing/told.h"
#include "journal/record.h"

namespace garde::incident {
namespace {

using testing::at;
using testing::Told;

const Instant kNow = at("2026-11-02T09:00:00Z");

TEST(Timestamps, AreFoundAgainByWhatWasAsked) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  const Writing writing = Told::writing(kNow);
  const auto imprint = crypto::sha256({});
  told.add(timestamp_asked({3, imprint, "0a", kNow}, writing));
  told.add(timestamp_asked({3, imprint, "0b", kNow}, writing));
  const Incident incident = told.incident();
  ASSERT_NE(find_request(incident, imprint), nullptr);
  EXPECT_EQ(find_request(incident, imprint)->nonce, "0b") << "the last";
  EXPECT_EQ(find_request(incident, crypto::sha256(std::as_bytes(std::span("other", 5)))), nullptr);
}

TEST(Timestamps, BearTheAuthoritysHour) {
  Told told({.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")});
  const Timestamp timestamp{3, at("2026-11-02T09:05:00Z"), "CN=Horodatage", "01", 0};
  told.add(timestamped(timestamp, "", {}, Told::writing(kNow)));
  const Incident incident = told.incident();
  ASSERT_EQ(incident.timestamps.size(), 1U);
  EXPECT_EQ(incident.timestamps.front().at, timestamp.at);
  EXPECT_EQ(incident.timestamps.front().authority, "CN=Horodatage");
}

TEST(Timestamps, AreWrittenAsAJournalTakesThem) {
  const Timestamp hostile{3, kNow, "two\nlines", "01", 0};
  EXPECT_TRUE(
      journal::encode_entry({1, Exercise::no, timestamped(hostile, "", {}, Told::writing(kNow))}, {}).has_value());
}

}  // namespace
}  // namespace garde::incident
