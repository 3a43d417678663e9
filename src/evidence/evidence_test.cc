#include "evidence/evidence.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "evidence/statement.h"

namespace garde::evidence {
namespace {

using std::chrono::hours;

const Claim kTested = Claim::of("restore-tested/agenda");
const Claim kRecent = Claim::of("backup-recent/agenda");
const Instant kMonday = start_of(parse_date("2026-11-23").value());

ClaimKinds kinds() {
  content::Problems problems;
  const content::Files files(std::vector<content::File>{
      {"claims/a.toml",
       "[[claim]]\nid=\"restore-tested\"\ntitle=\"Restauration testée\"\nshelf_life_days=183\n"
       "[[claim]]\nid=\"backup-recent\"\ntitle=\"Sauvegarde récente\"\nshelf_life_days=30\n"}});
  ClaimKinds read = ClaimKinds::read(files, problems);
  EXPECT_TRUE(problems.empty());
  return read;
}

Evidence at(Instant when, ProofLevel level, bool holds, Claim claim = kTested) {
  return kinds().make(std::move(claim), level, holds, when, "test");
}

TEST(Evidence, EndsWithItsShelfLife) {
  const std::vector evidence{at(kMonday, ProofLevel::measured, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday).verdict, Verdict::holds);
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{183} - std::chrono::milliseconds{1}).verdict, Verdict::holds);
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{183}).verdict, Verdict::expired);
  EXPECT_EQ(standing(evidence, kRecent, kMonday).verdict, Verdict::never_shown);
}

TEST(Evidence, AWordNeverOverrulesAMeasurement) {
  const std::vector evidence{at(kMonday, ProofLevel::measured, false),
                             at(kMonday + hours{5}, ProofLevel::declared, true),
                             at(kMonday + hours{6}, ProofLevel::attested, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday + hours{7}).verdict, Verdict::fails);
}

TEST(Evidence, ALaterMeasurementOverrulesAnEarlierOneWhateverTheOrderOfTheList) {
  std::vector evidence{at(kMonday + hours{5}, ProofLevel::measured, false), at(kMonday, ProofLevel::measured, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday + hours{6}).verdict, Verdict::fails);
  std::ranges::reverse(evidence);
  EXPECT_EQ(standing(evidence, kTested, kMonday + hours{6}).verdict, Verdict::fails);
}

TEST(Evidence, AFailureThatHasExpiredIsUnknownWhateverAWeakerOrAnOlderWordSays) {
  std::vector evidence{at(kMonday + Days{50}, ProofLevel::measured, false), at(kMonday, ProofLevel::measured, true),
                       at(kMonday + Days{100}, ProofLevel::attested, true),
                       at(kMonday + Days{230}, ProofLevel::declared, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{232}).verdict, Verdict::fails);
  const Standing later = standing(evidence, kTested, kMonday + Days{233});
  EXPECT_EQ(later.verdict, Verdict::failed_once);
  EXPECT_EQ(later.by->established_at, kMonday + Days{50});
  evidence.push_back(at(kMonday + Days{240}, ProofLevel::measured, true));
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{240}).verdict, Verdict::holds);
}

TEST(Evidence, AFailureThatWasMendedBeforeItExpiredIsForgotten) {
  const std::vector evidence{at(kMonday, ProofLevel::attested, false),
                             at(kMonday + Days{10}, ProofLevel::measured, true),
                             at(kMonday + Days{180}, ProofLevel::declared, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{193}).by->level, ProofLevel::declared);
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{193}).verdict, Verdict::holds);
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{363}).verdict, Verdict::expired);
}

TEST(Evidence, AStrongerYesOutlivesAWeakFailure) {
  const std::vector evidence{at(kMonday + Days{50}, ProofLevel::measured, true),
                             kinds().make(kRecent, ProofLevel::declared, false, kMonday, "test"),
                             at(kMonday, ProofLevel::declared, false)};
  EXPECT_EQ(standing(evidence, kTested, kMonday + Days{190}).verdict, Verdict::holds);
}

TEST(Evidence, OfTheFutureProvesNothing) {
  const std::vector evidence{at(kMonday + Days{1}, ProofLevel::measured, true)};
  EXPECT_EQ(standing(evidence, kTested, kMonday).verdict, Verdict::never_shown);
}

