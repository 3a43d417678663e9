#include "journal/record.h"

#include <functional>

#include <gtest/gtest.h>

#include "journal/testing/sample_journal.h"

namespace garde::journal {
namespace {

using testing::at;
using testing::note;

const crypto::Signature kPrevious{};

std::string encoded(const Draft& draft) { return encode_entry({2, Exercise::no, draft}, kPrevious).take(); }

std::string with(std::string text, std::string_view part, std::string_view replacement) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), replacement);
}

TEST(Entries, AreLinesAPersonCanRead) {
  Draft draft = note("Il était 18 h 05.\n\n\tFin.");
  draft.corrects = 1;
  draft.fields = {{FieldId::of("situation"), "ransom"}};
  draft.attachments = {{crypto::sha256({}), {12}, "écran.jpg"}};
  EXPECT_EQ(encoded(draft), "entry 2\nprevious " + std::string(128, '0') +
                                "\nfact 2026-11-23T17:05:00.000Z\nentered 2026-11-23T17:30:00.250Z\nkind note\n"
                                "author Mme Petit\nexercise no\ncorrects 1\nfield situation ransom\nattachment "
                                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 12 écran.jpg\n"
                                "text Il était 18 h 05.\ntext \ntext \tFin.\n");
}

TEST(Entries, ComeBackAsTheyWere) {
  for (const std::string_view text : {"", "a", "a\n", "\n", "\n\n", "a\n\nb", "\ttab", "entry 3\nleaf \n\nsignature"}) {
    for (Draft draft : testing::sample_drafts(5)) {
      draft.text = text;
      const Entry entry{7, Exercise::yes, draft};
      const auto decoded = decode_entry(encode_entry(entry, kPrevious).take());
      ASSERT_TRUE(decoded) << describe(decoded.error());
      EXPECT_EQ(*decoded, entry);
    }
  }
}

TEST(Entries, RefuseWhatWouldBreakALine) {
  const auto refused = [](std::string_view subject, const std::function<void(Draft&)>& spoil) {
    Draft draft = note("x");
    spoil(draft);
    const auto outcome = encode_entry({2, Exercise::no, draft}, kPrevious);
    ASSERT_FALSE(outcome) << subject;
    EXPECT_EQ(outcome.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(outcome.error().subject, subject);
  };
  refused("author", [](Draft& draft) { draft.author = ""; });
  refused("author", [](Draft& draft) { draft.author = "a\nkind forged"; });
  refused("author", [](Draft& draft) { draft.author = " a"; });
  refused("author", [](Draft& draft) { draft.author = "\xFF"; });
  refused("author", [](Draft& draft) { draft.author = std::string(kMaxLine.value + 1, 'a'); });
  refused("field", [](Draft& draft) { draft.fields = {{FieldId::of("a"), "b\tc"}}; });
  refused("attachment", [](Draft& draft) { draft.attachments = {{{}, {}, ""}}; });
  refused("text", [](Draft& draft) { draft.text = "a\rb"; });
  refused("text", [](Draft& draft) { draft.text = std::string("a\0b", 3); });
  refused("text", [](Draft& draft) { draft.text = "\xC3"; });
  refused("corrects", [](Draft& draft) { draft.corrects = 2; });
  refused("corrects", [](Draft& draft) { draft.corrects = 0; });
  refused("entry", [](Draft& draft) { draft.fact = at("2199-12-31T23:59:59Z") + std::chrono::hours{24}; });
}

TEST(Entries, EndAt64KiB) {
  Draft draft = note("");
  const std::size_t rest = encoded(note("x")).size() - 1;
  draft.text = std::string(kMaxEntry.value - rest, 'x');
  EXPECT_EQ(encoded(draft).size(), kMaxEntry.value);
  EXPECT_TRUE(decode_entry(encoded(draft)));
  draft.text += 'x';
  const auto outcome = encode_entry({2, Exercise::no, draft}, kPrevious);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().subject, "entry");
  draft.author = std::string(kMaxLine.value, 'a');
  draft.text = "";
  EXPECT_TRUE(decode_entry(encoded(draft)));
}

TEST(Entries, HaveOneSpellingOnly) {
  const std::string good = encoded([] {
    Draft draft = note("x");
    draft.corrects = 1;
    draft.fields = {{FieldId::of("a"), "1"}, {FieldId::of("b"), "2"}};
    draft.attachments = {{crypto::sha256({}), {12}, "n"}};
    return draft;
  }());
  ASSERT_TRUE(decode_entry(good));
  const std::pair<std::string_view, std::string_view> others[] = {
      {"entry 2", "entry 02"},
      {"entry 2", "entry 0"},
      {"entry 2", "Entry 2"},
      {"entry 2", "entry 18446744073709551616"},
      {"previous 0", "previous A"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23T17:05:00Z"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23T17:05:00.0000Z"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23T18:05:00+01:00"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23 17:05:00.000Z"},
      {"2026-11-23T17:05:00.000Z", "2026-02-30T17:05:00.000Z"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23T24:00:00.000Z"},
      {"2026-11-23T17:05:00.000Z", "2026-11-23T17:05:60.000Z"},
      {"kind note", "kind Note"},
      {"author Mme Petit", "author  Mme Petit"},
      {"exercise no", "exercise maybe"},
      {"corrects 1", "corrects 2"},
      {"field a 1\nfield b 2", "field b 2\nfield a 1"},
      {"field a 1\nfield b 2", "field a 1\nfield a 2"},
      {"field a 1", "field a "},
      {"field a 1", "field a"},
      {" 12 n", " 012 n"},
      {" 12 n", " 12 "},
      {" 12 n", " -1 n"},
      {"text x", "text "},
      {"text x\n", "text x"},
      {"text x\n", "text x\nfield c 3\n"},
      {"text x\n", "text x\r\n"},
      {"text x\n", "text x\n\n"},
  };
  for (const auto& [part, replacement] : others)
    EXPECT_FALSE(decode_entry(with(good, part, replacement))) << replacement;
  for (std::size_t size = 0; size < good.size() - 7; ++size)
    EXPECT_FALSE(decode_entry(good.substr(0, size)) && good[size - 1] != '\n') << size;
}

TEST(Headers, ComeBackAsTheyWere) {
  const Header header{JournalId::of("2026-11-23-a"), at("2026-11-23T17:00:00Z"), Exercise::yes, {}};
  const std::string text = encode_header(header);
  EXPECT_EQ(text, "garde journal 1\njournal 2026-11-23-a\ncreated 2026-11-23T17:00:00.000Z\nexercise yes\nkey " +
                      std::string(64, '0') + "\n");
  const auto decoded = decode_header(text);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, header);
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(decode_header(text.substr(0, size))) << size;
  EXPECT_EQ(decode_header(with(text, "journal 1", "journal 2")).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(decode_header(with(text, "journal 1", "journal x")).error().kind, ErrorKind::damaged);
}

TEST(Seals, AlwaysHaveTheSameSize) { EXPECT_EQ(encode_seal({}, {}).size(), kSealSize); }

}  // namespace
}  // namespace garde::journal
