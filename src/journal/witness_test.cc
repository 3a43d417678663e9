#include "journal/witness.h"

#include <set>

#include <gtest/gtest.h>

#include "journal/merkle.h"
#include "journal/testing/sample_journal.h"

namespace garde::journal {
namespace {

using testing::bytes_of;
using testing::journal_of;
using testing::sample_drafts;
using testing::sample_journal;

// baba, babe … : 1 024 words of two syllables and their double.
std::vector<std::string> syllables() {
  std::vector<std::string> words;
  for (const char a : std::string_view("bcdfglmp"))
    for (const char b : std::string_view("aeio"))
      for (const char c : std::string_view("nrstvxzj"))
        for (const char d : std::string_view("aeio")) words.push_back({a, b, c, d, 'l', 'e'});
  return words;
}

const WordList& words() {
  static const WordList list = WordList::from(syllables()).take();
  return list;
}

Verification verified(std::string_view file) { return verify(bytes_of(file)).take(); }
std::string line_of(std::string_view file) { return witness_words(*verified(file).last_checkpoint(), words()); }
WitnessVerdict verdict(std::string_view file, std::string_view witness) {
  return compare(verified(file), parse_witness(witness, words()).take());
}

TEST(AWitness, HoldsForItsJournalAndForWhatFollows) {
  const std::string at_ten = line_of(sample_journal(10));
  EXPECT_EQ(verdict(sample_journal(10), at_ten), WitnessVerdict::holds);
  EXPECT_EQ(verdict(sample_journal(11), at_ten), WitnessVerdict::holds);
  EXPECT_EQ(verdict(sample_journal(200), at_ten), WitnessVerdict::holds);
  EXPECT_EQ(verdict(sample_journal(0), line_of(sample_journal(0))), WitnessVerdict::holds);
}

TEST(AWitness, ShowsACutEndAndAnOldCopy) {
  const std::string at_ten = line_of(sample_journal(10));
  for (std::size_t entries = 0; entries < 10; ++entries) {
    const std::string cut = sample_journal(entries);
    EXPECT_TRUE(verified(cut).holds());
    EXPECT_EQ(verdict(cut, at_ten), WitnessVerdict::shorter);
  }
}

TEST(AWitness, ShowsAJournalWrittenAnew) {
  const std::string at_ten = line_of(sample_journal(10));
  auto drafts = sample_drafts(12);
  drafts[4].text = "Autre chose.";
  const std::string rewritten = journal_of(drafts);
  EXPECT_TRUE(verified(rewritten).holds());
  EXPECT_EQ(verdict(rewritten, at_ten), WitnessVerdict::differs);
  EXPECT_EQ(verdict(journal_of(sample_drafts(12), Exercise::no, std::byte{8}), at_ten), WitnessVerdict::differs);
  EXPECT_EQ(verdict(journal_of(sample_drafts(12), Exercise::yes), at_ten), WitnessVerdict::differs);
  // A change after the witness is none of its business.
  drafts = sample_drafts(12);
  drafts[10].text = "Autre chose.";
  EXPECT_EQ(verdict(journal_of(drafts), at_ten), WitnessVerdict::holds);
}

TEST(AWitness, SaysWhenItCannotTell) {
  std::string file = sample_journal(10);
  const std::string at_ten = line_of(file);
  const auto places = verified(file).records;
  file.replace(places[3].offset, 700, 700, '!');
  EXPECT_EQ(verdict(file, at_ten), WitnessVerdict::not_established);
}

TEST(AWitness, CanBeACode) {
  const Verification verification = verified(sample_journal(10));
  const std::string code = witness_code(*verification.last_checkpoint());
  EXPECT_TRUE(code.starts_with("GARDE WITNESS 1 10 ")) << code;
  // Nothing that a QR code's alphanumeric mode lacks.
  EXPECT_EQ(code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ "), std::string::npos);
  EXPECT_EQ(verdict(sample_journal(12), code), WitnessVerdict::holds);
  EXPECT_EQ(verdict(sample_journal(9), code), WitnessVerdict::shorter);
  EXPECT_EQ(parse_witness(code.substr(0, code.size() - 1), words()).error().subject, "check");
}

TEST(AWitness, IsReadAsPeopleWriteIt) {
  const std::string line = line_of(sample_journal(10));
  const Witness expected = parse_witness(line, words()).take();
  std::string shouted = "  ";
  for (const char c : line)
    shouted += c == ' ' ? std::string(", \n") : std::string(1, static_cast<char>(std::toupper(c)));
  EXPECT_EQ(parse_witness(shouted, words()).take(), expected);
  std::string four_letters;
  std::size_t letters = 0;
  for (const char c : line) {
    letters = c == ' ' ? 0 : letters + 1;
    if (letters <= 4) four_letters += c;
  }
  EXPECT_EQ(parse_witness(four_letters, words()).take(), expected);
}

TEST(AWitness, DoesNotMindAccents) {
  const auto list = WordList::from([] {
    auto spelled = syllables();
    spelled[0] = "elephant";
    spelled[1] = "chateau";
    return spelled;
  }());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->number_of("éléphant"), 0U);
  EXPECT_EQ(list->number_of("ÉLÉPHANT"), 0U);
  EXPECT_EQ(list->number_of("Château"), 1U);
  EXPECT_EQ(list->number_of("châ"), std::nullopt);
  EXPECT_EQ(list->number_of(""), std::nullopt);
}

TEST(AWitness, TellsASlipOfThePenFromAChangedJournal) {
  const std::string line = line_of(sample_journal(10));
  const std::size_t space = line.find(' ');
  const auto subject = [](std::string_view text) { return parse_witness(text, words()).error().subject; };
  EXPECT_EQ(subject(""), "size");
  EXPECT_EQ(subject(line.substr(space + 1)), "size");
  EXPECT_EQ(subject(line.substr(0, line.rfind(' '))), "count");
  EXPECT_EQ(subject(line + " " + line.substr(line.rfind(' ') + 1)), "count");
  EXPECT_EQ(subject("10 xylophone" + line.substr(line.find(' ', space + 1))), "word");
  // Of all wrong words in one place, and wrong numbers, one in 1 024 passes.
  std::size_t passed = 0;
  const std::string rest = line.substr(line.find(' ', space + 1));
  for (std::size_t number = 0; number < WordList::kSize; ++number)
    if (parse_witness("10 " + words().word(number) + rest, words())) ++passed;
  EXPECT_LE(passed, 6U);
  EXPECT_GE(passed, 1U);
  EXPECT_EQ(subject("11" + line.substr(space)), "check");
}

TEST(AWordList, IsCompleteAndUnambiguous) {
  auto list = syllables();
  list.pop_back();
  EXPECT_EQ(WordList::from(list).error().kind, ErrorKind::damaged);
  list.push_back(list.front() + "x");
  EXPECT_FALSE(WordList::from(list));
  list.back() = "abc";
  EXPECT_FALSE(WordList::from(list));
  list.back() = "Abcd";
  EXPECT_FALSE(WordList::from(list));
  list.back() = "abcd";
  EXPECT_TRUE(WordList::from(list));
}

}  // namespace
}  // namespace garde::journal
