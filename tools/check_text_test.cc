#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/text_keys.h"
#include "tools/typography.h"

namespace garde::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ContentString> strings_of(std::string_view toml) {
  auto strings = content_strings("fr/a.toml", toml);
  EXPECT_TRUE(strings.has_value());
  return std::move(strings).take();
}

std::vector<std::string> lines_of(const std::vector<TextFinding>& findings) {
  std::vector<std::string> lines;
  for (const TextFinding& finding : findings)
    lines.push_back(finding.file + ":" + std::to_string(finding.line) + ": " + finding.text);
  return lines;
}

constexpr std::string_view kCatalogue = R"([plan]
title = "Votre plan"
owner = "Confié à {owner} le {day}"
[plan.left]
one = "une action"
other = "{count} actions"
[error]
not_found = "Introuvable"
too-big = "Trop grand"
[harm.leak]
title = "Fuite"
)";

std::vector<std::string> found_in_source(std::string_view source) {
  std::vector<TextUse> uses;
  add_source_uses("a.cc", source, uses);
  TextCatalogue catalogue(strings_of(kCatalogue));
  std::vector<TextFinding> findings;
  catalogue.check_uses(uses, findings);
  return lines_of(findings);
}

// The keys that no place of the source uses.
std::vector<std::string> left_by(std::string_view source) {
  std::vector<TextUse> uses;
  add_source_uses("a.cc", source, uses);
  TextCatalogue catalogue(strings_of(kCatalogue));
  std::vector<TextFinding> findings;
  catalogue.check_uses(uses, findings);
  findings.clear();
  catalogue.check_all_used(findings);
  return lines_of(findings);
}

std::vector<std::string> found_in_template(std::string_view body) {
  std::vector<TextUse> uses;
  auto page = parse_template("plan/plan.html", std::string("{{page web/a.h A}}\n").append(body));
  EXPECT_TRUE(page.has_value());
  add_template_uses(*page, uses);
  TextCatalogue catalogue(strings_of(kCatalogue));
  std::vector<TextFinding> findings;
  catalogue.check_uses(uses, findings);
  return lines_of(findings);
}

TEST(TextKeys, AreFoundInTemplatesWhereverTheyStand) {
  EXPECT_THAT(
      found_in_template("{{text \"plan.title\"}}\n{{each page.a as a}}{{if a.b}}{{else}}\n{{text \"plan.tilte\"}}"
                        "{{end}}{{end}}"),
      ElementsAre("plan/plan.html:4: there is no sentence plan.tilte"));
}

TEST(TextKeys, WantTheParametersOfTheSentence) {
  EXPECT_THAT(found_in_template("{{text \"plan.owner\" owner=page.a day=page.b}}{{text \"plan.left\" count=page.a}}"),
              IsEmpty());
  EXPECT_THAT(found_in_template("{{text \"plan.owner\" owner=page.a}}{{text \"plan.title\" day=page.b}}"),
              ElementsAre("plan/plan.html:2: plan.owner is given {owner} and has {day} {owner}",
                          "plan/plan.html:2: plan.title is given {day} and has no parameters"));
}

TEST(TextKeys, WantTheCountOfAPluralThatDoesNotShowIt) {
  EXPECT_THAT(found_in_template("{{text \"plan.left\"}}"),
              ElementsAre("plan/plan.html:2: plan.left is given no parameters and has {count}"));
}

TEST(TextKeys, AreFoundInSourcesWithTheirParameters) {
  EXPECT_THAT(found_in_source("say(x, {\"plan.owner\", {{\"owner\", f(\"plan\", {1})}, {\"day\", d}}});\n"
                              "texts.sentence(\"plan.title\");\nreturn \"plan.owner\";\n"),
              IsEmpty());
  EXPECT_THAT(found_in_source("\nsay(x, {\"plan.owner\",\n    {{\"onwer\", a}, {\"day\", d}}});"),
              ElementsAre("a.cc:2: plan.owner is given {day} {onwer} and has {day} {owner}"));
  EXPECT_THAT(found_in_source("Message{\"plan.owner\", {}}"),
              ElementsAre("a.cc:1: plan.owner is given no parameters and has {day} {owner}"));
  EXPECT_THAT(found_in_source("texts.sentence(\"plan.owner\")"),
              ElementsAre("a.cc:1: plan.owner is given no parameters and has {day} {owner}"));
}

