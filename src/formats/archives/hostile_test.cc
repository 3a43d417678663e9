// Archives that are large, deep or malicious on purpose: never a crash, never said to be whole when they are not, and
// memory that does not follow what they claim.
#include <archive.h>
#include <archive_entry.h>

#include <gtest/gtest.h>

#include "formats/archives/testing/real_archives.h"
#include "io/failing_tree.h"

namespace garde::formats::archives {
namespace {

using namespace archives::testing;

// One entry as libarchive writes it.
struct Entry {
  std::string path;
  std::string content;
  std::int64_t claimed = -1;  // size, when it is not that of the content
};

// An archive in memory, by libarchive, which tar and many programs use.
std::vector<std::byte> archive_of(const std::string& format, const std::vector<Entry>& entries) {
  std::vector<std::byte> bytes(std::size_t{64} << 20U);
  std::size_t used = 0;
  struct archive* out = ::archive_write_new();
  GARDE_CHECK(::archive_write_set_format_by_name(out, format.c_str()) == ARCHIVE_OK);
  ::archive_write_set_bytes_per_block(out, 1);
  GARDE_CHECK(::archive_write_open_memory(out, bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
  struct archive_entry* entry = ::archive_entry_new();
  for (const Entry& one : entries) {
    ::archive_entry_clear(entry);
    ::archive_entry_copy_pathname(entry, one.path.c_str());
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_mtime(entry, 1'764'000'000, 0);
    ::archive_entry_set_size(entry, one.claimed >= 0 ? one.claimed : static_cast<std::int64_t>(one.content.size()));
    GARDE_CHECK(::archive_write_header(out, entry) >= ARCHIVE_WARN);
    ::archive_write_data(out, one.content.data(), one.content.size());
    if (one.claimed >= 0) break;  // closing would fill it up
  }
  ::archive_entry_free(entry);
  if (entries.back().claimed < 0) ::archive_write_close(out);
  ::archive_write_free(out);
  bytes.resize(used);
  return bytes;
}

std::string deep_path(std::size_t depth) {
  std::string path;
  for (std::size_t i = 0; i < depth; ++i) path += "d/";
  return path + "f.txt";
}

struct Format {
  const char* name;
  const char* file;
};
constexpr auto kFormats = std::to_array<Format>({{"zip", "a.zip"}, {"pax", "a.tar"}, {"7zip", "a.7z"}});

TEST(HostileArchives, WithManyEntriesAreReadToTheLast) {
  constexpr std::size_t kEntries = 20'000;  // a million of them, by hand: docs/performance.md
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < kEntries; ++i) entries.push_back({fmt::format("a/{}", i), "x", -1});
  for (const Format& format : kFormats) {
    io::MemoryTree tree;
    tree.put_file(format.file, archive_of(format.name, entries));
    const Verdict verdict = verify(tree);
    EXPECT_TRUE(verdict.is_clean()) << format.name << verdict.told();
    const auto reader = open(tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    std::size_t listed = 0;
    ASSERT_TRUE(reader->list(
        point,
        [&](const Node& node) -> Result<void> {
          listed += node.type == NodeType::file ? 1 : 0;
          return {};
        },
        [](const Damage&) {}));
    EXPECT_EQ(listed, kEntries) << format.name;
    EXPECT_EQ(content_of(*reader, point, fmt::format("a/{}", kEntries - 1)), "x") << format.name;
  }
}

TEST(HostileArchives, OfTenThousandFoldersOneInTheOtherAreReadOrTold) {
  for (const Format& format : kFormats) {
    io::MemoryTree tree;
    tree.put_file(format.file, archive_of(format.name, {{deep_path(10'000), "deep", -1}, {"near.txt", "near", -1}}));
    const Verdict verdict = verify(tree);
    ASSERT_TRUE(verdict.coverage) << format.name;
    if (!verdict.is_clean()) continue;  // told as what it cannot read
    const auto reader = open(tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    EXPECT_EQ(content_of(*reader, point, deep_path(10'000)), "deep") << format.name;
    EXPECT_EQ(content_of(*reader, point, "near.txt"), "near") << format.name;
  }
}

TEST(HostileArchives, ThatClaimTenTerabytesAreNeverWhole) {
  constexpr std::int64_t kClaimed = std::int64_t{10} << 40U;
  for (const Format& format : {Format{"pax", "a.tar"}, Format{"gnutar", "a.tar"}}) {
    io::MemoryTree tree;
    tree.put_file(format.file, archive_of(format.name, {{"disque.img", "a little", kClaimed}}));
    const Verdict verdict = verify(tree);
    ASSERT_TRUE(verdict.coverage) << format.name;
    EXPECT_TRUE(verdict.is_found()) << format.name << verdict.told();
    EXPECT_EQ(verdict.coverage->units_verified == 1 && verdict.damages.empty(), false) << format.name;
  }
}

TEST(HostileArchives, KeepNamesThatAreNotUtf8) {
  for (const Format& format : {Format{"zip", "a.zip"}, Format{"gnutar", "a.tar"}}) {
    io::MemoryTree tree;
    tree.put_file(format.file, archive_of(format.name, {{"caf\xe9/note\xff.txt", "contenu", -1}}));
    const Verdict verdict = verify(tree);
    EXPECT_TRUE(verdict.is_clean()) << format.name << verdict.told();
    const auto reader = open(tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    EXPECT_EQ(content_of(*reader, point, "caf\xe9/note\xff.txt"), "contenu") << format.name;
  }
}

// An I/O error at each operation in turn: accuses nobody once it reads well again, and never says that all was read.
TEST(HostileArchives, SurviveAnErrorOfTheDiskAtEveryOperation) {
  for (const Format& format : kFormats) {
    io::MemoryTree tree;
    tree.put_file(format.file, archive_of(format.name, {{"a.txt", letter(3000), -1}, {"b.txt", letter(2000, 2), -1}}));
    for (const io::Failure failure : {io::Failure::once, io::Failure::from_then_on})
      for (std::uint64_t n = 0;; ++n) {
        const io::FailingTree failing(tree, n, failure);
        const Verdict verdict = verify(failing);
        if (!failing.has_failed()) break;
        if (!verdict.coverage) {
          EXPECT_EQ(verdict.coverage.error().kind, ErrorKind::unreadable) << format.name << n;
          continue;
        }
        EXPECT_EQ(verdict.coverage->losses, 0U) << format.name << n << verdict.told();
        const bool is_all_read = verdict.is_clean() && verdict.coverage->units_verified == 1;
        EXPECT_FALSE(failure == io::Failure::from_then_on && is_all_read) << format.name << n;
      }
  }
}

}  // namespace
}  // namespace garde::formats::archives
