#include "text/zones.h"

#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/french.h"

namespace garde::text {
namespace {

using testing::SizeIs;

const Zones& zones_of_the_program() {
  static const Zones zones = [] {
    content::Problems problems;
    Zones read = Zones::read(content::Files::from_program(), problems);
    GARDE_CHECK(problems.empty());
    return read;
  }();
  return zones;
}

// Of the French Republic, by the tz database: all but the Southern Lands, where nobody lives.
std::set<std::string> zones_of_the_tz_database() {
  const std::set<std::string> territories = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"};
  std::set<std::string> names;
  std::ifstream file("/usr/share/zoneinfo/zone.tab");
  for (std::string line; std::getline(file, line);) {
    if (!territories.contains(line.substr(0, line.find('\t')))) continue;
    const std::size_t start = line.find('\t', line.find('\t') + 1) + 1;
    names.insert(line.substr(start, line.find('\t', start) - start));
  }
  return names;
}

TEST(PracticeZones, AreThoseOfTheFrenchRepublicAndKnownHere) {
  std::set<std::string> names;
  for (const ZoneChoice& each : zones_of_the_program().all()) {
    names.insert(each.name);
    const auto zone = Zone::named(each.name);
    ASSERT_TRUE(zone) << each.name;
    EXPECT_EQ(zone->name(), each.name);
    EXPECT_TRUE(each.source_url.starts_with("https://")) << each.name;
  }
  EXPECT_EQ(names, zones_of_the_tz_database());
  EXPECT_EQ(zones_of_the_program().usual().name, "Europe/Paris");
}

// One instant, as the clocks of each place show it.
TEST(PracticeZones, ShowTheTimeOfTheirPlace) {
  struct Shown {
    std::string_view name;
    std::string_view summer;  // 14 July 2026, 10:00 UTC
    std::string_view winter;  // 10 March 2026, 10:00 UTC: Miquelon changed its clocks two days before, Paris did not
  };
  const auto summer = parse_instant("2026-07-14T10:00:00Z").value();
  const auto winter = parse_instant("2026-03-10T10:00:00Z").value();
  for (const Shown& place : {Shown{"Europe/Paris", "mardi 14 juillet 2026 à 12 h 00", "mardi 10 mars 2026 à 11 h 00"},
                             {"Indian/Reunion", "mardi 14 juillet 2026 à 14 h 00", "mardi 10 mars 2026 à 14 h 00"},
                             {"America/Guadeloupe", "mardi 14 juillet 2026 à 6 h 00", "mardi 10 mars 2026 à 6 h 00"},
                             {"America/Martinique", "mardi 14 juillet 2026 à 6 h 00", "mardi 10 mars 2026 à 6 h 00"},
                             {"America/Cayenne", "mardi 14 juillet 2026 à 7 h 00", "mardi 10 mars 2026 à 7 h 00"},
                             {"Indian/Mayotte", "mardi 14 juillet 2026 à 13 h 00", "mardi 10 mars 2026 à 13 h 00"},
                             {"America/Miquelon", "mardi 14 juillet 2026 à 8 h 00", "mardi 10 mars 2026 à 8 h 00"},
                             {"Pacific/Noumea", "mardi 14 juillet 2026 à 21 h 00", "mardi 10 mars 2026 à 21 h 00"},
                             {"Pacific/Tahiti", "mardi 14 juillet 2026 à 0 h 00", "mardi 10 mars 2026 à 0 h 00"},
                             {"Pacific/Marquesas", "mardi 14 juillet 2026 à 0 h 30", "mardi 10 mars 2026 à 0 h 30"},
                             {"Pacific/Wallis", "mardi 14 juillet 2026 à 22 h 00", "mardi 10 mars 2026 à 22 h 00"}}) {
    const Zone zone = Zone::named(place.name).value();
    const auto shown = [&](Instant instant) {
      std::string words = zone.day_and_time_of(instant);
      for (std::size_t at; (at = words.find(kNoBreakSpace)) != std::string::npos;)
        words.replace(at, kNoBreakSpace.size(), " ");
      return words;
    };
    EXPECT_EQ(shown(summer), place.summer) << place.name;
    EXPECT_EQ(shown(winter), place.winter) << place.name;
  }
  const Zone miquelon = Zone::named("America/Miquelon").value();
  EXPECT_EQ(miquelon.offset_at(parse_instant("2026-03-07T10:00:00Z").value()), std::chrono::hours(-3));
}

TEST(PracticeZones, AreRefusedWhenTwoHaveOneNameOrNoneIsThere) {
  content::Problems problems;
  const std::string zone =
      "[[zone]]\nname = \"Europe/Paris\"\ntitle = \"Ici\"\nsource = \"s\"\nsource_url = \"https://s\"\n"
      "read_on = 2026-11-30\n";
  Zones::read(content::Files({{"practice/zones.toml", zone + zone}}), problems);
  EXPECT_THAT(problems, SizeIs(1));
  problems.clear();
  Zones::read(content::Files({{"practice/other.toml", zone}}), problems);
  EXPECT_THAT(problems, SizeIs(2)) << "a file that is not read, and none that is";
}

}  // namespace
}  // namespace garde::text
