#include "accounts/breaches/breach_corpus.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "accounts/breaches/corpus_file.h"
#include "accounts/breaches/testing/leaks.h"
#include "io/disk_tree.h"
#include "io/failing_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::accounts {
namespace {

using testing::built_corpus;
using testing::hash_of;
using testing::leaked_password;

constexpr std::uint64_t kEntries = 20'000;

const std::string& sound() {
  static const std::string kBytes = built_corpus(kEntries);
  return kBytes;
}

std::unique_ptr<io::MemoryTree> tree_of(std::string_view bytes) {
  auto tree = std::make_unique<io::MemoryTree>();
  const auto raw = std::as_bytes(std::span(bytes));
  tree->put_file("corpus", {raw.begin(), raw.end()});
  return tree;
}

Result<BreachCorpus> open(const io::Tree& tree, CorpusCheck check = CorpusCheck::at_opening) {
  return BreachCorpus::open(std::move(tree.open("corpus", io::Access::random)).take(), "corpus", check);
}

std::string doubt_of(std::string_view bytes, CorpusCheck check = CorpusCheck::at_opening) {
  const auto tree = tree_of(bytes);
  const auto corpus = open(*tree, check);
  return corpus ? std::string(name(corpus->proof().doubt)) : describe(corpus.error());
}

// Where the header says the entries begin, and the header again after a change to it.
CorpusHeader header_of(const std::string& bytes) {
  return parse_corpus_header(std::as_bytes(std::span(bytes))).value();
}
std::string with_header(std::string bytes, const CorpusHeader& header) {
  const auto raw = to_bytes(header);
  bytes.replace(0, raw.size(), reinterpret_cast<const char*>(raw.data()), raw.size());
  return bytes;
}

TEST(BreachCorpus, FindsEverythingItWasMadeFromAndHowOften) {
  const auto tree = tree_of(sound());
  const auto corpus = open(*tree);
  ASSERT_TRUE(corpus);
  ASSERT_TRUE(corpus->proof().established());
  EXPECT_EQ(corpus->entries(), kEntries);
  std::vector<crypto::Sha1Digest> hashes;
  for (std::uint64_t i = 0; i < kEntries; ++i) hashes.push_back(hash_of(leaked_password(i)));
  const auto counts = corpus->look_up(hashes);
  ASSERT_TRUE(counts);
  for (std::uint64_t i = 0; i < kEntries; ++i) {
    ASSERT_TRUE((*counts)[i]) << i;
    EXPECT_EQ(1U << *(*counts)[i], std::bit_floor(static_cast<unsigned>(kEntries - i))) << i;
  }
}

TEST(BreachCorpus, DoesNotFindWhatItWasNotMadeFrom) {
  const auto tree = tree_of(sound());
  const auto corpus = open(*tree);
  std::vector<crypto::Sha1Digest> hashes;
  for (std::uint64_t i = kEntries; i < 3 * kEntries; ++i) hashes.push_back(hash_of(leaked_password(i)));
  const auto counts = corpus->look_up(hashes);
  ASSERT_TRUE(counts);
  EXPECT_LE(std::ranges::count_if(*counts, [](const auto& count) { return count.has_value(); }), 2);
}

TEST(BreachCorpus, OfAFewPasswordsWorksToo) {
  for (const std::uint64_t count : {3U, 50U, 191U, 192U, 193U, 400U})
    EXPECT_EQ(doubt_of(built_corpus(count)), "none") << count;
}

TEST(BreachProof, RefusesAnotherFile) {
  EXPECT_EQ(doubt_of(""), "not-a-corpus");
  EXPECT_EQ(doubt_of(testing::Leaks(100).text()), "not-a-corpus");
  EXPECT_EQ(doubt_of("7z\xBC\xAF\x27\x1C" + std::string(5000, 'x')), "not-a-corpus");
}

TEST(BreachProof, RefusesAFileCutOrGrownByOneByte) {
  EXPECT_EQ(doubt_of(sound().substr(0, sound().size() - 1)), "wrong-size");
  EXPECT_EQ(doubt_of(sound() + "x"), "wrong-size");
  for (std::size_t size = 0; size < sound().size(); size += 499)
    EXPECT_NE(doubt_of(std::string_view(sound()).substr(0, size)), "none") << size;
}

TEST(BreachProof, RefusesAnUnfinishedFile) {
  CorpusHeader header = header_of(sound());
  header.state = CorpusState::building;
  EXPECT_EQ(doubt_of(with_header(sound(), header)), "unfinished");
}

TEST(BreachProof, RefusesADirectoryThatFallsOrEndsElsewhere) {
  const CorpusHeader header = header_of(sound());
  std::string bytes = sound();
  bytes[header.slot_offset(7)] = static_cast<char>(bytes[header.slot_offset(7)] ^ 0x7F);
  bytes[header.slot_offset(7) + 1] = static_cast<char>(bytes[header.slot_offset(7) + 1] ^ 0x7F);
  EXPECT_EQ(doubt_of(bytes), "wrong-directory");
  bytes = sound();
  bytes[header.slot_offset(header.directory_slots() - 1)] ^= 1;
  EXPECT_EQ(doubt_of(bytes), "wrong-directory");
}

TEST(BreachProof, RefusesEntriesOutOfOrder) {
  std::string bytes = sound();
  const std::size_t at = header_of(bytes).entry_offset(10'000);
  std::swap_ranges(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + 4),
                   bytes.begin() + static_cast<std::ptrdiff_t>(at + 4));
  EXPECT_EQ(doubt_of(bytes), "wrong-order");
}

TEST(BreachProof, RefusesAListThatDoesNotFindWhatEveryListHolds) {
  std::string text = testing::Leaks(1000).text();
  const std::string azerty = "9CF95DACD226DCF43DA376CDB6CBBA7035218921";
  const std::size_t line = text.find(azerty);
  ASSERT_NE(line, std::string::npos);
  text.erase(line, text.find('\n', line) + 1 - line);
  EXPECT_EQ(doubt_of(testing::corpus_of(text)), "known-missing");
}

TEST(BreachProof, RefusesABucketThatChanceDoesNotMake) {
  const CorpusHeader header = header_of(sound());
  std::string bytes = sound();
  // The entries of four buckets in one of them.
  for (std::size_t bucket = 9; bucket < 12; ++bucket)
    for (std::size_t i = 0; i < 8; ++i) bytes[header.slot_offset(bucket) + i] = bytes[header.slot_offset(12) + i];
  EXPECT_EQ(doubt_of(bytes), "uneven");
}

// One bucket as full as one may be: of 134 million remainders every hundredth and more is taken. What is drawn at
// random finds two of them or fewer once in sixty times, and is drawn again: three times in a row is once in 200,000.
TEST(BreachProof, RefusesAListThatFindsAnything) {
  constexpr std::uint64_t kMany = 1'040'000;
  constexpr int kTries = 3;
  const io::testing::TemporaryFolder folder;
  auto file = CorpusFile::open(folder / "corpus", 1, 1, 1);
  ASSERT_TRUE(file);
  for (std::uint64_t i = 0; i < kMany; ++i) ASSERT_TRUE(file->add(i * (~std::uint64_t{0} / kMany), 0));
  ASSERT_TRUE(file->complete());
  const std::string bytes = testing::corpus_bytes(folder / "corpus");
  std::string doubt;
  for (int i = 0; i < kTries && doubt != "finds-anything"; ++i) doubt = doubt_of(bytes);
  EXPECT_EQ(doubt, "finds-anything");
}

TEST(BreachProof, OfEverythingFindsOneChangedBitAnywhere) {
  EXPECT_EQ(doubt_of(sound(), CorpusCheck::everything), "none");
  for (std::size_t at = 0; at < sound().size(); at += 1499) {
    std::string bytes = sound();
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    const bool in_unused_header = at >= kCorpusHeaderSize && at < kCorpusPage;
    if (!in_unused_header) {
      EXPECT_NE(doubt_of(bytes, CorpusCheck::everything), "none") << at;
    }
  }
}

// What was proved at the opening may be another file's bytes a second later.
TEST(BreachCorpus, JudgesEachBucketAgainBeforeItAnswers) {
  const io::testing::TemporaryFolder folder;
  const auto path = folder.write("corpus", sound());
  const auto tree = io::DiskTree::open(folder.path().string());
  ASSERT_TRUE(tree);
  const auto corpus =
      BreachCorpus::open((*tree)->open("corpus", io::Access::random).take(), "corpus", CorpusCheck::at_opening);
  ASSERT_TRUE(corpus && corpus->proof().established());
  const std::array hashes = {hash_of(leaked_password(1))};
  EXPECT_TRUE(corpus->look_up(hashes));
  const CorpusHeader header = header_of(sound());
  std::string bytes = sound();
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(header.entry_offset(0)), bytes.end(), '\0');
  folder.write("corpus", bytes);
  const auto found = corpus->look_up(hashes);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::damaged);
}

