#include "pdf/pdf.h"

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pdf/drawings.h"
#include "pdf/oracles.h"
#include "pdf/sample_plan.h"

namespace garde::pdf {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string rendered(const Document& document) {
  auto result = render(document);
  EXPECT_TRUE(result) << describe(result.error());
  return result ? std::move(result->bytes) : "";
}

Document saying(Blocks content) {
  Document document;
  document.title = "Essai";
  document.date = std::chrono::year(2026) / 11 / 23;
  document.content = std::move(content);
  return document;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++count;
  return count;
}

constexpr double kSlack = 3;      // points: poppler's boxes are those of the font, taller than a line
constexpr double kMargin = 56.7;  // points: 20 mm
constexpr double kWidth = 595.3;
constexpr double kHeight = 841.9;

TEST(Render, GivesTheSameBytesTwice) { EXPECT_EQ(rendered(sample_plan()), rendered(sample_plan())); }

TEST(Render, GivesTheSameBytesInAnotherEnvironment) {
  const std::string file = fmt::format("{}garde-elsewhere-{}.pdf", testing::TempDir(), getpid());
  const pid_t child = fork();
  if (child == 0) {
    for (const char* name : {"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_PATH",
                             "FONTCONFIG_FILE", "FONTCONFIG_SYSROOT", "TMPDIR"})
      setenv(name, "/nonexistent", 1);
    setenv("TZ", "Pacific/Auckland", 1);
    for (const char* name : {"LC_ALL", "LANG", "LANGUAGE", "PANGO_LANGUAGE"}) setenv(name, "ar_EG.UTF-8", 1);
    for (const char* name : {"ar_EG.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"})
      if (std::setlocale(LC_ALL, name) != nullptr) break;
    std::ofstream(file, std::ios::binary) << rendered(sample_plan());
    _exit(0);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  std::ifstream stream(file, std::ios::binary);
  const std::string elsewhere{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(elsewhere, rendered(sample_plan()));
}

TEST(Render, MakesAFileThatQpdfFindsNoFaultWith) {
  EXPECT_THAT(ask("qpdf --check {}", rendered(sample_plan())),
              AllOf(HasSubstr("No syntax or stream encoding errors"), Not(HasSubstr("WARNING")), HasSubstr("exit 0")));
}

TEST(Render, EmbedsOurFontsAndNoOther) {
  const std::string fonts = ask("pdffonts {} | tail -n +3", rendered(sample_plan()));
  std::istringstream lines(fonts);
  int count = 0;
  for (std::string line; std::getline(lines, line) && !line.starts_with("exit"); ++count)
    EXPECT_THAT(line, AllOf(HasSubstr("+AtkinsonHyperlegibleNext-"), ContainsRegex("yes yes yes"))) << line;
  EXPECT_EQ(count, 3) << fonts;
}

TEST(Render, GivesFrenchTextBack) {
  EXPECT_THAT(text_of(rendered(saying({"« Été : œuvre à l’hôpital, naïf, Noël, ça, où, 30\u00A0€\u202F? — oui »",
                                       "Łódź, Győr, İzmir, Škoda"}))),
              AllOf(HasSubstr("« Été : œuvre à l’hôpital, naïf, Noël, ça, où, 30 € ? — oui »"),
                    HasSubstr("Łódź, Győr, İzmir, Škoda")));
}

TEST(Render, TellsReadersTheTitleTheLanguageAndTheDay) {
  const std::string bytes = rendered(sample_plan());
  EXPECT_THAT(ask("TZ=UTC pdfinfo -isodates {}", bytes),
              AllOf(ContainsRegex("Title: +Plan d’action du cabinet des Tilleuls"), ContainsRegex("Tagged: +yes"),
                    ContainsRegex("CreationDate: +2026-11-23T00:00:00Z"),
                    ContainsRegex("ModDate: +2026-11-23T00:00:00Z"), Not(HasSubstr("Producer"))));
  EXPECT_THAT(ask("qpdf --json --json-key=qpdf {}", bytes),
              AllOf(HasSubstr("\"/Lang\": \"u:fr-FR\""), HasSubstr("\"/DisplayDocTitle\": true")));
}

TEST(Render, TellsAScreenReaderWhatEverythingIs) {
  const std::string structure = structure_of(rendered(saying({
      Heading{1, "Titre"},
      Paragraph{"Avant " + link("le lien", "https://17cyber.gouv.fr") + " après"},
      List{Marker::number, {{.content = {"Un"}}, {.content = {"Deux"}}}},
      Table{{{.heading = "Nom"}, {.heading = "Valeur"}}, {{{"Agenda"}, {"Oui"}}}},
  })));
  EXPECT_THAT(structure, HasSubstr("Document\n"
                                   "  H1 (block)\n"
                                   "    \"Titre\"\n"
                                   "  P (block)\n"
                                   "    Span (inline)\n"
                                   "      \"Avant \"\n"
                                   "    Link (inline)\n"
                                   "      \"le lien\"\n"
                                   "      Object"));
  EXPECT_THAT(structure, HasSubstr("/ListNumbering /Decimal"));
  EXPECT_THAT(structure, HasSubstr("/Scope /Column"));
}

TEST(Render, CallsDecorationDecoration) {
  const std::string content = ask("qpdf --qdf --object-streams=disable {} -", rendered(sample_plan()));
  EXPECT_THAT(content, AllOf(HasSubstr("/Artifact BMC"), HasSubstr("/H1 << /MCID ")));
  // Nothing is drawn outside a mark: fills, strokes and text all stand between BMC or BDC and EMC.
  std::istringstream lines(content);
  int depth = 0;
  bool in_page = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("%% Contents for page")) in_page = true;
    if (line == "endstream") in_page = false;
    if (!in_page) continue;
    if (line.ends_with(" BDC") || line.ends_with(" BMC")) ++depth;
    if (line == "EMC") --depth;
    for (const char* drawing : {" f", " f*", " S", "TJ", "Tj", " re", " l", " c"}) {
      if (line.ends_with(drawing)) {
        ASSERT_GT(depth, 0) << line;
      }
    }
  }
  EXPECT_EQ(depth, 0);
}

TEST(Render, SaysInWordsWhatIsDrawn) {
  const std::string json = ask("qpdf --json --json-key=qpdf {}", rendered(sample_plan()));
  for (const char* words : {"Niveau élevé", "À faire", "Commencé", "Fait"})
    EXPECT_THAT(json, HasSubstr(fmt::format("\"/Alt\": \"u:{}\"", words)));
}

TEST(Render, LeadsWhereALinkSays) {
  const std::string bytes = rendered(saying({"Voir " + link("ce site", "https://17cyber.gouv.fr/a?b=c(d)") + "."}));
  EXPECT_THAT(ask("pdfinfo -url {}", bytes), HasSubstr("https://17cyber.gouv.fr/a?b=c(d)"));
}

TEST(Render, MakesBookmarksOfHeadings) {
  const std::string outlines = ask("qpdf --json --json-key=outlines {}",
                                   rendered(saying({Heading{1, "Plan"}, "…", Heading{2, "Été"}, "…", PageBreak{},
                                                    Heading{2, "Après"}, Heading{3, "Détail"}, "…"})));
  EXPECT_THAT(outlines, ContainsRegex("\"title\": \"Plan\""));
  EXPECT_THAT(outlines, ContainsRegex("\"destpageposfrom1\": 2,[^}]*\"title\": \"Après\""));
  EXPECT_THAT(outlines, Not(HasSubstr("Détail")));
}

TEST(Render, PrintsQrCodesThatAPhoneReads) {
  const std::string card = "BEGIN:VCARD\nVERSION:3.0\nFN:Hélène Œuvrard\nTEL:+33247000000\nEND:VCARD";
  const std::string bytes = rendered(saying({Qr{.content = card, .alternative = "Carte de visite"}}));
  EXPECT_THAT(ask("pdftoppm -r 150 -png {} | zbarimg --quiet --raw -", bytes), HasSubstr(card));
}

TEST(Render, RepeatsHeadingsOnEveryPageOfATableAndSaysThemOnce) {
  std::vector<std::vector<Blocks>> rows;
  for (int i = 0; i < 90; ++i) rows.push_back({{fmt::format("ligne-{}", i)}, {"oui"}});
  const auto result = render(saying({Table{{{.heading = "Sauvegarde"}, {.heading = "Restaurée"}}, rows}}));
  ASSERT_TRUE(result);
  ASSERT_GT(result->pages, 2U);
  EXPECT_EQ(count(text_of(result->bytes), "Restaurée"), result->pages);
  EXPECT_EQ(count(structure_of(result->bytes), "Restaurée"), 1U);
  const std::string text = text_of(result->bytes);
  for (int i = 0; i < 90; ++i) EXPECT_EQ(count(text, fmt::format("ligne-{} ", i)), 1U) << i;
}

TEST(Render, CutsARowThatNoPageHolds) {
  const auto result = render(saying(
      {Table{{{.heading = "A"}, {.heading = "B"}}, {{{"court"}, {repeated("mot ", 3000)}}, {{"après"}, {"fin"}}}}}));
  ASSERT_TRUE(result);
  const std::vector<Word> words = words_of(result->bytes);
  EXPECT_EQ(std::ranges::count(words, "mot", &Word::text), 3000);
  EXPECT_EQ(words.back().text, "fin");
  for (const Word& word : words) ASSERT_TRUE(word.top > kMargin - 1 && word.foot < kHeight - kMargin + 1);
}

TEST(Render, NeverLeavesAHeadingOrASingleLineBehind) {
  for (int filler = 30; filler < 50; ++filler) {
    Blocks content;
    for (int i = 0; i < filler; ++i)
      content.push_back(Paragraph{.text = "remplissage", .prominence = Prominence::small});
    content.push_back(Heading{2, "Titre"});
    content.push_back(Heading{3, "Sous-titre"});
    content.push_back("un\ndeux\ntrois\nquatre\ncinq");
    const std::vector<Word> words = words_of(rendered(saying(content)));
    const auto on_last_page = [&](const char* word) { return std::ranges::find(words, word, &Word::text)->page; };
    EXPECT_EQ(on_last_page("Titre"), on_last_page("deux")) << filler;
    EXPECT_EQ(on_last_page("un"), on_last_page("deux")) << filler;
    EXPECT_EQ(on_last_page("quatre"), on_last_page("cinq")) << filler;
  }
}

TEST(Render, KeepsTogetherWhatAPageCanHold) {
  for (int filler = 20; filler < 40; filler += 3) {
    Blocks content;
    for (int i = 0; i < filler; ++i) content.push_back("remplissage");
    content.push_back(Together{{"premier", "deuxième", List{Marker::box, {{{"troisième"}}, {{"dernier"}}}}}});
    const std::vector<Word> words = words_of(rendered(saying(content)));
    EXPECT_EQ(std::ranges::find(words, "premier", &Word::text)->page,
              std::ranges::find(words, "dernier", &Word::text)->page);
  }
}

TEST(Render, PutsWhatFollowsAFillAtTheFoot) {
  const std::vector<Word> words = words_of(rendered(saying({"haut", Fill{}, "bas"})));
  EXPECT_LT(words.front().top, kMargin + 10);
  EXPECT_GT(words.back().foot, kHeight - kMargin - 10);
}

TEST(Render, NumbersPages) {
  Document document = saying({"a", PageBreak{}, "b", PageBreak{}, "c"});
  document.header = RunningLine{.start = "Entête", .on_first_page = false};
  document.footer = RunningLine{.start = "Cabinet", .end = "{page} / {pages}"};
  const std::string bytes = rendered(document);
  EXPECT_THAT(text_of(bytes, 1), AllOf(ContainsRegex("1 ?/ ?3"), Not(HasSubstr("Entête"))));
  EXPECT_THAT(text_of(bytes, 3), AllOf(ContainsRegex("3 ?/ ?3"), HasSubstr("Entête"), HasSubstr("Cabinet")));
}

TEST(Render, HonoursNoBreakSpaces) {
  for (int width = 30; width < 60; ++width) {
    const std::vector<Word> words =
        words_of(rendered(saying({Text(repeated("n", 2 * width) + " vraiment\u202F! 12\u00A0345\u00A0678\u00A0€")})));
    const auto top = [&](const char* word) { return std::ranges::find(words, word, &Word::text)->top; };
    EXPECT_EQ(top("vraiment"), top("!"));
    EXPECT_EQ(top("12"), top("€"));
  }
}

TEST(Render, StaysInsideTheMarginsWhateverTheText) {
  const Blocks hostile = {
      repeated("x", 10'000),
      repeated("a\u00A0", 5'000),
      repeated("😀", 3'000),
      repeated("é", 30'000),
      "\xFF\xFE\x01\u202Eبريد\u202C שלום 漢字",
      Heading{1, repeated("Titre", 200)},
      Callout{.title = repeated("Titre ", 100), .content = {repeated("y", 3'000)}},
      Facts{{{repeated("nom", 300), {repeated("valeur", 300)}}}},
      List{Marker::number, {{{repeated("z", 2'000)}}}},
      Gauge{.filled = 9, .label = repeated("niveau", 100)},
      WritingLines{repeated("Nom ", 200), 3},
  };
  const std::string bytes = rendered(saying(hostile));
  EXPECT_THAT(ask("qpdf --check {}", bytes), HasSubstr("exit 0"));
  const std::vector<Word> words = words_of(bytes);
  std::size_t letters = 0;
  for (const Word& word : words) {
    ASSERT_TRUE(word.left > kMargin - 1 && word.right < kWidth - kMargin + 1) << word.text;
    ASSERT_TRUE(word.top > kMargin - kSlack && word.foot < kHeight - kMargin + kSlack) << word.text;
    letters += count(word.text, "x");
  }
  EXPECT_EQ(letters, 10'000U);
}

TEST(Render, MakesSomethingOfNothing) {
  const Blocks nothing = {"",
                          Heading{1, ""},
                          List{},
                          List{Marker::box, {{}}},
                          Table{},
                          Table{{{.heading = ""}}, {}},
                          Table{{{.heading = "a"}, {.heading = "b"}}, {{}}},
                          Columns{},
                          Columns{{{}}},
                          Callout{},
                          Together{},
                          Facts{},
                          Facts{{{}}},
                          Text{},
                          Gauge{},
                          WritingLines{},
                          Spacer{},
                          Fill{},
                          PageBreak{}};
  EXPECT_THAT(ask("qpdf --check {}", rendered(saying({}))), HasSubstr("exit 0"));
  EXPECT_THAT(ask("qpdf --check {}", rendered(saying(nothing))), HasSubstr("exit 0"));
  for (const Block& each : nothing) EXPECT_THAT(ask("pdfinfo {}", rendered(saying({each}))), HasSubstr("Pages:"));
}

TEST(Render, IsNotConfusedByNestedThings) {
  Blocks inner = {"coeur"};
  for (int i = 0; i < 12; ++i) {
    inner = {Callout{.title = "Titre", .content = {List{Marker::bullet, {{inner}}}}}};
    inner = {Columns{{{inner}}}, Table{{{.heading = "a"}}, {{{"cellule"}}}}};
  }
  EXPECT_THAT(text_of(rendered(saying(inner))), HasSubstr("cellule"));
}

TEST(Render, MayBeCalledFromManyThreads) {
  const std::string expected = rendered(sample_plan());
  std::array<int, 8> different{};
  {
    std::vector<std::jthread> threads;
    for (int& count : different)
      threads.emplace_back([&] {
        for (int i = 0; i < 8; ++i) count += rendered(sample_plan()) != expected ? 1 : 0;
      });
  }
  EXPECT_THAT(different, testing::Each(0));
}

TEST(Render, DoesNotMixUpItsFontsWhenOtherFilesAreOpen) {
  const std::string expected = rendered(sample_plan());
  std::vector<std::ifstream> others;
  for (int i = 0; i < 5; ++i) {
    others.emplace_back("/dev/null");
    EXPECT_EQ(rendered(sample_plan()), expected);
  }
}

void expect_refused(const Document& document) {
  const auto result = render(document);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::invalid_input);
}

TEST(Render, RefusesWhatIsNoDocument) {
  Document document = saying({"Texte"});
  document.title.clear();
  expect_refused(document);
  document = saying({"Texte"});
  document.date = std::chrono::year(2026) / 2 / 30;
  expect_refused(document);
  document = saying({"Texte"});
  document.format.margin = 100_mm;
  expect_refused(document);
  expect_refused(saying({Qr{.content = std::string(kMaxQrContent + 1, 'x')}}));
  EXPECT_TRUE(render(saying({Qr{.content = std::string(kMaxQrContent, 'x')}})));
}

TEST(Render, RefusesMorePagesThanAnybodyPrints) {
  Blocks pages;
  for (std::size_t i = 0; i < kMaxPages; ++i) {
    if (i > 0) pages.emplace_back(PageBreak{});
    pages.emplace_back("page");
  }
  const auto most = render(saying(pages));
  ASSERT_TRUE(most);
  EXPECT_EQ(most->pages, kMaxPages);
  pages.emplace_back(PageBreak{});
  pages.emplace_back("page");
  expect_refused(saying(pages));
}

}  // namespace
}  // namespace garde::pdf
