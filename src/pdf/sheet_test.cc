#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pdf/oracles.h"
#include "pdf/pdf.h"

namespace garde::pdf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr double kMillimetre = 72.0 / 25.4;

Document sheet_of(std::vector<Placed> boxes) {
  Document document;
  document.title = "Fiche";
  document.date = std::chrono::year(2026) / 11 / 23;
  document.sheets = {{std::move(boxes)}};
  return document;
}

Placed box_with(FittedText text) {
  return {.x = 20_mm, .y = 30_mm, .width = 60_mm, .height = 20_mm, .content = std::move(text)};
}

Rendered rendered(const Document& document) {
  auto result = render(document);
  EXPECT_TRUE(result) << describe(result.error());
  return result ? std::move(result).take() : Rendered{};
}

// poppler gives a word the height of its font's box, which grows with the size of the type.
double height_of_first_word(const Placed& box) {
  const Word word = words_of(rendered(sheet_of({box})).bytes).at(0);
  return word.foot - word.top;
}

TEST(FittedTexts, StandWhereTheyArePut) {
  const Word word = words_of(rendered(sheet_of({box_with({.text = "ici", .largest = 10_pt})})).bytes).at(0);
  EXPECT_NEAR(word.left, 20 * kMillimetre, 1);
  EXPECT_NEAR(word.top, 30 * kMillimetre, 3);
}

TEST(FittedTexts, AreAsLargeAsTheyMayBe) {
  const double ten = height_of_first_word(box_with({.text = "ici", .largest = 10_pt}));
  const double thirty = height_of_first_word(box_with({.text = "ici", .largest = 30_pt}));
  EXPECT_NEAR(thirty, 3 * ten, 0.1);
}

TEST(FittedTexts, ShrinkToStayOnTheirLine) {
  const Rendered result =
      rendered(sheet_of({box_with({.text = "02 47 00 00 00 poste 1234", .largest = 60_pt, .smallest = 8_pt})}));
  const std::vector<Word> words = words_of(result.bytes);
  ASSERT_EQ(words.size(), 7U);
  for (const Word& word : words) {
    EXPECT_EQ(word.top, words.front().top);
    EXPECT_LE(word.right, 80 * kMillimetre + 0.5);
  }
  EXPECT_GT(words.back().right, 78 * kMillimetre);
  EXPECT_THAT(result.overflows, IsEmpty());
}

TEST(FittedTexts, TakeMoreLinesBetweenWordsBeforeTheyAreCut) {
  const Rendered result = rendered(sheet_of(
      {box_with({.text = "Référente interne pour les incidents informatiques", .largest = 60_pt, .smallest = 14_pt})}));
  const std::vector<Word> words = words_of(result.bytes);
  ASSERT_EQ(words.size(), 6U) << "a word was broken";
  EXPECT_GT(words.back().top, words.front().top);
  EXPECT_THAT(result.overflows, IsEmpty());
}

TEST(FittedTexts, AreCutWithAnEllipsisAndReported) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "trop ";
  const Rendered result = rendered(
      sheet_of({box_with({.text = "va"}), box_with({.text = text + "caché", .largest = 30_pt, .smallest = 12_pt})}));
  EXPECT_THAT(result.overflows, ElementsAre(Overflow{.sheet = 0, .box = 1}));
  EXPECT_THAT(text_of(result.bytes), HasSubstr("…"));
  EXPECT_THAT(text_of(result.bytes), Not(HasSubstr("caché")));
  for (const Word& word : words_of(result.bytes)) EXPECT_LE(word.foot, 50 * kMillimetre + 3);
}

TEST(FittedTexts, MayBeAnything) {
  for (const char* text : {"", "\n\n\n", "\xFF", "😀", "\u202E", " "})
    EXPECT_EQ(rendered(sheet_of({box_with({.text = text, .largest = 300_pt})})).pages, 1U);
}

TEST(FittedTexts, MayBeHeadings) {
  EXPECT_THAT(structure_of(rendered(sheet_of({box_with({.text = "Qui appeler", .heading = 1})})).bytes),
              HasSubstr("H1 (block)\n    \"Qui appeler\""));
}

TEST(Boxes, ShrinkTheirBlocksUntilTheyFit) {
  const Blocks content = {"un paragraphe de quelques mots qui en dit assez long", "et un autre"};
  Placed box = box_with({});
  box.content = content;
  box.smallest_scale = 0.5;
  const Rendered result = rendered(sheet_of({box}));
  EXPECT_THAT(result.overflows, IsEmpty());
  EXPECT_EQ(words_of(result.bytes).back().text, "autre");
  box.height = 5_mm;
  const Rendered cut = rendered(sheet_of({box}));
  EXPECT_THAT(cut.overflows, ElementsAre(Overflow{0, 0}));
  for (const Word& word : words_of(cut.bytes)) EXPECT_LE(word.foot, 35 * kMillimetre + 2);
}

TEST(Boxes, GrowTheirBlocksWhenTheyMay) {
  Placed box = box_with({});
  box.content = Blocks{"grand"};
  const double normal = height_of_first_word(box);
  box.largest_scale = 2;
  EXPECT_NEAR(height_of_first_word(box), 2 * normal, 0.1);
}

TEST(Boxes, StandTheirContentAtTheFoot) {
  Placed box = box_with({.text = "bas", .largest = 10_pt});
  box.stand = Stand::bottom;
  box.padding = 2_mm;
  EXPECT_NEAR(words_of(rendered(sheet_of({box})).bytes).at(0).foot, 48 * kMillimetre, 2);
}

TEST(Sheets, ComeBeforeTheTextWithoutRunningLines) {
  Document document = sheet_of({box_with({.text = "fiche"})});
  document.sheets.push_back(document.sheets.front());
  document.content = {"texte"};
  document.footer = RunningLine{.end = "page {page} / {pages}"};
  const Rendered result = rendered(document);
  EXPECT_EQ(result.pages, 3U);
  EXPECT_THAT(text_of(result.bytes, 1), Not(HasSubstr("page")));
  EXPECT_THAT(text_of(result.bytes, 3), HasSubstr("page 1 / 1"));
}

TEST(Sheets, MayBeAsSmallAsABankCard) {
  Document document = sheet_of({box_with({.text = "carte"})});
  document.format = kBankCard;
  EXPECT_THAT(ask("pdfinfo {}", rendered(document).bytes), HasSubstr("242.646 x 153.014 pts"));
}

}  // namespace
}  // namespace garde::pdf
