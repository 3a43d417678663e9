#include "plan/content_rules.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"

namespace garde::plan {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

// The small content of testdata/content, which breaks no rule, to be broken in one place.
class SmallContent {
 public:
  SmallContent() {
    const auto files = content::Files::from_directory(source_directory() / "src/plan/testdata/content").value();
    for (const char* folder : {"questionnaire", "measures", "claims"})
      for (const content::File* file : files.in(folder)) files_.push_back(*file);
  }

  // Replaces the first `from` after `after` in a file.
  SmallContent& change(std::string_view path, std::string_view after, std::string_view from, std::string_view to) {
    std::string& bytes = file(path);
    const std::size_t start = bytes.find(after);
    GARDE_CHECK(start != std::string::npos);
    const std::size_t at = bytes.find(from, start);
    GARDE_CHECK(at != std::string::npos);
    bytes.replace(at, from.size(), to);
    return *this;
  }
  SmallContent& append(std::string_view path, std::string_view toml) {
    file(path) += toml;
    return *this;
  }

  // "rule: what is wrong", as check_content says it.
  Lines broken_rules() const {
    const content::Files files(files_);
    content::Problems problems;
    const auto questionnaire = diagnostic::Questionnaire::read(files, problems);
    const auto catalogue = MeasureCatalogue::read(files, questionnaire.data_sets(), problems);
    const auto kinds = evidence::ClaimKinds::read(files, problems);
    EXPECT_THAT(problems, IsEmpty()) << describe(problems.front());
    Lines lines;
    for (const content::Problem& problem : check_content({questionnaire, catalogue, kinds})) {
      EXPECT_FALSE(problem.file.empty()) << problem.text;
      lines.push_back(problem.text);
    }
    return lines;
  }

 private:
  std::string& file(std::string_view path) {
    const auto found = std::ranges::find(files_, path, &content::File::path);
    GARDE_CHECK(found != files_.end());
    return found->bytes;
  }

