// What each export holds, read back by programs that share nothing with ours.
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "diagnostic/ranking.h"
#include "documents/plan/assessment_json.h"
#include "documents/plan/plan_csv.h"
#include "documents/plan/plan_ics.h"
#include "documents/plan/plan_pdf.h"
#include "documents/plan/plan_reasons.h"
#include "documents/plan/plan_text.h"
#include "documents/plan/provider_letter.h"
#include "documents/plan/questionnaire_json.h"
#include "pdf/oracles.h"

namespace garde::documents {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct Content {
  evidence::ClaimKinds claims;
  diagnostic::Questionnaire questionnaire;
  plan::MeasureCatalogue measures;
  plan::ProviderRequest request;
  text::Catalogue texts;
};

const Content& content_of_the_program() {
  static const Content read = [] {
    const content::Files files = content::Files::from_program();
    content::Problems problems;
    Content all;
    all.claims = evidence::ClaimKinds::read(files, problems);
    all.questionnaire = diagnostic::Questionnaire::read(files, problems);
    const auto& data_sets = all.questionnaire.data_sets();
    all.measures = plan::MeasureCatalogue::read(files, data_sets, problems);
    all.request = plan::ProviderRequest::read(files, data_sets, all.claims, problems);
    all.texts = text::Catalogue::read(files, "fr", problems);
    EXPECT_THAT(problems, testing::IsEmpty());
    return all;
  }();
  return read;
}

const Instant kNow = *parse_instant("2026-11-23T09:00:00Z");
const auto kVerify = plan::MeasureId::of("verify-backups");

// A practice that knows whom to call, and has left its backups to chance.
class Documents : public testing::Test {
 protected:
  Documents() {
    answer("contact-known", "written");
    answer("contact-displayed", "yes");
    answer("staff", "few");
    answer("contact-shared", "everyone-read");
    answer("contact-checked", "yes");
    answer("backup-made-agenda", "none");
    answer("backup-protection", "unknown");
  }
  void answer(std::string_view question, const std::string& given) {
    const diagnostic::Question* asked = content_.questionnaire.find(diagnostic::QuestionId::parse(question).value());
    answers_.insert_or_assign(asked->id,
                              diagnostic::GivenAnswer{diagnostic::parse_value(*asked, {given}, today()).value(), kNow});
  }
  void answer_the_best() {
    for (const diagnostic::Question* question : content_.questionnaire.questions())
      if (const auto best = diagnostic::best_value(*question, today()))
        answers_.insert_or_assign(question->id, diagnostic::GivenAnswer{*best, kNow});
    answer("software-hosting", "local");
  }
  Date today() const { return zone_.day_of(kNow); }
  PlanReport report(Instant now = kNow) {
    assessment_ = diagnostic::assess(content_.questionnaire, content_.claims, answers_, shown_, now);
    std::vector<evidence::Evidence> evidence = assessment_.declared;
    evidence.insert(evidence.end(), shown_.begin(), shown_.end());
    plan_ = plan::make_plan(plan::propose(assessment_, content_.measures), content_.measures, notes_, evidence, now);
    return {practice_,      now,    zone_, content_.questionnaire, content_.claims, assessment_, plan_,
            content_.texts, alarms_};
  }
  // What another program prints of a file that holds `bytes`, "{}" being its name; it must be content.
  static std::string ask(const std::string& command, const std::string& bytes) {
    std::string output = pdf::ask(command, bytes);
    const std::string_view fine = "exit 0\n";
    EXPECT_TRUE(output.ends_with(fine)) << command << '\n' << output;
    return output.substr(0, output.rfind("exit "));
  }
  // What a script makes of the bytes: one JSON text.
  static json::value python(const std::string& script, const std::string& bytes) {
    return json::parse(ask("/usr/bin/python3 -c '" + script + "' {}", bytes));
  }

