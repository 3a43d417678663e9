#include "base/instant.h"

#include <gtest/gtest.h>

namespace garde {
namespace {

TEST(Dates, RoundTripThroughIso) {
  for (const char* text : {"1900-01-01", "2024-02-29", "2026-11-23", "2199-12-31"})
    EXPECT_EQ(to_iso(parse_date(text).value()), text);
}

TEST(Dates, RefuseDaysThatDoNotExistAndOtherSpellings) {
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "23/11/2026", "2026-11-23 ",
                           "1899-12-31", "2200-01-01", "+026-11-23", "2026-11-23T10:00Z"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Instants, CarryTheirZoneToUtc) {
  EXPECT_EQ(to_iso(parse_instant("2026-11-23T18:30:00+01:00").value()), "2026-11-23T17:30:00.000Z");
  EXPECT_EQ(to_iso(parse_instant("2026-11-23T00:15+02:00").value()), "2026-11-22T22:15:00.000Z");
  EXPECT_EQ(to_iso(parse_instant("2026-11-23T17:30:00.1239Z").value()), "2026-11-23T17:30:00.123Z");
  EXPECT_EQ(to_iso(parse_instant("2026-11-23T17:30:00.5Z").value()), "2026-11-23T17:30:00.500Z");
}

TEST(Instants, OutOfTheYearsThatAreReadHaveANearest) {
  const auto at = [](int year) { return Instant{std::chrono::sys_days{std::chrono::year{year} / 6 / 1}}; };
  EXPECT_EQ(to_iso(nearest_readable(at(1601))), "1900-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso(nearest_readable(at(9999))), "2199-12-31T23:59:59.999Z");
  EXPECT_EQ(nearest_readable(at(2199)), at(2199));
  EXPECT_EQ(to_iso(nearest_readable(Date{std::chrono::year{7711} / 10 / 23})), "2199-12-31");
  for (const Instant time : {at(-5000), at(1900), at(2199), at(9999)})
    EXPECT_EQ(parse_instant(to_iso(nearest_readable(time))).value(), nearest_readable(time));
  EXPECT_FALSE(parse_date("1899-12-31"));
  EXPECT_FALSE(parse_date("2200-01-01"));
}

TEST(Instants, RefuseATimeWithoutZone) {
  for (const char* text :
       {"2026-11-23T18:30:00", "2026-11-23", "2026-11-23T24:00Z", "2026-11-23T18:60Z", "2026-11-23T18:30:00.Z",
        "2026-11-23T18:30+1", "2026-11-23T18:30+15:00", "2026-11-23T18:30Zx"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Dates, CountDaysAcrossALeapDay) {
  const Date eve = parse_date("2028-02-28").value();
  EXPECT_EQ(to_iso(plus_days(eve, Days{2})), "2028-03-01");
  EXPECT_EQ(days_between(eve, parse_date("2028-03-01").value()), Days{2});
  EXPECT_EQ(utc_day_of(start_of(eve) - std::chrono::milliseconds{1}), parse_date("2028-02-27").value());
}

}  // namespace
}  // namespace garde