  std::vector<content::File> files_;
};

constexpr std::string_view kPractice = "questionnaire/1-practice.toml";
constexpr std::string_view kBackups = "questionnaire/2-backups.toml";
constexpr std::string_view kContact = "questionnaire/3-contact.toml";
constexpr std::string_view kAccesses = "questionnaire/4-accesses.toml";
constexpr std::string_view kHygiene = "questionnaire/5-hygiene.toml";
constexpr std::string_view kRecover = "measures/1-recover.toml";
constexpr std::string_view kThen = "measures/4-then.toml";

std::string measure(const std::string& id, const std::string& steps) {
  return "\n[[measure]]\nid = \"" + id +
         "\"\ntitle = \"T\"\nkept_title = \"T\"\nwhy = \"W\"\nfirst = \"F\"\nwho = [\"doctor\"]\nminutes = 1\nproof = "
         "\"P\"\n[[measure.source]]\ntitle = \"S\"\nurl = \"https://example.org\"\nchecked = 2026-01-01\n" +
         steps;
}

// Adds a question with answers yes, no and unknown, and a measure for those who do not answer yes.
void add_question(SmallContent& content, const std::string& id, const std::string& keys,
                  const std::string& harms_of_no = "") {
  const std::string asks = "leads_to = [\"find-out-" + id + "\"]\n";
  content.append(kHygiene, "\n[[question]]\nid = \"" + id + "\"\nkind = \"single\"\ntext = \"?\"\n" + keys +
                               "\n[[question.answer]]\nid = \"yes\"\ntext = \"Yes\"\ndeclares = [\"updated/" + id +
                               "\"]\n[[question.answer]]\nid = \"no\"\ntext = \"No\"\n" + harms_of_no + asks +
                               "[[question.answer]]\nid = \"unknown\"\nunknown = true\ntext = \"I do not know\"\n" +
                               asks);
  content.append(kThen, measure("find-out-" + id,
                                "[[measure.step]]\nid = \"s\"\ntext = \"S\"\nsettled_by = [\"updated/" + id + "\"]\n"));
}

TEST(ContentRules, AcceptTheSmallContent) { EXPECT_THAT(SmallContent().broken_rules(), IsEmpty()); }

TEST(ContentRules, HaveEachItsOwnName) {
  std::set<std::string_view> names;
  for (const ContentRule& rule : content_rules()) EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
}

TEST(ContentRules, SayWhereTheProblemIs) {
  SmallContent content;
  content.change(kContact, "id = \"unknown\"", "leads_to = [\"know-whom-to-call\"]", "");
  EXPECT_THAT(content.broken_rules(),
              ElementsAre("unknown-answers-lead-on: contact-known: unknown leads to no measure"));
}

TEST(ContentRules, RefuseABlankText) {
  EXPECT_THAT(SmallContent().change(kContact, "contact-known", "\"Yes\"", "\" \"").broken_rules(),
              ElementsAre("texts-can-be-shown: contact-known: the text of yes is blank"));
  EXPECT_THAT(SmallContent().change(kRecover, "", "\"Do it.\"", "\"\u00A0\"").broken_rules(),
              ElementsAre(HasSubstr("texts-can-be-shown"), HasSubstr("step saved-agenda is blank")));
}

TEST(ContentRules, RefuseAPlaceInBracesThatNothingFills) {
  EXPECT_THAT(SmallContent().change(kContact, "", "whom to call", "{of_them}").broken_rules(),
              ElementsAre(HasSubstr("texts-can-be-shown: contact-known: the text has a place")));
}

TEST(ContentRules, RefuseAThemeThatMayAskNothing) {
  SmallContent content;
  content.change(kHygiene, "kind", "kind", "shown_if = [{ question = \"software\", any_of = [\"here\"] }]\nkind");
  EXPECT_THAT(content.broken_rules(), ElementsAre(HasSubstr("themes-ask-something: theme hygiene")));
}

TEST(ContentRules, RefuseAQuestionOneMustKnowTheAnswerTo) {
  SmallContent content;
  content.change(kPractice, "hosted", std::string("[[question.answer]]\nid = \"unknown\"\nunknown = true"),
                 "[[question.answer]]\nid = \"elsewhere\"");
  EXPECT_THAT(content.broken_rules(), ElementsAre("not-knowing-is-possible: software has no unknown answer"));
}

TEST(ContentRules, RefuseAConditionNoAnswerMeets) {
  const auto both = [](const std::string& question, const std::string& one, const std::string& other) {
    return "shown_if = [{ question = \"" + question + "\", any_of = [\"" + one + "\"] }, { question = \"" + question +
           "\", any_of = [\"" + other + "\"] }]";
  };
  const auto ask = [](const std::string& condition) {
    SmallContent content;
    add_question(content, "more", condition);
    return content.broken_rules();
  };
  EXPECT_THAT(ask(both("software", "here", "hosted")),
              Contains(HasSubstr("conditions-can-hold: more: is never asked")));
  EXPECT_THAT(ask(both("shared", "software", "none")), Contains(HasSubstr("conditions-can-hold")));
  EXPECT_THAT(ask(both("protection", "encrypted", "elsewhere")), IsEmpty());
  EXPECT_THAT(ask(both("software", "here", "here")), IsEmpty());
}

TEST(ContentRules, RefuseAConditionTheWayToItContradicts) {
  SmallContent content;
  add_question(content, "one", "neutral = true\nshown_if = [{ question = \"software\", any_of = [\"here\"] }]");
  add_question(content, "two", "neutral = true\nshown_if = [{ question = \"one\", any_of = [\"yes\"] }]");
  EXPECT_THAT(content.broken_rules(), IsEmpty());
  add_question(content, "three",
               "neutral = true\nshown_if = [{ question = \"two\", any_of = [\"yes\"] }, "
               "{ question = \"software\", any_of = [\"hosted\"] }]");
  EXPECT_THAT(content.broken_rules(),
              Contains(HasSubstr("conditions-can-hold: three: is never asked: no answer to software")));
}

TEST(ContentRules, RefuseAMeasureThatIsNotInTheCatalogue) {
  SmallContent content;
  content.change(kHygiene, "sometimes", "[\"update-computers\"]", "[\"update-computers\", \"update-phones\"]");
  EXPECT_THAT(content.broken_rules(), ElementsAre(HasSubstr("measures-are-known: updates: leads to update-phones")));
}

TEST(ContentRules, RefuseAClaimOfNoKnownKind) {
  EXPECT_THAT(SmallContent()
                  .change(kHygiene, "yes", "[\"updated/practice\"]", "[\"updated/practice\", \"new/practice\"]")
                  .broken_rules(),
              ElementsAre(HasSubstr("claim-kinds-are-known: new/practice")));
  EXPECT_THAT(SmallContent()
                  .change(kBackups, "", "dates = [\"restore-tested/{data_set}\"]",
                          "dates = [\"restore-tested/{data_set}\", \"seen/{data_set}\"]")
                  .broken_rules(),
              ElementsAre(HasSubstr("claim-kinds-are-known: seen/records"), HasSubstr("seen/agenda")));
}

TEST(ContentRules, RefuseAStepNoAnswerDeclares) {
  // Declared by no answer it is not declared by the best ones either.
  SmallContent content;
  content.change(kThen, "", "settled_by = [\"updated/practice\"]",
                 "settled_by = [\"updated/practice\", \"updated/phones\"]");
  EXPECT_THAT(
      content.broken_rules(),
      ElementsAre(
          "claims-can-be-declared: update-computers: step update waits for updated/phones, which no answer declares",
          HasSubstr("best-answers-settle-every-step: update-computers")));
}

TEST(ContentRules, RefuseAMeasureNobodyReaches) {
  SmallContent content;
  content.append(kThen,
                 measure("train", "[[measure.step]]\nid = \"s\"\ntext = \"S\"\nsettled_by = [\"updated/practice\"]\n"));
  EXPECT_THAT(content.broken_rules(), ElementsAre("measures-can-be-reached: no answer leads to train"));
}

TEST(ContentRules, RefuseNotKnowingWithoutAConsequenceEvenAboutAFact) {
  SmallContent content;
  content.change(kPractice, "unknown = true", "leads_to = [\"know-the-software\"]", "");
  EXPECT_THAT(content.broken_rules(), ElementsAre("measures-can-be-reached: no answer leads to know-the-software",
                                                  HasSubstr("unknown-answers-lead-on: software")));
}

TEST(ContentRules, RefuseAnAnswerThatSettlesWhatItAsksFor) {
  SmallContent content;
  content.change(kHygiene, "sometimes", "leads_to", "declares = [\"updated/practice\"]\nleads_to");
  EXPECT_THAT(
      content.broken_rules(),
      ElementsAre(HasSubstr("answers-leave-open-what-they-ask-for: updates: sometimes asks for update-computers")));
}

TEST(ContentRules, RefuseAnAnswerThatAsksForWhatOtherAnswersSettle) {
  SmallContent content;
  content.change(kBackups, "In no way", "leads_to = [\"protect-backups\"]\n\n[[question.answer]]\nid = \"unknown\"",
                 "leads_to = [\"protect-backups\", \"update-computers\"]\n\n[[question.answer]]\nid = \"unknown\"");
  EXPECT_THAT(
      content.broken_rules(),
      ElementsAre("answers-leave-open-what-they-ask-for: protection: none asks for update-computers, and answers "
                  "given with it may show it to be done already"));
}

TEST(ContentRules, AcceptAnAnswerThatRulesOutWhatWouldSettleItsMeasure) {
  SmallContent content;  // the question that declares it is not asked together with the answer
  content.change(kHygiene, "kind", "kind",
                 "shown_if = [{ question = \"protection\", any_of = [\"encrypted\"] }]\nkind");
  add_question(content, "unasked", "");
  content.change(kBackups, "In no way", "leads_to = [\"protect-backups\"]\n\n[[question.answer]]\nid = \"unknown\"",
                 "leads_to = [\"protect-backups\", \"update-computers\"]\n\n[[question.answer]]\nid = \"unknown\"");
  for (const std::string& line : content.broken_rules())
    EXPECT_THAT(line, ::testing::Not(HasSubstr("protection: none asks for update-computers")));
}

TEST(ContentRules, RefuseNotKnowingAmongTheRankedAnswers) {
  SmallContent content;
  content.append(kContact,
                 "[[question.answer]]\nid = \"never\"\ntext = \"Never\"\nharms = { activity-block = \"high\" }\n");
  EXPECT_THAT(content.broken_rules(), ElementsAre(HasSubstr("unknown-answers-stand-last: contact-known")));
}

TEST(ContentRules, RefuseAWorseAnswerThatHarmsLess) {
  EXPECT_THAT(
      SmallContent()
          .change(kContact, "", "declares", "harms = { activity-block = \"critical\" }\ndeclares")
          .broken_rules(),
      ElementsAre(
          "worse-answers-harm-no-less: contact-known: yes is better than no and implies more activity-block",
          "worse-answers-harm-no-less: contact-known: yes is better than unknown and implies more activity-block"));
}

TEST(ContentRules, RefuseAHarmlessAnswerThatOutlivesABetterOne) {
  EXPECT_THAT(
      SmallContent().change(kContact, "id = \"no\"", "harms = { activity-block = \"high\" }\n", "").broken_rules(),
      ElementsAre("evidence-keeps-the-order: contact-known: with evidence, or 183 days later, yes is better than no "
                  "and stands worse for activity-block"));
}

TEST(ContentRules, RefuseAClaimThatFailsWithoutWeight) {
  EXPECT_THAT(SmallContent()
                  .change("questionnaire/when-failed.toml", "id = \"contact-known\"", "\"high\"", "\"low\"")
                  .broken_rules(),
              ElementsAre("failures-weigh: contact-known: contact-known/practice may fail and weighs nothing on "
                          "activity-block in questionnaire/when-failed.toml"));
}

TEST(ContentRules, RefuseThatChoosingNothingHarmsLessThanLeavingOneProtection) {
  SmallContent content;
  content.change(kBackups, "In no way", "data-loss = \"high\"", "data-loss = \"moderate\"");
  EXPECT_THAT(
      content.broken_rules(),
      ElementsAre("worse-answers-harm-no-less: protection: encrypted is better than none and implies more data-loss"));
}

TEST(ContentRules, RefuseAWorseAnswerThatHidesAWorseQuestion) {
  SmallContent content;
  content.change(kBackups, "id = \"unknown\"", "data-loss = \"high\"", "data-loss = \"moderate\"");
  EXPECT_THAT(content.broken_rules(), ElementsAre("hiding-a-question-harms-no-less: backup-records: unknown hides "
                                                  "tested-records and implies less data-loss than it may",
                                                  HasSubstr("unknown hides tested-agenda")));
}

TEST(ContentRules, RefuseHidingWhatAHiddenQuestionWouldShow) {
  SmallContent content;
  add_question(content, "one", "shown_if = [{ question = \"contact-known\", any_of = [\"yes\"] }]",
               "harms = { data-leak = \"high\" }\n");
  // contact-known = no hides it and says nothing of leaks.
  EXPECT_THAT(content.broken_rules(), ElementsAre(HasSubstr("contact-known: no hides one and implies less data-leak"),
                                                  HasSubstr("contact-known: unknown hides one")));
}

TEST(ContentRules, AcceptAWorseQuestionShownByAWorseAnswer) {
  SmallContent content;
  content.append(kContact, R"(
[[question]]
id = "anybody"
kind = "single"
text = "Could anybody be called?"
shown_if = [{ question = "contact-known", any_of = ["no", "unknown"] }]
[[question.answer]]
id = "yes"
text = "Yes"
[[question.answer]]
id = "no"
text = "No"
harms = { activity-block = "critical" }
[[question.answer]]
id = "unknown"
text = "I do not know"
unknown = true
leads_to = ["know-whom-to-call"]
)");
  EXPECT_THAT(content.broken_rules(), IsEmpty());
}

TEST(ContentRules, AcceptAQuestionThatAFactHides) {
  SmallContent content;
  add_question(content, "one", "shown_if = [{ question = \"software\", any_of = [\"here\"] }]",
               "harms = { data-leak = \"critical\" }\n");
  EXPECT_THAT(content.broken_rules(), IsEmpty());
}

TEST(ContentRules, RefuseABestAnswerThatDemands) {
  // Given with the other best answers it asks for what they show as done.
  const auto contradiction = HasSubstr("answers-leave-open-what-they-ask-for");
  EXPECT_THAT(SmallContent()
                  .change(kAccesses, "\"None\"", "declares", "leads_to = [\"know-whom-to-call\"]\ndeclares")
                  .broken_rules(),
              ElementsAre(contradiction,
                          "best-answers-demand-nothing: shared: the best answer none leads to know-whom-to-call"));
  EXPECT_THAT(
      SmallContent()
          .change(kBackups, "id = \"elsewhere\"", "declares", "leads_to = [\"verify-backups\"]\ndeclares")
          .broken_rules(),
      ElementsAre(contradiction,
                  "best-answers-demand-nothing: protection: the best answer elsewhere leads to verify-backups"));
}

TEST(ContentRules, RefuseAQuestionWithoutABestAnswer) {
  SmallContent content;
  content.change(kAccesses, "\"mail\"", R"([[question.answer]]
id = "none"
alone = true
text = "None"
declares = ["personal-accounts/practice"]
)",
                 "");
  EXPECT_THAT(content.broken_rules(), Contains(HasSubstr("best-answers-demand-nothing: shared: has no best answer")));
}