TEST(BreachProof, FailsWhenTheDiskDoes) {
  const auto tree = tree_of(sound());
  for (std::uint64_t n = 0;; n = n < 20 ? n + 1 : n * 2) {
    const io::FailingTree failing(*tree, n, io::Failure::from_then_on);
    auto file = failing.open("corpus", io::Access::random);
    if (!file) continue;
    const auto corpus = BreachCorpus::open(std::move(file).take(), "corpus", CorpusCheck::everything);
    if (!failing.has_failed()) break;
    ASSERT_FALSE(corpus) << n;
    EXPECT_EQ(corpus.error().kind, ErrorKind::unreadable);
  }
}

TEST(BreachFormat, CountsPastThirtyTwoBits) {
  CorpusHeader header;
  header.entries = 6'000'000'000;
  header.bucket_bits = bucket_bits_for(header.entries);
  const double mean = 6e9 / static_cast<double>(header.directory_slots() - 1);
  EXPECT_GE(mean, 96);
  EXPECT_LT(mean, 192);
  EXPECT_GT(header.entry_offset(header.entries - 1), 24'000'000'000U);
  EXPECT_LE(static_cast<double>(header.file_size()) / 6e9, 4.1);
  EXPECT_EQ(parse_corpus_header(to_bytes(header))->entries, header.entries);
}

TEST(BreachFormat, PutsEveryKeyInItsPlace) {
  EXPECT_EQ(place_of(~std::uint64_t{0}, 0).bucket, 0U);
  EXPECT_EQ(place_of(~std::uint64_t{0}, 0).remainder, (1U << kRemainderBits) - 1);
  EXPECT_EQ(place_of(0x8000000000000001, 32).bucket, 0x80000000U);
  EXPECT_EQ(place_of(0x80000000'FFFFFFFF, 32).remainder, (1U << kRemainderBits) - 1);
  EXPECT_EQ(log2_count_of(entry_of(5, 31)), 31U);
  EXPECT_EQ(remainder_of(entry_of(5, 31)), 5U);
}

}  // namespace
}  // namespace garde::accounts
