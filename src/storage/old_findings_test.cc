#include "storage/old_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/enumerators.h"

namespace garde::storage {
namespace {

using namespace backups;  // every kind of finding
using formats::DamageKind;
using formats::UnjudgedReason;

const std::string kPiece = "42c9" + std::string(60, '0');
const std::string kPack = "f5a0" + std::string(60, '0');

Finding read(std::string_view kind, std::string_view subject, std::string_view detail) {
  const auto finding = old_finding(kind, subject, detail);
  EXPECT_TRUE(finding.has_value()) << kind << '|' << subject << '|' << detail;
  return finding.value_or(Remark::no_source);
}
bool is_refused(std::string_view kind, std::string_view subject, std::string_view detail) {
  const auto finding = old_finding(kind, subject, detail);
  return !finding && finding.error().kind == ErrorKind::damaged;
}

TEST(OldFindings, SayWhatTheySaid) {
  EXPECT_EQ(read("hours-vary", "", ""), Finding(Remark::hours_vary));
  EXPECT_EQ(read("borg-not-read", "", ""), Finding(FormatNotRead{formats::Kind::borg}));
  EXPECT_EQ(read("missing", "2026-11-13", ""), Finding(FileFinding{FileRemark::missing, "2026-11-13"}));
  EXPECT_EQ(read("missing", "", ""), Finding(FileFinding{FileRemark::missing, ""})) << "any bytes are a name";
  EXPECT_EQ(read("unsafe-path", "../a", "leads out of the folder"),
            Finding(FileFinding{FileRemark::unsafe_path, "../a"}));
  EXPECT_EQ(read("source-not-mounted", "/mnt/a/b", "/mnt/a"),
            Finding(SourceFinding{SourceTrouble::not_mounted, "/mnt/a/b", "/mnt/a", {}}));
  const Instant time = *parse_instant("2026-10-17T17:48:32.313Z");
  EXPECT_EQ(read("source-same-volume", "/srv/a", ""),
            Finding(SourceFinding{SourceTrouble::same_volume, "/srv/a", "", {}}));
  EXPECT_EQ(read("source-stale", "/srv", "2026-10-17T17:48:32.313Z"),
            Finding(SourceFinding{SourceTrouble::stale, "/srv", "", time}));
  EXPECT_EQ(read("too-old", "p", "2026-10-17T17:48:32.313Z"), Finding(PointFinding{PointRemark::too_old, "p", time}));
  EXPECT_EQ(read("changed-since", "", "12"), Finding(CountFinding{Count::changed_since, 12}));
  const Date day = *parse_date("2026-11-13");
  EXPECT_EQ(read("missed", "2026-11-13", ""), Finding(MissedDay{day}));
  EXPECT_EQ(read("cadence-working-days", "2026-11-13", "2026-11-13"),
            Finding(CadenceFinding{Cadence::working_days, day, day}));
  EXPECT_EQ(read("scheduled-job", "a.timer", "/etc"), Finding(ScheduledJob{"a.timer", "/etc"}));
  EXPECT_EQ(read("became-random", "a.7z", "7z"),
            Finding(SuspectFile{Suspicion::became_random, "a.7z", FileType::seven_zip}));
  EXPECT_EQ(read("ransom-note", "a.txt", "Akira"), Finding(RansomFinding{RansomSign::note, "a.txt", "Akira"}));
  EXPECT_EQ(read("mass-change", "p", "37/40"), Finding(UpheavalFinding{Upheaval::change, "p", 37, 40}));
}

TEST(OldFindings, KeepThePlaceOfADamage) {
  DamageFinding found{.damage = DamageKind::fails_authentication,
                      .object = kPiece,
                      .within = kPack,
                      .offset = 3184,
                      .path = "srv/a: b.txt"};
  EXPECT_EQ(read("damage-loss", found.path, "fails_authentication: " + kPiece + " in " + kPack + " at byte 3184"),
            Finding(found));
  found.path.clear();
  EXPECT_EQ(read("damage-loss", kPiece + " in " + kPack + " at byte 3184", "fails_authentication"), Finding(found));
  EXPECT_EQ(read("damage-decay", "b.txt", "wrong_hash: b.txt in lots/lot.zip"),
            Finding(DamageFinding{.consequence = formats::Consequence::decay,
                                  .damage = DamageKind::wrong_hash,
                                  .object = "b.txt",
                                  .within = "lots/lot.zip",
                                  .path = "b.txt"}));
  EXPECT_EQ(read("damage-loss", "a.ics", "missing: 3643 in bbdf at byte 12"),
            Finding(DamageFinding{
                .damage = DamageKind::missing, .object = "3643", .within = "bbdf", .offset = 12, .path = "a.ics"}));
  EXPECT_EQ(read("damage-loss", "note in english.txt", "unreadable: note in english.txt"),
            Finding(DamageFinding{
                .damage = DamageKind::unreadable, .object = "note in english.txt", .path = "note in english.txt"}));
  for (const auto damage : kEnumerators<DamageKind>)
    EXPECT_EQ(std::get<DamageFinding>(read("damage-loss", "a", formats::name(damage))).damage, damage);
}

TEST(OldFindings, HaveReasonsInsteadOfEnglish) {
  EXPECT_EQ(read("unjudged", "lot.zip: a.jpg", "encrypted, and no password was given"),
            Finding(UnjudgedFinding{"lot.zip", "a.jpg", UnjudgedReason::no_password}));
  EXPECT_EQ(
      read("unjudged", "lot.tar.zst", "its zstd stream asks for too much memory or for an option that is not read"),
      Finding(UnjudgedFinding{"lot.tar.zst", "", UnjudgedReason::too_demanding}));
  EXPECT_EQ(read("does-not-open", "a.pdf", "no header"), Finding(NotOpened{"a.pdf", OpeningReason::malformed, "", {}}));
  EXPECT_EQ(read("does-not-open", "a.png", "ends within its picture"),
            Finding(NotOpened{"a.png", OpeningReason::truncated, "", {}}));
  EXPECT_EQ(read("does-not-open", "a.docx", "its content is not the one that was packed: word/a.xml"),
            Finding(NotOpened{"a.docx", OpeningReason::wrong_checksum, "word/a.xml", {}}));
  EXPECT_EQ(read("does-not-open", "a.docx", "word/a.xml: its compressed data is broken"),
            Finding(NotOpened{"a.docx", OpeningReason::cannot_decompress, "word/a.xml", {}}));
  EXPECT_EQ(read("does-not-open", "a.db", "integrity_check: row 7 missing from index names"),
            Finding(NotOpened{"a.db", OpeningReason::database_damaged, "", {}}));
  EXPECT_EQ(read("does-not-restore", "a", "something of long ago"), Finding(NotRestored{.path = "a"}));
  EXPECT_EQ(read("does-not-open", "a", "something of long ago"), Finding(NotOpened{.path = "a"}));
  EXPECT_EQ(read("dump-does-not-load", "a.sql", "PostgreSQL refuses COPY with 23505, table patients"),
            Finding(DumpFinding{.path = "a.sql",
                                .server = DatabaseServer::postgresql,
                                .reason = LoadingReason::refused,
                                .code = "23505",
                                .table = "patients"}));
  EXPECT_EQ(read("dump-not-loaded", "a.sql", "MariaDB refuses it with 1273 at line 12"),
            Finding(DumpFinding{.trouble = DumpTrouble::not_loaded,
                                .path = "a.sql",
                                .server = DatabaseServer::mariadb,
                                .reason = LoadingReason::lacks,
                                .code = "1273",
                                .line = 12}));
  EXPECT_EQ(
      read("dump-no-server", "a.sql", "no MariaDB server on this computer"),
      Finding(DumpFinding{.trouble = DumpTrouble::no_server, .path = "a.sql", .server = DatabaseServer::mariadb}));
}

TEST(OldFindings, ThatNoVersionWroteAreRefused) {
  EXPECT_TRUE(is_refused("text", "a", ""));
  EXPECT_TRUE(is_refused("damage-untidy", "a", "duplicate"));
  EXPECT_TRUE(is_refused("damage-loss", "a", "broken: b"));
  EXPECT_TRUE(is_refused("hours-vary", "a", ""));
  EXPECT_TRUE(is_refused("missed", "yesterday", ""));
  EXPECT_TRUE(is_refused("too-old", "p", "2026-10-17"));
  EXPECT_TRUE(is_refused("changed-since", "", "-1"));
  EXPECT_TRUE(is_refused("changed-since", "", "12 "));
  EXPECT_TRUE(is_refused("mass-change", "p", "37"));
  EXPECT_TRUE(is_refused("disguised", "a", "tape"));
  EXPECT_TRUE(is_refused("dump-no-server", "a", "none"));
}

}  // namespace
}  // namespace garde::storage
