#include "journal/writer.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/hex.h"
#include "io/testing/temporary_folder.h"
#include "journal/testing/sample_journal.h"

namespace garde::journal {
namespace {

using io::testing::TemporaryFolder;
using testing::at;
using testing::bytes_of;
using testing::note;
using testing::sample_drafts;

const Instant kNow = at("2026-11-23T18:00:00Z");

Writer create(const TemporaryFolder& folder, Exercise exercise = Exercise::no) {
  auto writer = Writer::create(folder.path(), {JournalId::of("a"), kNow, exercise});
  EXPECT_TRUE(writer) << describe(writer.error());
  return std::move(writer).take();
}

std::string bytes_in(const TemporaryFolder& folder) {
  std::ifstream file(journal_file(folder.path()), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const TemporaryFolder& folder, std::string_view bytes) {
  std::ofstream file(journal_file(folder.path()), std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

Contents contents_of(const TemporaryFolder& folder) { return read(bytes_of(bytes_in(folder))).take(); }

// A journal of the sample entries, and its bytes after each of them; [0] is the empty one.
std::vector<std::string> written(const TemporaryFolder& folder, std::size_t entries) {
  Writer writer = create(folder);
  std::vector<std::string> states{bytes_in(folder)};
  for (const Draft& draft : sample_drafts(entries)) {
    EXPECT_TRUE(writer.append(draft));
    states.push_back(bytes_in(folder));
  }
  return states;
}

TEST(AWriter, AddsEntriesThatVerify) {
  const TemporaryFolder folder;
  {
    Writer writer = create(folder, Exercise::yes);
    for (const Draft& draft : sample_drafts(5)) ASSERT_TRUE(writer.append(draft));
    EXPECT_EQ(writer.checkpoint(), contents_of(folder).verification.last_checkpoint());
  }
  {
    Writer writer = Writer::open(folder.path(), kNow).take();
    EXPECT_FALSE(writer.torn_tail());
    EXPECT_EQ(writer.append(note("encore"))->sequence, 6U);
  }
  const Contents contents = contents_of(folder);
  EXPECT_TRUE(contents.verification.holds());
  ASSERT_EQ(contents.entries.size(), 6U);
  EXPECT_EQ(contents.entries[0].said, sample_drafts(1)[0]);
  EXPECT_EQ(contents.entries[5].said.text, "encore");
  for (const Entry& entry : contents.entries) EXPECT_EQ(entry.exercise, Exercise::yes);
}

TEST(AWriter, HandsOnWhatItReadToOpen) {
  const TemporaryFolder folder;
  const std::vector<std::string> states = written(folder, 3);
  EXPECT_EQ(Writer::open(folder.path(), kNow).value().entries_at_opening(), contents_of(folder).entries);
  put(folder, states[3].substr(0, states[3].size() - 1));
  const auto torn = Writer::open(folder.path(), kNow);
  ASSERT_TRUE(torn);
  EXPECT_EQ(torn->entries_at_opening(), contents_of(folder).entries) << "with the entry that replaced the torn tail";
  EXPECT_EQ(torn->entries_at_opening().size(), 3U);
}

TEST(AWriter, AsksBeforeItReplacesATornTail) {
  const TemporaryFolder folder;
  const std::vector<std::string> states = written(folder, 3);
  const std::string torn = states[3].substr(0, states[3].size() - 1);
  put(folder, torn);
  const auto refused = Writer::open(folder.path(), kNow, [](const Verification& found) -> Result<void> {
    EXPECT_EQ(found.intact->entries, 2U);
    return Error{ErrorKind::damaged, "it", std::nullopt, "an end is gone"};
  });
  EXPECT_EQ(refused.error().detail, "an end is gone");
  EXPECT_EQ(bytes_in(folder), torn);
}

TEST(AWriter, NeverChangesWhatStands) {
  const TemporaryFolder folder;
  const auto states = written(folder, 8);
  for (std::size_t n = 1; n < states.size(); ++n) EXPECT_TRUE(states[n].starts_with(states[n - 1])) << n;
}

TEST(AWriter, IsAlone) {
  const TemporaryFolder folder;
  Writer writer = create(folder);
  EXPECT_EQ(Writer::open(folder.path(), kNow).error().kind, ErrorKind::busy);
  EXPECT_TRUE(writer.append(note("x")));
  EXPECT_EQ(Writer::create(folder.path(), {JournalId::of("b"), kNow, {}}).error().kind, ErrorKind::conflict);
}

TEST(AWriter, RefusesABadEntryAndGoesOn) {
  const TemporaryFolder folder;
  Writer writer = create(folder);
  Draft bad = note("x");
  bad.author = "two\nlines";
  EXPECT_EQ(writer.append(bad).error().kind, ErrorKind::invalid_input);
  EXPECT_EQ(writer.append(note("x"))->sequence, 1U);
  EXPECT_TRUE(contents_of(folder).verification.holds());
}

TEST(AWriter, WantsItsOwnKey) {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  written(folder, 2);
  written(other, 2);
  std::filesystem::copy_file(key_file(other.path()), key_file(folder.path()),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(Writer::open(folder.path(), kNow).error().kind, ErrorKind::damaged);
  std::filesystem::remove(key_file(folder.path()));
  EXPECT_EQ(Writer::open(folder.path(), kNow).error().kind, ErrorKind::not_found);
  EXPECT_EQ(Writer::open(folder.path() / "none", kNow).error().kind, ErrorKind::not_found);
}

// Cut at every byte of the last record: what was acknowledged stays, what was torn is kept in an entry.
TEST(ATornTail, IsReplacedByAnEntryThatQuotesIt) {
  const TemporaryFolder folder;
  const auto states = written(folder, 3);
  for (std::size_t size = states[2].size() + 1; size < states[3].size(); ++size) {
    put(folder, std::string_view(states[3]).substr(0, size));
    const std::string tail = states[3].substr(states[2].size(), size - states[2].size());
    {
      Writer writer = Writer::open(folder.path(), kNow).take();
      ASSERT_TRUE(writer.torn_tail()) << size;
      EXPECT_EQ(*writer.torn_tail(), (Tail{states[2].size(), {tail.size()}}));
      ASSERT_TRUE(writer.append(note("après")));
    }
    const Contents contents = contents_of(folder);
    EXPECT_TRUE(contents.verification.holds()) << size;
    ASSERT_EQ(contents.entries.size(), 4U);
    EXPECT_EQ(contents.entries[1].said, sample_drafts(2)[1]);
    const Draft& torn = contents.entries[2].said;
    EXPECT_EQ(torn.kind, Kind::of(kTornTailKind));
    EXPECT_EQ(torn.text, to_hex(bytes_of(tail)));
    EXPECT_EQ(torn.fields.at(FieldId::of("sha256")), crypto::sha256(bytes_of(tail)).hex());
    EXPECT_EQ(contents.entries[3].said.text, "après");
  }
}

// A disk writes the sectors of one write in any order, and some never.
TEST(ATornTail, OfSectorsInAnyOrderLosesNothingAcknowledged) {
  const TemporaryFolder folder;
  std::string before;
  std::string after;
  {
    Writer writer = create(folder);
    ASSERT_TRUE(writer.append(note("premier")));
    before = bytes_in(folder);
    ASSERT_TRUE(writer.append(note(std::string(3000, 'x'))));
    after = bytes_in(folder);
  }
  constexpr std::size_t kSector = 512;
  const std::size_t first = before.size() / kSector;
  const std::size_t sectors = (after.size() + kSector - 1) / kSector - first;
  for (std::uint32_t written_sectors = 0; written_sectors < 1U << sectors; ++written_sectors) {
    std::string state = after;
    std::string old = before;
    old.resize(after.size(), '\0');
    for (std::size_t n = 0; n < sectors; ++n) {
      const std::size_t start = (first + n) * kSector;
      if ((written_sectors >> n & 1U) == 0) state.replace(start, kSector, old.substr(start, kSector));
    }
    put(folder, state);
    const auto writer = Writer::open(folder.path(), kNow);
    ASSERT_TRUE(writer) << written_sectors << ' ' << describe(writer.error());
    const Contents contents = contents_of(folder);
    EXPECT_TRUE(contents.verification.holds()) << written_sectors;
    EXPECT_EQ(contents.entries.size(), 2U);
    EXPECT_EQ(contents.entries[0].said.text, "premier");
    EXPECT_EQ(contents.entries[1].said.kind == Kind::of(kTornTailKind), state != after);
  }
}

// As far as a person can tell an entry that was cut short from one that was changed: it is kept, and said.
TEST(ATornTail, CanBeALastRecordThatDoesNotVerify) {
  const TemporaryFolder folder;
  const auto states = written(folder, 3);
  std::string changed = states[3];
  changed[states[2].size() + 200] ^= 1;
  put(folder, changed);
  ASSERT_TRUE(Writer::open(folder.path(), kNow).take().torn_tail());
  const Contents contents = contents_of(folder);
  EXPECT_TRUE(contents.verification.holds());
  EXPECT_EQ(contents.entries[2].said.text, to_hex(bytes_of(changed.substr(states[2].size()))));
}

TEST(AJournal, DamagedBeforeItsLastRecordIsOnlyRead) {
  const TemporaryFolder folder;
  const auto states = written(folder, 5);
  for (std::size_t entry = 0; entry < 5; ++entry) {
    std::string changed = states[5];
    changed[states[entry].size() - 10] ^= 1;
    put(folder, changed);
    EXPECT_EQ(Writer::open(folder.path(), kNow).error().kind, ErrorKind::damaged) << entry;
    EXPECT_EQ(bytes_in(folder), changed);
  }
}

TEST(AFullDisk, LosesNothingAcknowledged) {
  const TemporaryFolder folder;
  Writer writer = create(folder);
  ASSERT_TRUE(writer.append(note("premier")));
  const std::string before = bytes_in(folder);
  rlimit unlimited{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &unlimited), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{.rlim_cur = before.size() + 100, .rlim_max = unlimited.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto outcome = writer.append(note("second"));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &unlimited), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::no_space);
  EXPECT_EQ(bytes_in(folder), before);
  EXPECT_FALSE(writer.append(note("third")));
}

}  // namespace
}  // namespace garde::journal