  const Content& content_ = content_of_the_program();
  text::Zone zone_ = *text::Zone::named("Europe/Paris");
  diagnostic::Answers answers_;
  plan::PlanNotes notes_;
  std::vector<evidence::Evidence> shown_;
  std::vector<OpenAlarm> alarms_;
  std::string practice_ = "Cabinet des Lilas";
  diagnostic::Assessment assessment_;
  plan::Plan plan_;
};

std::vector<std::string> keys_of(const json::value& value) {
  std::vector<std::string> keys;
  for (const auto& member : value.as_object()) keys.emplace_back(member.key());
  return keys;
}

const std::string kHostile = "=1+1;\"oui\"\n<b>Été</b> \\, @x \xE2\x80\xAE\xF0\x9F\x98\xB7";

TEST_F(Documents, DescribeEveryQuestionInJson) {
  const json::value read = json::parse(questionnaire_json(content_.questionnaire));
  EXPECT_THAT(keys_of(read), ElementsAre("version", "themes"));
  std::size_t unknown = 0;
  for (const json::value& theme : read.at("themes").as_array()) {
    EXPECT_THAT(keys_of(theme), ElementsAre("id", "title", "questions"));
    for (const json::value& question : theme.at("questions").as_array()) {
      for (const auto* key : {"id", "text", "help", "kind", "shown_if", "answers"})
        EXPECT_TRUE(question.as_object().contains(key)) << key;
      EXPECT_THAT((std::vector<std::string>{"single", "multiple", "date", "text"}),
                  testing::Contains(json::value_to<std::string>(question.at("kind"))));
      EXPECT_TRUE(question.at("shown_if").is_null() || question.at("shown_if").is_object());
      for (const json::value& answer : question.at("answers").as_array()) {
        EXPECT_TRUE(answer.at("id").is_string() && answer.at("text").is_string());
        if (answer.at("unknown").as_bool()) ++unknown;
      }
    }
  }
  EXPECT_GT(unknown, 25U);
}

TEST_F(Documents, GiveTheAssessmentInTheShapeOtherProgramsRead) {
  notes_[kVerify] = {"Dr Martin", *parse_date("2026-12-01"), kHostile, kNow};
  const json::value read = json::parse(assessment_json(report()));
  std::vector<std::string> harms;
  for (const json::value& harm : read.at("harms").as_array()) {
    harms.push_back(json::value_to<std::string>(harm.at("id")));
    EXPECT_THAT((std::vector<std::string>{"low", "not-established", "moderate", "high", "critical"}),
                testing::Contains(json::value_to<std::string>(harm.at("level"))));
    for (const json::value& question : harm.at("because").as_array())
      EXPECT_NE(content_.questionnaire.find(diagnostic::QuestionId::parse(question.as_string().c_str()).value()),
                nullptr);
  }
  EXPECT_THAT(harms, ElementsAre("activity-block", "data-loss", "data-leak"));
  EXPECT_EQ(read.at("harms").at(1).at("level").as_string(), "critical");
  EXPECT_EQ(read.at("harms").at(1).at("because").at(0).as_string(), "backup-made-agenda");
  std::set<std::string> proofs;
  std::int64_t rank = 0;
  for (const json::value& action : read.at("plan").as_array()) {
    EXPECT_GT(action.at("rank").as_int64(), rank);
    rank = action.at("rank").as_int64();
    EXPECT_THAT((std::vector<std::string>{"recover", "call", "access", "then"}),
                testing::Contains(json::value_to<std::string>(action.at("phase"))));
    EXPECT_TRUE(action.at("id").is_string() && action.at("title").is_string() && action.at("why").is_string());
    for (const json::value& step : action.at("steps").as_array()) {
      EXPECT_THAT(keys_of(step), ElementsAre("id", "text", "proof", "judged"));
      proofs.insert(json::value_to<std::string>(step.at("proof")));
    }
  }
  EXPECT_THAT(proofs, UnorderedElementsAre("none", "declared"));
  const json::value& first = read.at("plan").at(0);
  EXPECT_EQ(first.at("id").as_string(), "verify-backups");
  EXPECT_EQ(first.at("note").as_string(), kHostile.c_str());
  EXPECT_EQ(first.at("due").as_string(), "2026-12-01");
}

TEST_F(Documents, AreReadBackFromCsvCellByCell) {
  notes_[kVerify] = {"+33 1", *parse_date("2026-12-01"), kHostile, kNow};
  const std::string csv = plan_csv(report());
  const json::value rows = python(R"py(
import csv, io, json, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
assert text[0] == "\ufeff" and text.endswith("\r\n")
print(json.dumps(list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))))
)py",
                                  csv);
  std::size_t steps = 0;
  for (const plan::Action& action : plan_.actions) steps += action.steps.size();
  ASSERT_EQ(rows.as_array().size(), 1 + steps);
  for (const json::value& row : rows.as_array()) {
    EXPECT_THAT(row.as_array(), SizeIs(12));
    for (const json::value& cell : row.as_array()) {
      const std::string text = json::value_to<std::string>(cell);
      EXPECT_TRUE(text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos) << text;
    }
  }
  const json::value& first = rows.at(1);
  EXPECT_EQ(first.at(9).as_string(), "'+33 1");
  EXPECT_EQ(first.at(10).as_string(), "01/12/2026");
  EXPECT_EQ(json::value_to<std::string>(first.at(11)), "'" + kHostile);
}

