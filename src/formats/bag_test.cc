// Bags are read back with other people's programs: sha256sum, and Python's own hashlib over the manifest's words.
#include "formats/bag.h"

#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include "io/disk_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::formats {
namespace {

using io::testing::TemporaryFolder;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
const Date kDay{std::chrono::year{2026} / 11 / 26};

// The exit status of `sha256sum -c` in the bag's folder, over both manifests.
int sha256sum(const std::filesystem::path& bag) {
  const std::string command = "cd '" + bag.string() +
                              "' && sha256sum --quiet --strict -c manifest-sha256.txt >/dev/null 2>&1"
                              " && sha256sum --quiet --strict -c tagmanifest-sha256.txt >/dev/null 2>&1";
  return std::system(command.c_str());
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ABag, IsVerifiedBySha256sumAndAChangeIsNot) {
  const TemporaryFolder folder;
  auto bag = BagWriter::create(folder / "bag").take();
  for (const std::string_view name : {"note.txt", "Éléments du 3 mars/reçu n° 1.pdf", "100% sûr\\.doc", "a\nb", "-rf",
                                      "\xff\xfe.bin", "CON.", "  ", "journal/journal.garde"})
    ASSERT_TRUE(bag.add(name, bytes_of(name))) << name;
  ASSERT_TRUE(bag.finish({{"Source-Organization", "Cabinet"}, {"External-Description", "deux\nlignes"}}, kDay));
  EXPECT_EQ(sha256sum(folder / "bag"), 0);
  EXPECT_EQ(read(folder / "bag/bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  std::ofstream(folder / "bag/data/note.txt", std::ios::app) << ' ';
  EXPECT_NE(sha256sum(folder / "bag"), 0);
}

// What RFC 8493 asks of a complete bag: the payload is exactly what the manifest names, and Payload-Oxum counts it.
TEST(ABag, NamesEveryFileOfItsPayloadOnce) {
  const TemporaryFolder folder;
  auto bag = BagWriter::create(folder / "bag").take();
  for (const std::string_view name : {"a.txt", "A.TXT", "a.txt", "x/a.txt"})
    ASSERT_TRUE(bag.add(name, bytes_of("12345")));
  ASSERT_TRUE(bag.finish({}, kDay));
  std::set<std::string> on_disk;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "bag/data"))
    if (entry.is_regular_file()) on_disk.insert(std::filesystem::relative(entry.path(), folder / "bag").string());
  std::set<std::string> named;
  for (const BaggedFile& file : bag.files()) named.insert(file.path);
  EXPECT_EQ(on_disk, named);
  EXPECT_EQ(named.size(), 4U);
  EXPECT_NE(read(folder / "bag/bag-info.txt").find("Payload-Oxum: 20.4\n"), std::string::npos);
}

TEST(ABag, NeverLeavesItsFolder) {
  for (const std::string_view path : {"../../etc/passwd", "/etc/passwd", "a/../../b", "..", "./..//x"}) {
    const std::string kept = bag_path(path);
    EXPECT_FALSE(kept.starts_with('/')) << path;
    EXPECT_EQ(kept.find(".."), std::string::npos) << path;
  }
}

TEST(ABag, CutsNamesAndDepthsThatAStickDoesNotTake) {
  std::string deep;
  for (int i = 0; i < 500; ++i) deep += "d/";
  const TemporaryFolder folder;
  auto bag = BagWriter::create(folder / "bag").take();
  ASSERT_TRUE(bag.add(deep + "end", bytes_of("x")));
  ASSERT_TRUE(bag.add(std::string(5000, 'n'), bytes_of("y")));
  ASSERT_TRUE(bag.finish({}, kDay));
  EXPECT_EQ(sha256sum(folder / "bag"), 0);
}

class FileThatEnds final : public io::File {
 public:
  ByteCount size() const override { return {3 << 20}; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    if (offset > 0) return Error{ErrorKind::unreadable, "stick", offset, "Input/output error"};
    return out.size();
  }
  void drop_cached(std::uint64_t, ByteCount) const override {}
};

TEST(ABag, LeavesNothingOfAFileWhoseStickIsPulledOut) {
  const TemporaryFolder folder;
  auto bag = BagWriter::create(folder / "bag").take();
  const auto failed = bag.add_file("sample.doc", FileThatEnds(), {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().subject, "sample.doc");
  EXPECT_FALSE(std::filesystem::exists(folder / "bag/data/sample.doc"));
  ASSERT_TRUE(bag.add("after.txt", bytes_of("still here")));
  ASSERT_TRUE(bag.finish({}, kDay));
  EXPECT_EQ(sha256sum(folder / "bag"), 0);
}

TEST(ABag, IsNotWrittenOverSomethingThatIsThere) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "bag");
  const auto bag = BagWriter::create(folder / "bag");
  ASSERT_FALSE(bag);
  EXPECT_EQ(bag.error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace garde::formats
