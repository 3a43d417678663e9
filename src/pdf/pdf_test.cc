#include "pdf/pdf.h"

#include <clocale>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

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

std::string text_of(const std::string& bytes) { return ask("pdftotext -layout {} -", bytes); }
std::string structure_of(const std::string& bytes) { return ask("pdfinfo -struct-text {}", bytes); }

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

TEST(Render, RefusesADocumentWithoutATitle) {
  Document document = saying({"Texte"});
  document.title.clear();
  const auto result = render(document);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::invalid_input);
}

}  // namespace
}  // namespace garde::pdf
