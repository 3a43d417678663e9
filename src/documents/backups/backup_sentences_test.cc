#include "documents/backups/backup_sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::documents {
namespace {

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

std::string said(std::string kind, std::string subject, std::string detail) {
  static const text::Zone zone = text::Zone::named("Europe/Paris").take();
  return finding_sentence({std::move(kind), std::move(subject), std::move(detail)}, texts(), zone);
}

TEST(FindingSentences, GiveDaysAsPeopleSayThem) {
  EXPECT_THAT(said("missed", "2026-11-13", ""), HasSubstr("13\u00a0novembre 2026"));
  EXPECT_THAT(said("too-old", "abc", "2026-10-17T17:48:32.313Z"), HasSubstr("samedi 17\u00a0octobre 2026"));
}

TEST(FindingSentences, LeaveNamesAlone) {
  EXPECT_THAT(said("missing", "2026-11-13", ""), HasSubstr("2026-11-13"));
  EXPECT_THAT(said("different", "truncated", ""), HasSubstr("truncated"));
  EXPECT_THAT(said("damage-loss", "missing", "wrong_hash: 42c9"),
              AllOf(HasSubstr("missing"), Not(HasSubstr("manque"))));
}

TEST(FindingSentences, SayEachDamageInWordsAndKeepItsPlace) {
  for (int i = 0; i <= static_cast<int>(formats::DamageKind::unreferenced); ++i) {
    const std::string kind(formats::name(static_cast<formats::DamageKind>(i)));
    EXPECT_THAT(said("damage-loss", "a.txt", kind), Not(HasSubstr(kind)));
    EXPECT_THAT(said("damage-decay", "a.txt", kind + ": 42c9 in f5a0"), HasSubstr("\u00a0: 42c9 in f5a0"));
  }
}

}  // namespace
}  // namespace garde::documents
