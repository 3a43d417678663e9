#include <gtest/gtest.h>

#include "text/catalogue.h"
#include "text/french.h"

namespace garde::text {
namespace {

Catalogue catalogue_of(std::string toml, content::Problems& problems) {
  return Catalogue::read(content::Files({{"text/fr/a.toml", std::move(toml)}}), "fr", problems);
}

TEST(Catalogue, ChoosesTheFrenchPluralByCount) {
  content::Problems problems;
  const auto texts = catalogue_of(
      "[plan]\ntitle = \"Votre plan\"\n[plan.left]\none = \"{count} action\"\nother = \"{count} actions\"\n", problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(texts.sentence("plan.title"), "Votre plan");
  EXPECT_EQ(texts.sentence({"plan.left", {{"count", "0"}}}), "0 action");
  EXPECT_EQ(texts.sentence({"plan.left", {{"count", "1"}}}), "1 action");
  EXPECT_EQ(texts.sentence({"plan.left", {{"count", "2"}}}), "2 actions");
}

TEST(Catalogue, NeverReadsPlacesInsideAValue) {
  EXPECT_EQ(fill("Bonjour {name} de {town}.", {{"name", "{town}"}, {"town", "Foix"}}), "Bonjour {town} de Foix.");
  EXPECT_EQ(fill("reste {", {}), "reste {");
  EXPECT_EQ(places("{a} et {b}"), (std::vector<std::string>{"a", "b"}));
}

TEST(Catalogue, KeepsAValueWithinItsSentence) {
  content::Problems problems;
  const Catalogue texts = catalogue_of("damaged = \"« {name} » est abîmé.\"", problems);
  EXPECT_EQ(texts.sentence({"damaged", {{"name", "a\n[bon]  intacte ?\x1b[2J\u202e"}}}),
            "« a\\n[bon]  intacte ?\\x1b[2J\\u202e » est abîmé.");
}

TEST(Catalogue, ShowsAnUnknownKeyAndReportsATwin) {
  content::Problems problems;
  const auto texts = Catalogue::read(
      content::Files({{"text/fr/a.toml", "[p]\nx = \"1\""}, {"text/fr/b.toml", "[p]\nx = \"2\""}}), "fr", problems);
  EXPECT_EQ(texts.sentence("no.such"), "no.such");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].file, "text/fr/b.toml");
}

TEST(French, WritesNumbersAndSizes) {
  EXPECT_EQ(number(1234567), "1\u202F234\u202F567");
  EXPECT_EQ(number(-1234), "-1\u202F234");
  EXPECT_EQ(number(999), "999");
  EXPECT_EQ(size(1_B), "1\u00A0octet");
  EXPECT_EQ(size({999}), "999\u00A0octets");
  EXPECT_EQ(size({1700000000}), "1,7\u00A0Go");
  EXPECT_EQ(size({999999}), "1\u00A0Mo");
  EXPECT_EQ(size({123456789012345}), "123\u00A0To");
}

TEST(French, WritesDaysAndLists) {
  EXPECT_EQ(week_day(parse_date("2026-11-23").value()), "lundi 23\u00A0novembre 2026");
  EXPECT_EQ(long_day(parse_date("2027-01-01").value()), "1er\u00A0janvier 2027");
  EXPECT_EQ(short_day(parse_date("2026-02-03").value()), "03/02/2026");
  EXPECT_EQ(list({"a", "b", "c"}), "a, b et c");
  EXPECT_EQ(list({}), "");
  EXPECT_EQ(minutes(std::chrono::minutes{90}), "1\u00A0h\u00A030");
}

TEST(Zones, FollowParisAcrossTheClockChange) {
  const Zone paris = Zone::named("Europe/Paris").value();
  EXPECT_EQ(paris.day_and_time_of(parse_instant("2026-10-23T18:30:00+02:00").value()),
            "vendredi 23\u00A0octobre 2026 à 18\u00A0h\u00A030");
  EXPECT_EQ(paris.time_of(parse_instant("2026-10-26T16:30:00Z").value()), "17\u00A0h\u00A030");
  EXPECT_EQ(paris.day_of(parse_instant("2026-11-22T23:30:00Z").value()), parse_date("2026-11-23").value());
}

TEST(Zones, TellWhenAClockOnTheWallShowsAnHour) {
  const Zone paris = Zone::named("Europe/Paris").value();
  const auto shown = [&](std::string_view local) { return to_iso(paris.from_local(*parse_instant(local))); };
  EXPECT_EQ(shown("2026-11-26T10:30:00Z"), to_iso(*parse_instant("2026-11-26T09:30:00Z")));
  EXPECT_EQ(shown("2026-07-14T00:15:00Z"), to_iso(*parse_instant("2026-07-13T22:15:00Z")));
  EXPECT_EQ(shown("2026-10-25T02:30:00Z"), to_iso(*parse_instant("2026-10-25T01:30:00Z"))) << "shown twice";
  EXPECT_EQ(shown("2026-03-29T02:30:00Z"), to_iso(*parse_instant("2026-03-29T01:30:00Z"))) << "left out";
}

TEST(Zones, KnowTheOverseasDepartmentsAndRefuseTheRest) {
  for (const char* name :
       {"Indian/Reunion", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Mayotte"})
    EXPECT_TRUE(Zone::named(name)) << name;
  EXPECT_EQ(Zone::named("Europe/Nulle-Part").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace garde::text