TEST_F(Documents, AreEventsThatAStrictCalendarReads) {
  notes_[kVerify] = {"Mme Petit; ,\\", *parse_date("2026-12-01"), "", kNow};
  const json::value events = python(R"py(
import icalendar, json, sys
with open(sys.argv[1], "rb") as file:
    data = file.read()
lines = data.split(b"\r\n")
assert lines.pop() == b"" and all(b"\n" not in l and b"\r" not in l and len(l) <= 75 for l in lines)
for line in lines: line.decode("utf-8")  # never cut inside a character
calendar = icalendar.Calendar.from_ical(data)
assert not calendar.errors
events = calendar.walk("VEVENT")
assert not any(e.errors for e in events)
print(json.dumps([{"uid": str(e["UID"]), "start": e["DTSTART"].dt.isoformat(), "end": e["DTEND"].dt.isoformat(),
                   "summary": str(e["SUMMARY"]), "description": str(e["DESCRIPTION"])} for e in events]))
)py",
                                    plan_ics(report()));
  ASSERT_THAT(events.as_array(), SizeIs(testing::Ge(2U)));
  const json::value& due = events.at(0);
  EXPECT_EQ(due.at("uid").as_string(), "verify-backups-due@garde");
  EXPECT_EQ(due.at("start").as_string(), "2026-12-01");
  EXPECT_EQ(due.at("end").as_string(), "2026-12-02");
  EXPECT_THAT(json::value_to<std::string>(due.at("description")), HasSubstr("Mme Petit; ,\\"));
  const json::value& check = events.at(1);
  EXPECT_EQ(check.at("uid").as_string(), "check-contact-check@garde");
  EXPECT_EQ(check.at("start").as_string(), to_iso(plus_days(today(), Days{183})).c_str());
}

// RFC 5545, 3.6: a calendar holds at least one component.
TEST_F(Documents, PutWhatToBeginWithIntoACalendarWithoutAnyDay) {
  answers_.clear();
  EXPECT_THAT(plan_ics(report()), HasSubstr("UID:plan-begin@garde")) << "no question answered";
  answer("backup-protection", "unknown");
  EXPECT_THAT(plan_ics(report()), HasSubstr("UID:plan-begin@garde"));
}

TEST_F(Documents, KeepTheirEventsUidFromOneExportToTheNext) {
  notes_[kVerify] = {"", *parse_date("2026-12-01"), "", kNow};
  const std::string before = plan_ics(report());
  notes_[kVerify].due = *parse_date("2026-12-24");
  const std::string after = plan_ics(report(kNow + Days{7}));
  for (const std::string& ics : {before, after}) EXPECT_THAT(ics, HasSubstr("\r\nUID:verify-backups-due@garde\r\n"));
  EXPECT_THAT(after, AllOf(HasSubstr("DTSTART;VALUE=DATE:20261224"), Not(HasSubstr("20261201"))));
}

TEST_F(Documents, AreAWholePdfThatShowsWhatWasWritten) {
  practice_ = "Cabinet <script>{page} d’Été";
  notes_[kVerify] = {"Dr Martin", *parse_date("2026-12-01"), "=cmd|' /C calc'!A0\nDeuxième ligne {pages} \\n &amp;",
                     kNow};
  const auto pdf = plan_pdf(report());
  ASSERT_TRUE(pdf.has_value()) << describe(pdf.error());
  EXPECT_THAT(ask("qpdf --check {}", *pdf), HasSubstr("No syntax or stream encoding errors found"));
  const std::string text = ask("pdftotext -layout {} -", *pdf);
  EXPECT_THAT(text,
              AllOf(HasSubstr("Cabinet <script>{page} d’Été"), HasSubstr("Dr Martin"), HasSubstr("=cmd|' /C calc'!A0"),
                    HasSubstr("Deuxième ligne {pages} \\n &amp;"), HasSubstr("1er décembre 2026")));
  for (const plan::Action& action : plan_.actions) EXPECT_THAT(text, HasSubstr(fmt::format("{}. ", action.rank)));
  const std::string fonts = ask("pdffonts {}", *pdf);
  EXPECT_THAT(fonts, AllOf(HasSubstr("Atkinson"), Not(HasSubstr(" no  "))));  // all embedded
  EXPECT_THAT(ask("pdfinfo {}", *pdf), AllOf(HasSubstr("Tagged:          yes"), HasSubstr("(A4)")));
}

