#include "backups/finding_json.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace garde::backups {
namespace {

namespace json = boost::json;

const Instant kTime = *parse_instant("2026-11-23T19:21:07.250Z");
const Date kDay = *parse_date("2026-11-20");

// One of each alternative, with everything it can say.
const std::vector<Finding> kFull = {
    Remark::hours_vary,
    DamageFinding{formats::Consequence::loss, formats::DamageKind::fails_authentication, formats::SubjectKind::piece,
                  "42c9", "f5a0", 3184, "srv/patient11.txt", "p1"},
    UnjudgedFinding{"lot.zip", "scan/a.jpg", formats::UnjudgedReason::other_password},
    FileFinding{FileRemark::canary_changed, "2026-11-23"},
    SourceFinding{SourceTrouble::not_mounted, "/srv/a", "/srv", {}},
    SourceFinding{SourceTrouble::stale, "/srv/a", "", kTime},
    PointFinding{PointRemark::too_old, "p1", kTime},
    LineFinding{LineRemark::occasional, "SERVEUR", "/srv/base, /srv/documents", 12, kTime},
    CountFinding{Count::changed_since, 18'446'744'073'709'551'615U},
    CadenceFinding{Cadence::working_days, kDay, kDay},
    MissedDay{kDay},
    ScheduledJob{"restic.timer", "/etc/systemd/system"},
    FormatNotRead{formats::Kind::borg},
    SuspectFile{Suspicion::renamed_random, "a.docx.lockd", FileType::zip},
    RansomFinding{RansomSign::note, "LISEZMOI.txt", "Akira"},
    UpheavalFinding{Upheaval::disappearance, "p1", 37, 40},
    NotRestored{"a.txt", ErrorKind::damaged, 17},
    NotOpened{"lettre.docx", OpeningReason::wrong_checksum, "word/document.xml", 1204},
    DumpFinding{DumpTrouble::does_not_load, "base.sql", DatabaseServer::postgresql, LoadingReason::refused, "23505",
                "patients", 12, 512},
    ForeignFinding{Foreign::sql_server, "cabinet.bak", 4},
    DwindledDatabase{Dwindling::fewer_tables, "cabinet.sql", 2, 41},
};

std::string fields_of(const Finding& finding) { return json::serialize(finding_fields(finding)); }

TEST(Findings, HaveNamesThatTellThemApart) {
  std::set<std::string> names;
  for (const Finding& finding : every_kind_of_finding())
    EXPECT_TRUE(names.insert(name(finding)).second) << name(finding);
  std::set<std::size_t> alternatives;
  for (const Finding& finding : every_kind_of_finding()) alternatives.insert(finding.index());
  EXPECT_EQ(alternatives.size(), std::variant_size_v<Finding>);
}

TEST(Findings, ComeBackAsTheyWereWritten) {
  std::set<std::size_t> alternatives;
  for (const Finding& finding : kFull) {
    const auto read = parse_finding(name(finding), fields_of(finding));
    ASSERT_TRUE(read.has_value()) << name(finding) << fields_of(finding);
    EXPECT_EQ(*read, finding) << name(finding);
    alternatives.insert(finding.index());
  }
  EXPECT_EQ(alternatives.size(), std::variant_size_v<Finding>) << "one of each alternative is tried";
  for (const Finding& finding : every_kind_of_finding())
    EXPECT_EQ(parse_finding(name(finding), fields_of(finding)).value(), finding) << name(finding);
}

TEST(Findings, AreValuesUnderTheirNames) {
  EXPECT_EQ(fields_of(kFull[1]), R"({"path":"srv/patient11.txt","restore_point":"p1","damage":"fails_authentication",)"
                                 R"("object_kind":"piece","object":"42c9","within":"f5a0","offset":3184})");
  EXPECT_EQ(fields_of(FileFinding{FileRemark::missing, "a\xff"}), "{\"path\":\"a\uFFFD\"}");
  EXPECT_EQ(fields_of(NotOpened{"a.txt", {}, "", {}}), R"({"path":"a.txt"})");
}

TEST(Findings, OfATimeThatNobodyReadsAreKeptAtTheNearest) {
  const auto kept = [](const Finding& finding) { return parse_finding(name(finding), fields_of(finding)).value(); };
  const auto at = [](int year) { return Instant{std::chrono::sys_days{std::chrono::year{year} / 6 / 1}}; };
  const auto time_of = [](const Finding& finding) { return to_iso(std::get<PointFinding>(finding).time); };
  EXPECT_EQ(time_of(kept(PointFinding{PointRemark::too_old, "p", at(1601)})), "1900-01-01T00:00:00.000Z");
  EXPECT_EQ(time_of(kept(PointFinding{PointRemark::from_the_future, "p", at(9999)})), "2199-12-31T23:59:59.999Z");
  EXPECT_EQ(time_of(kept(PointFinding{PointRemark::too_old, "p", at(2199)})), "2199-06-01T00:00:00.000Z");
  EXPECT_EQ(std::get<MissedDay>(kept(MissedDay{Date{std::chrono::year{7711} / 10 / 23}})).day,
            *parse_date("2199-12-31"));
}

TEST(Findings, OfAnotherFormAreRefused) {
  const auto refused = [](std::string_view name, std::string_view fields) {
    const auto read = parse_finding(name, fields);
    return !read && read.error().kind == ErrorKind::damaged;
  };
  EXPECT_TRUE(refused("text", R"({"text":"something is wrong"})"));
  EXPECT_TRUE(refused("cadence-unknown", R"({"from":"2026-11-20","to":"2026-11-20"})"));
  EXPECT_TRUE(refused("restic-not-read", "{}"));
  for (const std::string_view fields :
       {"", "[]", "null", "{\"count\":3", "{}", "{\"count\":-1}", "{\"count\":1.5}", "{\"count\":\"3\"}",
        "{\"count\":3,\"path\":\"a\"}", "{\"count\":18446744073709551616}"})
    EXPECT_TRUE(refused("changed-since", fields)) << fields;
  EXPECT_TRUE(refused("missed", R"({"day":"2026-11-31"})"));
  EXPECT_TRUE(refused("too-old", R"({"restore_point":"p","time":"yesterday"})"));
  EXPECT_TRUE(refused("disguised", R"({"path":"a","type":"tape"})"));
  EXPECT_TRUE(refused("missing", R"({"path":""})")) << "an empty text is left out";
  EXPECT_TRUE(refused("does-not-open", R"({"path":"a","reason":null})"));
}

}  // namespace
}  // namespace garde::backups