TEST(TextKeys, AreAnyLiteralOfTheirFormWhoseTableExists) {
  EXPECT_THAT(found_in_source("return late ? \"plan.late\" : \"plan.title\";"),
              ElementsAre("a.cc:1: there is no sentence plan.late"));
  EXPECT_THAT(found_in_source("open(\"plan.html\"); f(\"other.thing\"); g(\"plan\", \"Plan.x\", \"plan. x\");"),
              IsEmpty());
}

TEST(TextKeys, AreCertainWhereASentenceIsMade) {
  EXPECT_THAT(found_in_source("Message{\"other.thing\", {}}"), ElementsAre("a.cc:1: there is no sentence other.thing"));
  EXPECT_THAT(found_in_source("texts.sentence({\"other.thing\", {}})"),
              ElementsAre("a.cc:1: there is no sentence other.thing"));
}

TEST(TextKeys, AreNotFoundInCommentsRawStringsAndIncludes) {
  EXPECT_THAT(found_in_source("// \"plan.late\"\n/* \"plan.late\" */ auto a = R\"x(\"plan.late\")x\";\n"
                              "#include \"plan.late\"\nchar c = '\"'; int n = 1'000; f(\"\\\"plan.late\\\"\");"),
              IsEmpty());
}

TEST(TextKeys, AreUsedAsAWholeByTheirBeginningOrTheirTable) {
  EXPECT_THAT(left_by("\"error.\" + name; \"plan.title\"; \"plan.owner\"; \"plan.left\"; \"harm.{}.title\""),
              IsEmpty());
  EXPECT_THAT(left_by("\"harm.leak\"; \"plan.ow-\"; \"error.too-\"; \"plan.t\""),
              ElementsAre("fr/a.toml:8: error.not_found is used nowhere", "fr/a.toml:5: plan.left is used nowhere",
                          "fr/a.toml:3: plan.owner is used nowhere", "fr/a.toml:2: plan.title is used nowhere"));
  EXPECT_THAT(found_in_source("\"error.too-\" + x; \"error.huge-\" + x; \"harm.{}.meaning\""),
              ElementsAre("a.cc:1: there is no sentence error.huge-", "a.cc:1: there is no sentence harm.{}.meaning"));
}

TEST(TextFamilies, WantASentenceForEveryEnumeratorAndNoOther) {
  const auto found = [](const std::vector<std::string>& names) {
    TextCatalogue catalogue(strings_of(kCatalogue));
    std::vector<TextFinding> findings;
    catalogue.check_family({"error.{}", "base/result.h", "ErrorKind"}, names, findings);
    return lines_of(findings);
  };
  EXPECT_THAT(found({"not_found", "too_big"}), IsEmpty());
  EXPECT_THAT(found({"not_found", "no_space"}),
              ElementsAre("base/result.h:1: ErrorKind::no_space has no sentence error.no-space",
                          "fr/a.toml:9: error.too-big belongs to no value of ErrorKind"));
  EXPECT_THAT(found({}), testing::Contains("base/result.h:1: there is no enum class ErrorKind"));
}

TEST(TextFamilies, ReadEnumeratorsAsTheCompilerDoes) {
  EXPECT_THAT(enumerators("enum class Kindness { no };\nenum class Kind : std::uint8_t {\n  not_found,  // a, b\n"
                          "  damaged = 3,\n  busy\n};",
                          "Kind"),
              ElementsAre("not_found", "damaged", "busy"));
  EXPECT_THAT(enumerators("enum class Kind { a, };", "Kind"), ElementsAre("a"));
  EXPECT_THAT(enumerators("struct Kind {};", "Kind"), IsEmpty());
}

TEST(TextFamilies, AreOneALine) {
  const auto families = parse_families("f.txt", "# remark\nerror.{} base/result.h ErrorKind  # why\n");
  ASSERT_TRUE(families.has_value());
  ASSERT_EQ(families->size(), 1U);
  EXPECT_EQ(families->front().enumeration, "ErrorKind");
  EXPECT_EQ(parse_families("f.txt", "\nerror. base/result.h ErrorKind").error().subject, "f.txt:2");
  EXPECT_FALSE(parse_families("f.txt", "error.{} base/result.h"));
}