TEST_F(Documents, AreTheSamePdfForTheSamePlan) {
  const auto first = plan_pdf(report());
  const auto second = plan_pdf(report());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  notes_[kVerify].owner = "Dr Martin";
  EXPECT_NE(*plan_pdf(report()), *first);
}

TEST_F(Documents, MakeAPdfOfTheLongestNotes) {
  for (const plan::Measure& measure : content_.measures.measures()) {
    notes_[measure.id] = {std::string(plan::kMaxOwnerLength, 'M'), today(), std::string(plan::kMaxNoteLength, 'm'),
                          kNow};
  }
  const auto pdf = plan_pdf(report());
  ASSERT_TRUE(pdf.has_value()) << describe(pdf.error());
  ask("qpdf --check {}", *pdf);
}

TEST_F(Documents, ShowTheSameActionsAsText) {
  const std::string text = plan_text(report());
  for (const plan::Action& action : plan_.actions)
    EXPECT_THAT(text, HasSubstr(fmt::format("{:>3}. {}\n", action.rank, action_title(action))));
}

// The only backup was encrypted by an attacker, and everything was answered well.
TEST_F(Documents, NeverCallAPracticeWellPreparedWhoseOnlyBackupIsGone) {
  answer_the_best();
  EXPECT_THAT(overall_sentence(report()), HasSubstr("bien préparé"));
  shown_.push_back(content_.claims.make(evidence::Claim::of("backup-exists/patient-records"),
                                        evidence::ProofLevel::measured, false, kNow, "test"));
  const PlanReport attacked = report();
  EXPECT_THAT(overall_sentence(attacked), Not(HasSubstr("bien préparé")));
  EXPECT_EQ(assessment_.worst(), diagnostic::HarmState::critical);
  const json::value loss = json::parse(assessment_json(attacked)).at("harms").at(1);
  EXPECT_EQ(loss.at("level").as_string(), "critical");
  EXPECT_EQ(loss.at("failures").at(0).at("claim").as_string(), "backup-exists/patient-records");
  EXPECT_EQ(loss.at("failures").at(0).at("contradicts").as_string(), "backup-made-patient-records");
  const std::string said = "Oui, automatiquement";
  const std::string day = "Garde a constaté le contraire le 23\u00a0novembre 2026";
  EXPECT_THAT(plan_text(attacked), AllOf(HasSubstr(said), HasSubstr(day)));
  const auto pdf = plan_pdf(attacked);
  ASSERT_TRUE(pdf.has_value()) << describe(pdf.error());
  EXPECT_THAT(ask("pdftotext {} - | tr \"\\n\" \" \"", *pdf),
              AllOf(HasSubstr(said), HasSubstr("Garde a constaté le contraire")));
  EXPECT_THAT(because_sentences(attacked, plan_.actions.front().proposed.because, 3),
              testing::Contains(HasSubstr(day)));
}

// Whatever was answered, and whatever other copies are worth.
TEST_F(Documents, ReassureNobodyWhileAnAlarmStandsOpen) {
  answer_the_best();
  evidence::Evidence attacked = content_.claims.make(evidence::Claim::of("no-attack-on-backups/practice"),
                                                     evidence::ProofLevel::measured, false, kNow - Days{3}, "test");
  shown_.push_back(attacked);
  alarms_ = {{kNow - Days{3}, "Disque USB"}};
  const PlanReport alarmed = report();
  EXPECT_THAT(overall_sentence(alarmed), AllOf(testing::StartsWith("Une attaque a été trouvée"),
                                               Not(HasSubstr("bien préparé")), Not(HasSubstr("ni tout de suite"))));
  for (const diagnostic::HarmAssessment& harm : assessment_.harms)
    EXPECT_GE(harm.state, diagnostic::HarmState::high) << diagnostic::name(harm.harm);
  const std::string named = "Alerte du 20\u00a0novembre 2026, encore ouverte";
  EXPECT_THAT(plan_text(alarmed), AllOf(HasSubstr("Une attaque a été trouvée"), HasSubstr(named)));
  const auto pdf = plan_pdf(alarmed);
  ASSERT_TRUE(pdf.has_value()) << describe(pdf.error());
  EXPECT_THAT(ask("pdftotext {} - | tr \"\\n\" \" \"", *pdf), AllOf(HasSubstr("Disque USB"), HasSubstr("attaque")));
  const json::value told = json::parse(assessment_json(alarmed));
  EXPECT_EQ(told.at("alarms").at(0).at("backup").as_string(), "Disque USB");
  EXPECT_EQ(told.at("alarms").at(0).at("since").as_string(), "2026-11-20");
}