TEST(ContentRules, RefuseBestAnswersThatLeaveAStepOpen) {
  SmallContent content;
  content.change(
      kThen, "", "[[measure.source]]",
      "[[measure.step]]\nid = \"more\"\ntext = \"More.\"\nsettled_by = [\"updated/phones\"]\n\n[[measure.source]]");
  content.change(kHygiene, "sometimes", "leads_to", "declares = [\"updated/phones\"]\nleads_to");
  EXPECT_THAT(content.broken_rules(),
              ElementsAre("best-answers-settle-every-step: update-computers: the best answers leave step more open"));
}

TEST(ContentRules, RefuseAnEssentialThatSomePracticesCannotSettle) {
  SmallContent content;
  content.change(kBackups, "id = \"protection\"", "text",
                 "shown_if = [{ question = \"software\", any_of = [\"here\"] }]\ntext");
  EXPECT_THAT(content.broken_rules(), IsEmpty());  // only some practices have backups to protect
  content.change(kRecover, "verify-backups", "\"restore-tested/{data_set}\"",
                 "\"restore-tested/{data_set}\", \"backup-encrypted/practice\"");
  EXPECT_THAT(content.broken_rules(),
              ElementsAre("best-answers-settle-every-step: verify-backups: the best answers leave "
                          "step saved-records open when software = hosted"));
}