TEST(Evidence, OfSeveralClaimsIsAsWeakAsTheWeakest) {
  const std::vector claims{kTested, kRecent};
  std::vector evidence{at(kMonday, ProofLevel::measured, true)};
  EXPECT_EQ(standing(evidence, claims, kMonday).verdict, Verdict::never_shown);
  evidence.push_back(at(kMonday, ProofLevel::declared, true, kRecent));
  const Standing both = standing(evidence, claims, kMonday);
  EXPECT_EQ(both.verdict, Verdict::holds);
  EXPECT_EQ(both.by->level, ProofLevel::declared);
  EXPECT_EQ(standing(evidence, claims, kMonday + Days{31}).verdict, Verdict::expired);
  evidence.push_back(at(kMonday, ProofLevel::attested, false, kRecent));
  EXPECT_EQ(standing(evidence, claims, kMonday).verdict, Verdict::fails);
  EXPECT_EQ(standing(evidence, claims, kMonday + Days{40}).verdict, Verdict::failed_once);
}

TEST(Statements, AgeFromTheDayTheThingWasDone) {
  const Attestation letter{
      AttestationId::of("a1"),
      "M. Lefort",
      parse_date("2026-11-20").value(),
      kMonday,
      std::nullopt,
      {{kTested, Reply::yes, parse_date("2026-06-01").value(), ""}, {kRecent, Reply::unknown, std::nullopt, ""}}};
  const auto evidence = evidence_from(std::span(&letter, 1), kinds());
  ASSERT_EQ(evidence.size(), 1U);
  EXPECT_EQ(evidence[0].established_at, start_of(parse_date("2026-06-01").value()));
  EXPECT_EQ(evidence[0].level, ProofLevel::attested);
}

// Half an hour after midnight in Paris it is still yesterday in UTC, and half a day in Nouméa.
TEST(Statements, OfTodayCountTodayEastOfGreenwich) {
  const Instant now = *parse_instant("2026-11-30T23:30:00Z");
  const Attestation letter{AttestationId::of("a1"),
                           "M. Lefort",
                           *parse_date("2026-12-01"),
                           now,
                           std::nullopt,
                           {{kTested, Reply::yes, std::nullopt, ""}}};
  EXPECT_EQ(standing(evidence_from(std::span(&letter, 1), kinds()), kTested, now).verdict, Verdict::holds);
  EXPECT_EQ(since_day(*parse_date("2026-11-29"), now), start_of(*parse_date("2026-11-29")));
}

TEST(Statements, AreReplacedByWhatIsEnteredLaterWhateverDatesItNames) {
  const auto letter = [](std::string_view id, Instant entered, Reply reply, std::optional<Date> as_of) {
    return Attestation{
        AttestationId::parse(id).value(), "M. Lefort", parse_date("2026-11-20").value(), entered, std::nullopt,
        {{kTested, reply, as_of, ""}}};
  };
  const Attestation no = letter("a1", kMonday, Reply::no, std::nullopt);
  const Attestation yes = letter("a2", kMonday + hours{1}, Reply::yes, parse_date("2026-10-01").value());
  for (const auto& order : {std::vector{no, yes}, std::vector{yes, no}})
    EXPECT_EQ(standing(evidence_from(order, kinds()), kTested, kMonday + hours{2}).verdict, Verdict::holds);
}

TEST(Statements, CanBeTakenBack) {
  const std::vector<Declaration> said{{kTested, true, kMonday}, {kTested, false, kMonday + hours{1}}};
  EXPECT_EQ(standing(evidence_from(said, kinds()), kTested, kMonday + hours{2}).verdict, Verdict::fails);
}

// What a person said outlives the content it was asked by.
TEST(Statements, AboutAClaimThatContentNoLongerKnowsSayNothing) {
  const Claim gone = Claim::of("no-longer-asked/agenda");
  EXPECT_TRUE(evidence_from(std::vector{Declaration{gone, true, kMonday}}, kinds()).empty());
  const Attestation letter{AttestationId::of("a1"),
                           "M. Lefort",
                           parse_date("2026-11-20").value(),
                           kMonday,
                           std::nullopt,
                           {{gone, Reply::yes, std::nullopt, ""}}};
  EXPECT_TRUE(evidence_from(std::vector{letter}, kinds()).empty());
}

TEST(Claims, HaveOneSpelling) {
  EXPECT_EQ(to_text(Claim::parse("restore-tested/agenda").value()), "restore-tested/agenda");
  for (const char* text : {"restore-tested", "/agenda", "restore-tested/", "a/b/c", "A/b"})
    EXPECT_FALSE(Claim::parse(text)) << text;
}

}  // namespace
}  // namespace garde::evidence
