#include "documents/backups/backup_sentences.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/enumerators.h"

namespace garde::documents {
namespace {

using namespace backups;  // every kind of finding
using testing::HasSubstr;
using testing::Not;

const text::Catalogue& texts() {
  static const text::Catalogue read = [] {
    content::Problems problems;
    text::Catalogue all = text::Catalogue::read(content::Files::from_program(), "fr", problems);
    EXPECT_THAT(problems, testing::IsEmpty());
    return all;
  }();
  return read;
}

std::string said(const Finding& finding) {
  static const text::Zone zone = text::Zone::named("Europe/Paris").take();
  return finding_sentence(finding, texts(), zone);
}

// A key comes out as itself when it has no sentence, and a place as its braces when it is given no value.
testing::Matcher<std::string> is_a_whole_sentence() {
  return testing::AllOf(Not(HasSubstr("backups.")), Not(HasSubstr("{")), Not(HasSubstr("}")));
}

const Instant kTime = *parse_instant("2026-10-17T17:48:32.313Z");
const Date kDay = *parse_date("2026-11-13");

TEST(FindingSentences, AreThereForEachKindOfFindingAndForNothingElse) {
  std::set<std::string> keys;
  for (const Finding& finding : every_kind_of_finding()) {
    EXPECT_THAT(said(finding), is_a_whole_sentence()) << name(finding);
    keys.insert("backups.finding." + name(finding));
  }
  for (const std::string& key : texts().keys())
    if (key.starts_with("backups.finding.")) {
      EXPECT_TRUE(keys.contains(key)) << key << " is the sentence of no finding";
    }
}

TEST(FindingSentences, SayEachReasonInWords) {
  const auto expect_words = [](const auto& reason, const Finding& finding) {
    const std::string word(name(reason));
    EXPECT_THAT(said(finding), is_a_whole_sentence()) << word;
    EXPECT_THAT(said(finding), testing::ContainsRegex("a\\.b \\(.+\\)")) << word;
    if (word.find('_') != std::string::npos) {
      EXPECT_THAT(said(finding), Not(HasSubstr(word)));
    }
  };
  for (const auto damage : kEnumerators<formats::DamageKind>)
    expect_words(damage, DamageFinding{.damage = damage, .path = "a.b"});
  for (const auto reason : kEnumerators<formats::UnjudgedReason>)
    expect_words(reason, UnjudgedFinding{.container = "a.b", .reason = reason});
  for (const auto error : kEnumerators<ErrorKind>) expect_words(error, NotRestored{.path = "a.b", .error = error});
  for (const auto reason : kEnumerators<OpeningReason>)
    expect_words(reason, NotOpened{.path = "a.b", .reason = reason});
  for (const auto reason : kEnumerators<LoadingReason>)
    for (const auto trouble : {DumpTrouble::does_not_load, DumpTrouble::not_loaded})
      expect_words(reason, DumpFinding{.trouble = trouble, .path = "a.b", .reason = reason});
  for (const auto type : kEnumerators<FileType>)
    expect_words(type, SuspectFile{.suspicion = Suspicion::disguised, .path = "a.b", .type = type});
  for (const auto server : kEnumerators<DatabaseServer>)
    EXPECT_THAT(said(DumpFinding{.trouble = DumpTrouble::no_server, .path = "a.b", .server = server}),
                is_a_whole_sentence());
}

TEST(FindingSentences, SayWhereSomethingIsDamaged) {
  DamageFinding found{.damage = formats::DamageKind::fails_authentication,
                      .object = "42c9…",
                      .within = "f5a0…",
                      .offset = 3184,
                      .path = "srv/patient11.txt"};
  EXPECT_EQ(
      said(found),
      "Ne peut pas être restauré tel quel\u00a0: srv/patient11.txt (modifié, ou écrit sans le mot de passe\u00a0: "
      "42c9… dans f5a0…, à l’octet 3\u202f184)");
  found.path.clear();
  EXPECT_THAT(said(found), HasSubstr(": 42c9… dans f5a0… (modifié, ou écrit sans le mot de passe, à l’octet"));
  found = {.damage = formats::DamageKind::truncated, .object = "photos/a.jpg", .path = "photos/a.jpg"};
  EXPECT_THAT(said(found), testing::EndsWith("photos/a.jpg (coupé avant la fin)")) << "its own name is said once";
  found.path = "/";
  EXPECT_THAT(said(found), testing::EndsWith(": photos/a.jpg (coupé avant la fin)")) << "all that is in it";
  found.path = "photos/a.jpg";
  found.within = "lot.zip";
  EXPECT_THAT(said(found), testing::EndsWith("photos/a.jpg dans lot.zip (coupé avant la fin)"));
  EXPECT_THAT(said(UnjudgedFinding{"lot.zip", "a.jpg", formats::UnjudgedReason::no_password}),
              testing::EndsWith("lot.zip: a.jpg (chiffré, et aucun mot de passe n’a été donné)"));
  EXPECT_THAT(said(NotOpened{"lettre.docx", OpeningReason::wrong_checksum, "word/document.xml", 1204}),
              testing::EndsWith("lettre.docx (son contenu a changé\u00a0: word/document.xml, à l’octet 1\u202f204)"));
  EXPECT_THAT(said(DumpFinding{DumpTrouble::does_not_load,
                               "base.sql",
                               DatabaseServer::mariadb,
                               LoadingReason::refused,
                               "1062",
                               "patients",
                               12,
                               {}}),
              testing::EndsWith("base.sql (une instruction est refusée, code 1062, table patients, à la ligne 12)"));
}

TEST(FindingSentences, LeaveAReasonOutThatWasNotKept) {
  EXPECT_THAT(said(NotRestored{.path = "a.b"}), testing::EndsWith(": a.b"));
  EXPECT_THAT(said(NotOpened{.path = "a.b", .offset = 3}), testing::EndsWith(": a.b"));
  EXPECT_THAT(said(UnjudgedFinding{.container = "a.b"}), testing::EndsWith(": a.b"));
}

TEST(FindingSentences, GiveDaysAndNumbersAsPeopleSayThem) {
  EXPECT_THAT(said(MissedDay{kDay}), HasSubstr("13\u00a0novembre 2026"));
  EXPECT_THAT(said(PointFinding{PointRemark::too_old, "abc", kTime}), HasSubstr("samedi 17\u00a0octobre 2026"));
  EXPECT_THAT(said(CountFinding{Count::changed_since, 1}), testing::EndsWith(": 1 fichier"));
  EXPECT_THAT(said(CountFinding{Count::changed_since, 12'345}), testing::EndsWith(": 12\u202f345 fichiers"));
  EXPECT_THAT(said(CountFinding{Count::reaches_back_too_little, 0}), HasSubstr(" 0 jour en arrière"));
  EXPECT_THAT(said(CountFinding{Count::reaches_back, 30}), HasSubstr(" 30 jours en arrière"));
  EXPECT_THAT(said(UpheavalFinding{Upheaval::disappearance, "p", 37, 40}), HasSubstr("37 sur 40"));
}

TEST(Kinds, HaveWordsOfPeople) {
  for (const formats::Kind kind : kEnumerators<formats::Kind>) {
    EXPECT_THAT(kind_words(kind, texts()), is_a_whole_sentence());
    EXPECT_NE(kind_words(kind, texts()), name(kind));
  }
}

// What an Error says in detail is English, for a log.
TEST(Sentences, HaveNoPlaceForTheDetailOfAnError) {
  for (const std::string& key : texts().keys()) EXPECT_THAT(texts().sentence(key), Not(HasSubstr("{detail}"))) << key;
}

TEST(FindingSentences, LeaveNamesAlone) {
  for (const std::string name : {"2026-11-13", "truncated", "{path}", "a: b in c at byte 3"})
    EXPECT_THAT(said(FileFinding{FileRemark::missing, name}), HasSubstr(name));
  EXPECT_THAT(said(FileFinding{FileRemark::missing, "a\xff"}), HasSubstr("a\uFFFD"));
}

}  // namespace
}  // namespace garde::documents