TEST(ContentRules, RefuseMoreOrFewerThanThreeEssentials) {
  EXPECT_THAT(
      SmallContent().change(kRecover, "protect-backups", "essential = false", "essential = true").broken_rules(),
      ElementsAre("essentials-open-their-phases: phase recover has 2 essential measures and needs 1"));
  EXPECT_THAT(SmallContent().change(kThen, "", "essential = false", "essential = true").broken_rules(),
              ElementsAre(HasSubstr("phase then has 1 essential measures and needs 0")));
}

TEST(ContentRules, RefuseAnEssentialThatDoesNotStandFirst) {
  SmallContent content;
  content.change(kRecover, "verify-backups", "essential = true", "essential = false");
  content.change(kRecover, "protect-backups", "essential = false", "essential = true");
  EXPECT_THAT(
      content.broken_rules(),
      ElementsAre("essentials-open-their-phases: verify-backups stands before the essential measure of its phase"));
}

TEST(ContentRules, RefuseASourceThatCannotBeFollowed) {
  for (const char* url : {"http://example.org", "https://", "example.org", "https://example.org/a b"})
    EXPECT_THAT(SmallContent().change(kThen, "", "https://example.org/guide", url).broken_rules(),
                ElementsAre("sources-can-be-followed: update-computers: the source \"A guide\" needs an https address"))
        << url;
}

TEST(ContentRules, RefuseAMeasureWithoutASource) {
  SmallContent content;
  content.change(kThen, "",
                 "[[measure.source]]\ntitle = \"A guide\"\nurl = \"https://example.org/guide\"\nchecked = 2026-01-01\n",
                 "");
  EXPECT_THAT(content.broken_rules(), ElementsAre("sources-can-be-followed: update-computers has no source"));
}

}  // namespace
}  // namespace garde::plan