TEST(ContentStrings, KnowTheirLineAndTheirKey) {
  const auto strings = strings_of("a = \"1\"\n[[measure]]\ntext = \"2\"\nwho = [\n  \"3\",\n  \"4\"]\n");
  ASSERT_EQ(strings.size(), 4U);
  EXPECT_EQ(strings[1].key, "measure.text");
  EXPECT_EQ(strings[1].line, 3);
  EXPECT_EQ(strings[3].name, "who");
  EXPECT_EQ(strings[3].line, 6);
}

TEST(ContentStrings, SayWhereAFileIsNotToml) {
  EXPECT_EQ(content_strings("a.toml", "a = 1\nb = \"\n").error().subject.substr(0, 8), "a.toml:2");
}

TEST(Typography, AcceptsWhatAFrenchTypesetterWouldSet) {
  for (const std::string_view sentence :
       {"L’accès est prêt\u202F? Oui\u202F; non\u202F! Ainsi\u00A0: «\u202FVotre plan\u202F»…", "Quoi\u202F?!",
        "À 12:30, voir https://example.org/?a=1&b=2;c", "garde assess --format json", "(!)", "",
        "«\u202F{answer}\u202F»", "C:\\Temp"})
    EXPECT_THAT(typography_problems(sentence), IsEmpty()) << sentence;
}

TEST(Typography, RefusesEachFaultAndShowsTheWords) {
  EXPECT_THAT(typography_problems("l'accès"), ElementsAre("’ (U+2019) instead of the ASCII apostrophe: l'accès"));
  EXPECT_THAT(typography_problems("un \"mot"), ElementsAre("« » instead of straight quotation marks: un \"mot"));
  EXPECT_THAT(typography_problems("un “mot"), ElementsAre("« » instead of “ ”: un “mot"));
  EXPECT_THAT(typography_problems("attendre..."), ElementsAre("… (U+2026) instead of three dots: attendre..."));
  EXPECT_THAT(typography_problems("prêt ?"), ElementsAre("U+202F before ? ! ;: prêt ?"));
  EXPECT_THAT(typography_problems("prêt?"), ElementsAre("U+202F before ? ! ;: prêt?"));
  EXPECT_THAT(typography_problems("prêt\u00A0!"), ElementsAre("U+202F before ? ! ;: prêt\u00A0!"));
  EXPECT_THAT(typography_problems("{name}; oui"), ElementsAre("U+202F before ? ! ;: {name}; oui"));
  EXPECT_THAT(typography_problems("ainsi : a"), ElementsAre("U+00A0 before :: ainsi : a"));
  EXPECT_THAT(typography_problems("ainsi: a"), ElementsAre("U+00A0 before :: ainsi: a"));
  EXPECT_THAT(typography_problems("ainsi\u202F: a"), ElementsAre("U+00A0 before :: ainsi\u202F: a"));
  EXPECT_THAT(typography_problems("ainsi:"), ElementsAre("U+00A0 before :: ainsi:"));
  EXPECT_THAT(typography_problems("« a\u202F»"), ElementsAre("U+202F after «: « a\u202F»"));
  EXPECT_THAT(typography_problems("«\u202Fa»"), ElementsAre("U+202F before »: «\u202Fa»"));
}

TEST(Typography, ShowsOnlyTheWordsAroundAFaultOfALongSentence) {
  EXPECT_THAT(typography_problems("Une longue phrase où l'on cherche encore un moment"),
              ElementsAre("’ (U+2019) instead of the ASCII apostrophe: […]ngue phrase où l'on cherche enco[…]"));
}

TEST(Typography, IsNotAskedOfIdentifiersAddressesAndPaths) {
  std::vector<TextFinding> findings;
  check_typography(strings_of("id = \"a'b\"\nurl = \"x ?\"\ndata_path = \"a...\"\n[a]\ntext = \"l'un\"\n"), findings);
  EXPECT_THAT(lines_of(findings), ElementsAre("fr/a.toml:5: a.text: ’ (U+2019) instead of the ASCII apostrophe: l'un"));
}

}  // namespace
}  // namespace garde::tools
