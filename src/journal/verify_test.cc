#include "journal/verify.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "journal/merkle.h"
#include "journal/testing/sample_journal.h"

namespace garde::journal {

void PrintTo(const Damage& damage, std::ostream* out) {
  *out << "entry " << damage.entry << " at " << damage.offset << ": " << name(damage.kind);
}

namespace {

using testing::bytes_of;
using ::testing::ElementsAre;
using ::testing::Field;
using testing::journal_of;
using testing::note;
using testing::sample_drafts;
using testing::sample_journal;

Verification verified(std::string_view file) {
  auto verification = verify(bytes_of(file));
  EXPECT_TRUE(verification) << describe(verification.error());
  return std::move(verification).take();
}

std::vector<std::pair<std::uint64_t, DamageKind>> damage_of(const Verification& verification) {
  std::vector<std::pair<std::uint64_t, DamageKind>> damage;
  for (const Damage& one : verification.damage) damage.emplace_back(one.entry, one.kind);
  return damage;
}

// Where each record of an intact journal starts, and the end; [0] is the header.
std::vector<std::size_t> starts_of(std::string_view file) {
  std::vector<std::size_t> starts{0};
  for (const RecordPlace& place : verified(file).records) starts.push_back(place.offset);
  starts.push_back(file.size());
  return starts;
}

TEST(AnIntactJournal, HoldsAtEverySize) {
  for (std::size_t entries = 0; entries <= 33; ++entries) {
    const std::string file = sample_journal(entries);
    const auto contents = read(bytes_of(file));
    ASSERT_TRUE(contents);
    const Verification& verification = contents->verification;
    EXPECT_TRUE(verification.holds());
    EXPECT_FALSE(verification.tail);
    EXPECT_EQ(verification.header->id, JournalId::of("2026-11-23-a"));
    ASSERT_TRUE(verification.intact);
    EXPECT_EQ(verification.intact->entries, entries);
    EXPECT_EQ(verification.intact->end, file.size());
    EXPECT_EQ(verification.last_checkpoint()->size, entries);
    EXPECT_EQ(verification.last_checkpoint()->root, root_of(verification.leaves));
    ASSERT_EQ(contents->entries.size(), entries);
    for (std::size_t n = 0; n < entries; ++n) {
      EXPECT_EQ(contents->entries[n].sequence, n + 1);
      EXPECT_EQ(contents->entries[n].said, sample_drafts(entries)[n]);
    }
  }
}

// The promise: whatever byte of a 50-entry journal changes, it shows, and the entry is named. Every fourth byte
// from the parameter on, so that the sweep runs on several processors.
class ChangedBytes : public ::testing::TestWithParam<std::size_t> {};

TEST_P(ChangedBytes, AreAlwaysSeenAndTheirEntryNamed) {
  const std::string intact = sample_journal(50);
  const auto starts = starts_of(intact);
  constexpr std::array kFlips{0x01, 0x20, 0x80, 0xFF, 0x04};
  std::size_t entry = 0;
  for (std::size_t at = GetParam(); at < intact.size(); at += 4) {
    while (at >= starts[entry + 1]) ++entry;
    std::string changed = intact;
    changed[at] = static_cast<char>(changed[at] ^ kFlips[at % kFlips.size()]);
    const auto verification = verify(bytes_of(changed));
    if (!verification) {
      // Only the first line can make it something that is no journal of version 1.
      EXPECT_LT(at, std::string_view("garde journal 1\n").size());
      continue;
    }
    ASSERT_THAT(verification->damage, ElementsAre(Field(&Damage::entry, entry)))
        << "byte " << at - starts[entry] << " of entry " << entry;
  }
}

INSTANTIATE_TEST_SUITE_P(FromByte, ChangedBytes, ::testing::Range(std::size_t{0}, std::size_t{4}));

// What could pass for structure.
TEST(AChangedByte, MadeALineFeedOrABlankIsSeenAndItsEntryNamed) {
  const std::string intact = sample_journal(4);
  const auto starts = starts_of(intact);
  std::size_t entry = 0;
  for (std::size_t at = 0; at < intact.size(); ++at) {
    if (at >= starts[entry + 1]) ++entry;
    for (const char replacement : {'\n', ' ', '\0'}) {
      std::string changed = intact;
      if (changed[at] == replacement) continue;
      changed[at] = replacement;
      const auto verification = verify(bytes_of(changed));
      if (!verification) continue;
      // The very last byte made zero is what a torn write can look like.
      if (verification->tail && at + 1 == intact.size() && replacement == '\0') continue;
      ASSERT_THAT(verification->damage, ElementsAre(Field(&Damage::entry, entry)))
          << "byte " << at - starts[entry] << " of entry " << entry << " made " << static_cast<int>(replacement);
    }
  }
}

TEST(ACutEnd, BetweenTwoEntriesCannotBeSeen) {
  const std::string file = sample_journal(20);
  const auto starts = starts_of(file);
  for (std::size_t entries = 0; entries <= 20; ++entries) {
    const Verification verification = verified(file.substr(0, starts[entries + 1]));
    EXPECT_TRUE(verification.holds());
    EXPECT_EQ(verification.leaves.size(), entries);
  }
}

TEST(ACutEnd, InsideTheLastRecordIsATornTail) {
  const std::string file = sample_journal(3);
  const auto starts = starts_of(file);
  for (std::size_t size = starts[3] + 1; size < file.size(); ++size) {
    const Verification verification = verified(file.substr(0, size));
    EXPECT_TRUE(verification.holds()) << size;
    ASSERT_TRUE(verification.tail) << size;
    EXPECT_EQ(*verification.tail, (Tail{starts[3], {size - starts[3]}}));
    EXPECT_EQ(verification.intact->entries, 2U);
    EXPECT_EQ(verification.intact->end, starts[3]);
  }
}

TEST(ACutEnd, FilledWithZerosIsATornTail) {
  const std::string file = sample_journal(3);
  const auto starts = starts_of(file);
  for (std::size_t size = starts[3]; size < file.size(); size += 7) {
    const Verification verification = verified(file.substr(0, size) + std::string(4096, '\0'));
    EXPECT_TRUE(verification.holds()) << size;
    EXPECT_EQ(verification.tail, (Tail{starts[3], {size - starts[3] + 4096}}));
  }
}

TEST(ACutEnd, InsideTheHeaderIsDamage) {
  const std::string file = sample_journal(0);
  for (std::size_t size = 14; size < file.size(); ++size) {
    const Verification verification = verified(file.substr(0, size));
    ASSERT_EQ(verification.damage.size(), 1U) << size;
    EXPECT_EQ(verification.damage[0].entry, 0U);
    EXPECT_FALSE(verification.intact);
  }
  for (std::size_t size = 0; size < 14; ++size)
    EXPECT_EQ(verify(bytes_of(file.substr(0, size))).error().kind, ErrorKind::invalid_input) << size;
}

TEST(AnEntry, ThatIsGoneIsMissed) {
  const std::string file = sample_journal(9);
  const auto starts = starts_of(file);
  for (std::size_t entry = 1; entry < 9; ++entry) {
    std::string changed = file;
    changed.erase(starts[entry], starts[entry + 1] - starts[entry]);
    const Verification verification = verified(changed);
    EXPECT_THAT(damage_of(verification), ElementsAre(std::pair(entry, DamageKind::missing)));
    EXPECT_EQ(verification.intact->entries, entry - 1);
  }
}

TEST(AnEntry, ThatStandsTwiceIsOutOfPlace) {
  const std::string file = sample_journal(9);
  const auto starts = starts_of(file);
  for (std::size_t entry = 1; entry < 9; ++entry) {
    std::string changed = file;
    changed.insert(starts[entry + 1], file.substr(starts[entry], starts[entry + 1] - starts[entry]));
    EXPECT_THAT(damage_of(verified(changed)), ElementsAre(std::pair(entry + 1, DamageKind::out_of_place)));
  }
}

TEST(AnEntry, OfAnotherJournalDoesNotFit) {
  const std::string file = sample_journal(9);
  const auto starts = starts_of(file);
  const std::string other = journal_of(sample_drafts(9), Exercise::no, std::byte{8});
  ASSERT_EQ(other.size(), file.size());
  for (std::size_t entry = 1; entry <= 9; ++entry) {
    std::string changed = file;
    changed.replace(starts[entry], starts[entry + 1] - starts[entry], other, starts[entry],
                    starts[entry + 1] - starts[entry]);
    EXPECT_EQ(verified(changed).damage.front().entry, entry);
  }
}

// Without the key the lines, the leaf and the copies can all be made to fit; the signatures cannot.
TEST(AnEntry, ForgedWithItsLeafIsNotSigned) {
  const std::string file = sample_journal(9);
  const auto starts = starts_of(file);
  for (std::size_t entry = 4; entry <= 9; ++entry) {
    std::string changed = file;
    const std::size_t size = starts[entry + 1] - starts[entry] - kSealSize;
    std::string lines = file.substr(starts[entry], size);
    lines.replace(lines.find("Note"), 4, "Faux");
    changed.replace(starts[entry], size, lines);
    changed.replace(starts[entry] + size + kLeafWord.size(), 64, TreeHasher().leaf(bytes_of(lines)).hex());
    const Verification verification = verified(changed);
    EXPECT_THAT(damage_of(verification), ElementsAre(std::pair(entry, DamageKind::not_signed)));
    EXPECT_EQ(verification.intact->entries, entry - 1);
  }
}

TEST(SeveralChanges, AreAllNamed) {
  std::string file = sample_journal(30);
  const auto starts = starts_of(file);
  file[starts[5] + 200] ^= 1;                   // the lines of entry 5
  file[starts[11] - kSealSize + 10] ^= 1;       // the leaf of entry 10
  file[starts[21] - kSignatureLine + 20] ^= 1;  // the signature of entry 20
  file[file.size() - 20] ^= 1;                  // the last signature
  const Verification verification = verified(file);
  std::vector<std::uint64_t> entries;
  for (const Damage& damage : verification.damage) entries.push_back(damage.entry);
  EXPECT_THAT(entries, ElementsAre(5, 10, 20, 30));
  EXPECT_EQ(verification.intact->entries, 4U);
  EXPECT_EQ(verification.leaves.size(), 30U);
}

TEST(SeveralChanges, AreCountedBeyondTheList) {
  std::string file = sample_journal(kMaxDamageListed + 10);
  const auto starts = starts_of(file);
  for (std::size_t entry = 1; entry <= kMaxDamageListed + 10; ++entry) file[starts[entry] + 150] ^= 1;
  const Verification verification = verified(file);
  EXPECT_EQ(verification.damage.size(), kMaxDamageListed);
  EXPECT_EQ(verification.damage_count, kMaxDamageListed + 10);
}

TEST(AWholeBlock, OverwrittenIsNamedFromItsFirstEntryOn) {
  std::string file = sample_journal(30);
  const auto starts = starts_of(file);
  std::fill(file.begin() + static_cast<std::ptrdiff_t>(starts[10] + 50),
            file.begin() + static_cast<std::ptrdiff_t>(starts[13] + 50), '\xAA');
  const Verification verification = verified(file);
  EXPECT_EQ(verification.damage.front().entry, 10U);
  EXPECT_EQ(verification.intact->entries, 9U);
  EXPECT_EQ(verification.records.back().sequence, 30U);
}

TEST(AnExercise, SaysSoInEveryEntry) {
  const Contents exercise = read(bytes_of(journal_of(sample_drafts(3), Exercise::yes))).take();
  EXPECT_TRUE(exercise.verification.holds());
  for (const Entry& entry : exercise.entries) EXPECT_EQ(entry.exercise, Exercise::yes);
  // Signed, but by no writer of ours: an entry that could be mistaken for a real one.
  const Contents mixed = read(bytes_of(journal_of(sample_drafts(3), Exercise::yes, std::byte{7}, Exercise::no))).take();
  EXPECT_THAT(damage_of(mixed.verification),
              ElementsAre(std::pair(1, DamageKind::malformed), std::pair(2, DamageKind::malformed),
                          std::pair(3, DamageKind::malformed)));
}

TEST(AFile, ThatIsNoJournalIsRefused) {
  EXPECT_EQ(verify({}).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(verify(bytes_of("hello\n")).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(verify(bytes_of(std::string(100'000, '\n'))).error().kind, ErrorKind::invalid_input);
  std::string later = sample_journal(3);
  later[std::string_view("garde journal ").size()] = '2';
  EXPECT_EQ(verify(bytes_of(later)).error().kind, ErrorKind::unsupported);
}

TEST(AFile, OfNothingButDamageIsReadInOneGo) {
  std::string file = sample_journal(1);
  while (file.size() < 2U << 20U) file += "entry 5\nentry 9999999\n\n\nprevious \n";
  const Verification verification = verified(file);
  EXPECT_FALSE(verification.holds());
  EXPECT_EQ(verification.intact->entries, 1U);
}

}  // namespace
}  // namespace garde::journal