TEST_F(Documents, ConcludeNothingFromOneGoodAnswer) {
  answers_.clear();
  answer("updates", "automatic");
  const PlanReport early = report();
  EXPECT_THAT(overall_sentence(early), HasSubstr("trop tôt pour conclure"));
  const json::value told = json::parse(assessment_json(early));
  for (const json::value& harm : told.at("harms").as_array()) {
    EXPECT_EQ(harm.at("level").as_string(), "not-established");
    EXPECT_FALSE(harm.at("open").as_array().empty());
  }
  EXPECT_THAT(plan_text(early), AllOf(HasSubstr("pas encore établi"), Not(HasSubstr("faible"))));
}

TEST_F(Documents, SayWhichAnswerWeighsNoMoreAndWhatShowedIt) {
  shown_.push_back(content_.claims.make(evidence::Claim::of("backup-encrypted/agenda"), evidence::ProofLevel::measured,
                                        true, kNow, "test"));
  answer("hosting-certified", "no");
  answer("software-hosting", "hosted");
  shown_.push_back(content_.claims.make(evidence::Claim::of("hosting-certified/practice"),
                                        evidence::ProofLevel::attested, true, kNow, "test"));
  const PlanReport mended = report();
  EXPECT_THAT(mended_sentences(mended, assessment_.harms.at(2)),
              testing::Contains(HasSubstr("mieux a été attesté le 23\u00a0novembre 2026")));
}

TEST_F(Documents, SayOnceWhatIsTheSameOfSeveralDataSets) {
  for (const char* claim : {"backup-disconnected/agenda", "backup-disconnected/medical-documents"})
    shown_.push_back(content_.claims.make(evidence::Claim::parse(claim).value(), evidence::ProofLevel::measured, false,
                                          kNow, "test"));
  const std::vector<std::string> findings = finding_sentences(report(), 6);
  EXPECT_THAT(findings, testing::Contains(HasSubstr("Une copie est débranchée (Agenda et Documents médicaux)")));
  EXPECT_THAT(findings, SizeIs(1));
}

TEST_F(Documents, SayHowManyFindingsAreLeftOut) {
  for (const char* claim : {"backup-disconnected/agenda", "backup-elsewhere/agenda", "backup-encrypted/agenda"})
    shown_.push_back(content_.claims.make(evidence::Claim::parse(claim).value(), evidence::ProofLevel::measured, false,
                                          kNow, "test"));
  const std::vector<std::string> findings = finding_sentences(report(), 2);
  ASSERT_THAT(findings, SizeIs(3));
  EXPECT_THAT(findings.back(), HasSubstr("1 autre point"));
}

TEST_F(Documents, TellWhatAProofRestsOn) {
  answer("backup-made-agenda", "automatic");
  evidence::Evidence recent = content_.claims.make(evidence::Claim::of("backup-exists/agenda"),
                                                   evidence::ProofLevel::measured, true, kNow, "test");
  recent.judged = evidence::Judged{.units = 38, .of = 40};
  shown_.push_back(std::move(recent));
  EXPECT_THAT(plan_text(report()), HasSubstr("(mesuré, 38 sur 40 examinés)"));
  EXPECT_THAT(plan_csv(report()), HasSubstr("mesuré, 38 sur 40 examinés"));
}

TEST_F(Documents, AskTheProviderAboutEveryDataSet) {
  const ProviderLetter letter = provider_letter(content_.request, practice_, content_.texts);
  const auto pdf = provider_letter_pdf(content_.request, practice_, today(), content_.texts);
  ASSERT_TRUE(pdf.has_value()) << describe(pdf.error());
  ask("qpdf --check {}", *pdf);
  const std::string text = ask("pdftotext -layout {} -", *pdf);
  for (const diagnostic::DataSet& data_set : content_.request.data_sets) {
    EXPECT_THAT(letter.body, HasSubstr(data_set.title));
    EXPECT_THAT(text, HasSubstr(data_set.title));
  }
  for (const plan::Aspect& aspect : content_.request.aspects) EXPECT_THAT(letter.body, HasSubstr(aspect.asked));
  EXPECT_THAT(letter.body, HasSubstr(practice_));
}

}  // namespace
}  // namespace garde::documents
