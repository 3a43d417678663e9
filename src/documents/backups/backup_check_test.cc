#include "documents/backups/backup_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "base/enumerators.h"

namespace garde::documents {
namespace {

namespace json = boost::json;
using namespace backups;  // every kind of finding

json::value said(const Finding& finding) {
  CheckRun run;
  run.checks.push_back(
      {.question = Question::intact, .judgement = Judgement::failed({}), .findings = {finding}, .finding_count = 1});
  return json::parse(backup_check_json(run, nullptr)).at("checks").at(0).at("findings").at(0);
}

TEST(BackupCheckJson, GivesEachFindingItsFieldsByName) {
  const DamageFinding found{.damage = formats::DamageKind::fails_authentication,
                            .object_kind = formats::SubjectKind::piece,
                            .object = "42c9",
                            .within = "f5a0",
                            .offset = 3184,
                            .path = "srv/patient11.txt",
                            .restore_point = "p1"};
  EXPECT_EQ(said(found), json::parse(R"({"kind": "damage-loss", "path": "srv/patient11.txt", "restore_point": "p1",
      "damage": "fails_authentication", "object_kind": "piece", "object": "42c9", "within": "f5a0", "offset": 3184,
      "subject": "srv/patient11.txt", "detail": "fails_authentication"})"));
  EXPECT_EQ(said(UpheavalFinding{Upheaval::change, "p1", 37, 40}),
            json::parse(R"({"kind": "mass-change", "restore_point": "p1", "files": 37, "of": 40,
      "subject": "p1", "detail": "37/40"})"));
}

// Programs of others read these: a word stays the same, and no sentence of any language is among them.
TEST(BackupCheckJson, SaysReasonsInWordsOfPrograms) {
  const auto detail = [](const Finding& finding) { return std::string(said(finding).at("detail").as_string()); };
  for (const auto damage : kEnumerators<formats::DamageKind>)
    EXPECT_EQ(detail(DamageFinding{.damage = damage, .object = "42c9", .within = "f5a0", .offset = 1}), name(damage));
  for (const auto reason : kEnumerators<formats::UnjudgedReason>)
    EXPECT_EQ(detail(UnjudgedFinding{"lot.zip", "a.jpg", reason}), name(reason));
  for (const auto error : kEnumerators<ErrorKind>)
    EXPECT_EQ(detail(NotRestored{.path = "a", .error = error}), name(error));
  for (const auto reason : kEnumerators<OpeningReason>)
    EXPECT_EQ(detail(NotOpened{"a.docx", reason, "word/a.xml", 3}), name(reason));
  for (const auto reason : kEnumerators<LoadingReason>)
    EXPECT_EQ(detail(DumpFinding{.path = "a.sql", .reason = reason, .code = "23505", .line = 3}), name(reason));
}

}  // namespace
}  // namespace garde::documents
