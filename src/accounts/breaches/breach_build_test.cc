#include "accounts/breaches/breach_build.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "accounts/breaches/breach_corpus.h"
#include "accounts/breaches/testing/leaks.h"
#include "io/failing_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::accounts {
namespace {

using testing::corpus_bytes;
using testing::Leaks;
using testing::tree_with;

class Build : public ::testing::Test {
 protected:
  std::string error_of(std::string_view text) {
    const auto tree = tree_with(text);
    const auto source = LeakSource::open(*tree, "leaks.txt");
    if (!source) return describe(source.error());
    const auto built = build_corpus(*source, output(), [](std::uint64_t) {});
    return built ? fmt::format("{} entries", built->entries) : describe(built.error());
  }
  std::filesystem::path output() const { return folder_.path() / "corpus"; }
  bool nothing_is_left() const { return std::filesystem::is_empty(folder_.path()); }

  io::testing::TemporaryFolder folder_;
};

TEST_F(Build, TakesEitherLineEndAndNoneAtTheEnd) {
  const Leaks leaks(500);
  const std::string text = leaks.text();
  EXPECT_EQ(error_of(text), "500 entries");
  const std::string unix_lines = corpus_bytes(output());
  std::string windows;
  for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_EQ(error_of(windows), "500 entries");
  EXPECT_EQ(corpus_bytes(output()), unix_lines);
  EXPECT_EQ(error_of(text.substr(0, text.size() - 1)), "500 entries");
  EXPECT_EQ(corpus_bytes(output()), unix_lines);
}

TEST_F(Build, LeavesOutThePaddingOfTheService) {
  EXPECT_EQ(error_of("0000000000000000000000000000000000000000:0\n" + Leaks(3).text()), "3 entries");
}

TEST_F(Build, RefusesHashesOutOfOrder) {
  std::string text = Leaks(100).text();
  const std::size_t line_30 = testing::line_begin(text, 30);
  const std::size_t line_31 = testing::line_begin(text, 31);
  const std::size_t line_32 = testing::line_begin(text, 32);
  text = text.substr(0, line_30) + text.substr(line_31, line_32 - line_31) + text.substr(line_30, line_31 - line_30) +
         text.substr(line_32);
  EXPECT_EQ(error_of(text), "invalid_input: leaks.txt: line 32: not in the order of the hashes");
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(Build, SaysSoWhenTheOrderIsThatOfTheCounts) {
  EXPECT_EQ(error_of(Leaks(100).text_by_count()),
            "invalid_input: leaks.txt: line 2: in the order of the counts, not of the hashes");
}

TEST_F(Build, RefusesAHashTwice) {
  const std::string line = "00000000000000000000000000000000000000AA:1\n";
  EXPECT_EQ(error_of(line + line), "invalid_input: leaks.txt: line 2: the same hash as the line before");
}

TEST_F(Build, RefusesWhatIsNoHashAndCount) {
  const std::string good = "00000000000000000000000000000000000000AA:1\n";
  for (const std::string_view bad :
       {"x", "", "0000000000000000000000000000000000000000AA:1", "00000000000000000000000000000000000000AB",
        "00000000000000000000000000000000000000AB:", "00000000000000000000000000000000000000AB:1x",
        "00000000000000000000000000000000000000AB:-1", "0000000000000000000000000000000000000GAB:1",
        "00000000000000000000000000000000000000AB:99999999999999999999999",
        "00000000000000000000000000000000000000AB 1"})
    EXPECT_EQ(error_of(good + std::string(bad) + "\n"),
              "invalid_input: leaks.txt: line 2: not a hash of SHA-1 and a count")
        << bad;
  EXPECT_EQ(error_of(std::string(3'000'000, 'A')), "invalid_input: leaks.txt: line 1: not a hash of SHA-1 and a count");
}

TEST_F(Build, RefusesNtlmAmongTheLines) {
  EXPECT_EQ(error_of("00000000000000000000000000000000000000AA:1\n32ED87BDB5FDC5E9CBA88547376818D4:9\n"),
            "invalid_input: leaks.txt: line 2: hashes of NTLM, not of SHA-1");
}

TEST_F(Build, RefusesCompressedAndEmptyFiles) {
  for (const std::string_view start : {"7z\xBC\xAF\x27\x1C", "PK\x03\x04", "\x1F\x8B\x08", "\x28\xB5\x2F\xFD"})
    EXPECT_EQ(error_of(std::string(start) + std::string(100, 'x')), "invalid_input: leaks.txt: a compressed file");
  EXPECT_EQ(error_of(""), "invalid_input: leaks.txt: an empty list");
  EXPECT_EQ(error_of("0000000000000000000000000000000000000000:0\n").substr(0, 14), "invalid_input:");
  EXPECT_TRUE(nothing_is_left());
}

TEST_F(Build, RefusesAListThatIsCutOrHasAHole) {
  const std::string text = Leaks(2000).text();
  const auto from = [&](std::size_t line) { return testing::line_begin(text, line); };
  EXPECT_TRUE(error_of(text.substr(0, from(1500))).ends_with("a part of the list is missing"));
  EXPECT_TRUE(error_of(text.substr(from(500))).ends_with("a part of the list is missing"));
  EXPECT_TRUE(error_of(text.substr(0, from(900)) + text.substr(from(1000))).ends_with("a part of the list is missing"));
  EXPECT_TRUE(nothing_is_left());
  EXPECT_EQ(error_of(text), "2000 entries");
}

TEST_F(Build, ReadsAFolderOfRangesAndWaitsForTheOneThatIsMissing) {
  const auto tree = Leaks(20'000).range_tree();
  const auto late = tree->file("ranges/A7F");
  tree->remove("ranges/A7F");
  const auto source = LeakSource::open(*tree, "ranges", 3);
  ASSERT_TRUE(source);
  const auto stopped = build_corpus(*source, output(), [](std::uint64_t) {});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::not_found);
  EXPECT_EQ(stopped.error().subject, "ranges/A7F");
  EXPECT_FALSE(std::filesystem::exists(output()));

  tree->put_file("ranges/A7F", late);
  const auto built = build_corpus(*source, output(), [](std::uint64_t) {});
  ASSERT_TRUE(built) << describe(built.error());
  EXPECT_EQ(built->entries, 20'000U);
  EXPECT_GT(built->resumed_after, 10'000U);
  io::MemoryTree built_tree;
  const std::string bytes = corpus_bytes(output());
  const auto raw = std::as_bytes(std::span(bytes));
  built_tree.put_file("corpus", {raw.begin(), raw.end()});
  const auto corpus = BreachCorpus::open(std::move(built_tree.open("corpus", io::Access::random)).take(), "corpus",
                                         CorpusCheck::everything);
  ASSERT_TRUE(corpus);
  ASSERT_EQ(name(corpus->proof().doubt), "none");
  std::vector<crypto::Sha1Digest> hashes;
  for (std::uint64_t i = 0; i < 20'000; ++i) hashes.push_back(testing::hash_of(testing::leaked_password(i)));
  const auto counts = corpus->look_up(hashes);
  ASSERT_TRUE(counts);
  EXPECT_TRUE(std::ranges::all_of(*counts, [](const auto& count) { return count.has_value(); }));
}

TEST_F(Build, GoesOnAfterAnyFailingReadToTheSameFile) {
  const auto tree = tree_with(Leaks(30'000).text());
  const auto source = LeakSource::open(*tree, "leaks.txt");
  ASSERT_TRUE(build_corpus(*source, output(), [](std::uint64_t) {}));
  const std::string whole = corpus_bytes(output());
  for (std::uint64_t n = 0;; ++n) {
    std::filesystem::remove(output());
    const io::FailingTree failing(*tree, n, io::Failure::once);
    const auto broken = LeakSource::open(failing, "leaks.txt");
    const auto first =
        broken ? build_corpus(*broken, output(), [](std::uint64_t) {}) : Result<CorpusBuilt>(broken.error());
    if (!failing.has_failed()) break;
    ASSERT_FALSE(first) << n;
    ASSERT_FALSE(std::filesystem::exists(output())) << n;
    const auto second = build_corpus(*source, output(), [](std::uint64_t) {});
    ASSERT_TRUE(second) << describe(second.error());
    EXPECT_EQ(corpus_bytes(output()), whole) << n;
  }
}

// Whoever ends the program ends it between two checkpoints: behind the last one the file holds anything.
TEST_F(Build, GoesOnFromItsCheckpointWhateverWasWrittenAfterIt) {
  const auto tree = Leaks(30'000).range_tree();
  const auto source = LeakSource::open(*tree, "ranges", 3);
  ASSERT_TRUE(source);
  ASSERT_TRUE(build_corpus(*source, output(), [](std::uint64_t) {}));
  const std::string whole = corpus_bytes(output());
  std::filesystem::remove(output());
  const auto late = tree->file("ranges/801");
  tree->remove("ranges/801");
  ASSERT_FALSE(build_corpus(*source, output(), [](std::uint64_t) {}));
  tree->put_file("ranges/801", late);

  const std::filesystem::path partial = output().string() + ".partial";
  std::string bytes = corpus_bytes(partial);
  const auto header = parse_corpus_header(std::as_bytes(std::span(bytes)));
  ASSERT_TRUE(header);
  ASSERT_GT(header->entries, 10'000U);
  ASSERT_LT(header->entries, 20'000U);
  bytes.resize(header->entry_offset(header->entries));
  bytes += std::string(100'000, 'x');
  const std::uint64_t slots_end = header->slot_offset(header->directory_slots());
  for (std::uint64_t at = header->slot_offset(header->checkpoint.slots); at < slots_end; ++at) bytes[at] = 'x';
  std::ofstream(partial, std::ios::binary) << bytes;

  const auto built = build_corpus(*source, output(), [](std::uint64_t) {});
  ASSERT_TRUE(built) << describe(built.error());
  EXPECT_GT(built->resumed_after, 10'000U);
  EXPECT_EQ(corpus_bytes(output()), whole);
}

TEST_F(Build, IsNotMisledByAPartialFileOfSomethingElse) {
  std::ofstream(output().string() + ".partial", std::ios::binary) << std::string(10'000, 'x');
  EXPECT_EQ(error_of(Leaks(500).text()), "500 entries");
}

TEST_F(Build, StartsAnewWhenTheSourceIsAnother) {
  const auto tree = tree_with(Leaks(30'000).text());
  const auto source = LeakSource::open(*tree, "leaks.txt");
  const io::FailingTree failing(*tree, 4, io::Failure::once);
  const auto broken = LeakSource::open(failing, "leaks.txt");
  ASSERT_TRUE(broken);
  ASSERT_FALSE(build_corpus(*broken, output(), [](std::uint64_t) {}));
  const auto other_tree = tree_with(Leaks(20'000).text());
  const auto other = LeakSource::open(*other_tree, "leaks.txt");
  const auto built = build_corpus(*other, output(), [](std::uint64_t) {});
  ASSERT_TRUE(built);
  EXPECT_EQ(built->resumed_after, 0U);
  EXPECT_EQ(built->entries, 20'000U);
}

TEST_F(Build, TakesFewBytesForAKey) {
  const std::uint64_t entries = 20'000;
  ASSERT_EQ(error_of(Leaks(entries).text()), "20000 entries");
  EXPECT_LE(static_cast<double>(std::filesystem::file_size(output())), 4.1 * static_cast<double>(entries) + 2 * 4096);
}

TEST_F(Build, JoinsHashesOfOnePlaceWithTheLargerCount) {
  EXPECT_EQ(error_of("0000000000000000000000000000000000000001:1\n0000000000000000000000000000000000000002:70\n"
                     "0000000000000000000000000000000000000003:5\n"),
            "1 entries");
}

}  // namespace
}  // namespace garde::accounts
