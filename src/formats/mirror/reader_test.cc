#include "formats/mirror/reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "crypto/testing/bytes.h"
#include "formats/mirror/listing.h"
#include "io/disk_tree.h"
#include "io/memory_tree.h"
#include "io/testing/temporary_folder.h"

namespace garde::formats::mirror {
namespace {

namespace fs = std::filesystem;

void ignore(const Damage&) {}

std::string run(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(command.c_str(), "r");
  GARDE_CHECK(pipe != nullptr);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output.push_back(static_cast<char>(c));
  GARDE_CHECK(::pclose(pipe) == 0);
  return output;
}

// Made by rsync from a practice's folder.
class Mirror : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto noise = crypto::testing::noise(700'001, 3);
    folder.write("source/images/radio.dcm", {reinterpret_cast<const char*>(noise.data()), noise.size()});
    folder.write("source/dossiers/dupont.txt", "Madame Dupont");
    folder.write("source/dossiers/caf\xe9\n.txt", "no UTF-8");
    folder.write("source/dossiers/vide.txt", "");
    fs::create_directory(folder / "source/rien");
    fs::create_symlink("/etc/passwd", folder / "source/lien");
    ASSERT_EQ(::mkfifo((folder / "source/tube").c_str(), 0600), 0);
    run("rsync -a --no-D '" + source() + "/' '" + copy() + "'");
    ASSERT_EQ(::mkfifo((folder / "copy/tube").c_str(), 0600), 0);
    auto opened = io::DiskTree::open(copy());
    ASSERT_TRUE(opened);
    tree = std::move(opened).take();
    reader = open(*tree, 2);
  }
  std::string source() const { return (folder / "source").string(); }
  std::string copy() const { return (folder / "copy").string(); }
  RestorePoint point() const { return reader->restore_points(ignore).value().at(0); }
  std::map<std::string, Node> nodes() const {
    std::map<std::string, Node> all;
    EXPECT_TRUE(reader->list(
        point(),
        [&](const Node& node) -> Result<void> {
          const auto above = node.path.rfind('/');
          EXPECT_TRUE(above == std::string::npos || all.contains(node.path.substr(0, above))) << node.path;
          EXPECT_TRUE(all.emplace(node.path, node).second);
          return {};
        },
        ignore));
    return all;
  }

  io::testing::TemporaryFolder folder;
  std::unique_ptr<io::DiskTree> tree;
  std::unique_ptr<ArchiveReader> reader;
};

TEST_F(Mirror, ListsWhatFindLists) {
  std::istringstream lines(run("cd '" + copy() + "' && find . -mindepth 1 -printf '%P\\0%y %s %T@ %m\\0'"));
  auto all = nodes();
  std::string path;
  std::string facts;
  std::uint64_t bytes = 0;
  while (std::getline(lines, path, '\0') && std::getline(lines, facts, '\0')) {
    ASSERT_TRUE(all.contains(path)) << path;
    const Node node = all.extract(path).mapped();
    std::istringstream words(facts);
    char type = 0;
    std::uint64_t size = 0;
    std::int64_t seconds = 0;
    std::string fraction;
    std::string mode;
    words >> type >> size >> seconds >> fraction >> mode;
    const std::map<char, NodeType> types{
        {'f', NodeType::file}, {'d', NodeType::directory}, {'l', NodeType::symlink}, {'p', NodeType::other}};
    EXPECT_EQ(node.type, types.at(type)) << path;
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(node.modified.time_since_epoch()).count(), seconds) << path;
    EXPECT_EQ(node.permissions, std::stoul(mode, nullptr, 8)) << path;
    if (type != 'f') continue;
    EXPECT_EQ(node.size.value, size) << path;
    bytes += size;
  }
  EXPECT_TRUE(all.empty());
  EXPECT_EQ(point().bytes, ByteCount{bytes});
  EXPECT_EQ(point().files, 4U);
}

TEST_F(Mirror, IsAsOldAsItsNewestFileOrFolder) {
  run("find '" + copy() + "' -exec touch -h -d 2026-11-20T00:00:00Z {} +");
  EXPECT_EQ(to_iso(point().time), "2026-11-20T00:00:00.000Z");
  run("touch -d 2026-11-21T10:00:00Z '" + copy() + "/dossiers/vide.txt'");
  EXPECT_EQ(to_iso(point().time), "2026-11-21T10:00:00.000Z");
  run("touch -d 2026-11-22T10:00:00Z '" + copy() + "/rien'");
  EXPECT_EQ(to_iso(point().time), "2026-11-22T10:00:00.000Z");
  // A system writes into the root of a disk by itself, and nothing was backed up by that.
  folder.write("copy/System Volume Information/tracking.log", "x");
  folder.write("copy/.Trash-1000/files/old.txt", "x");
  EXPECT_EQ(to_iso(point().time), "2026-11-22T10:00:00.000Z");
  EXPECT_FALSE(nodes().contains("System Volume Information"));
}

TEST_F(Mirror, HasNoRestorePointWithoutAFile) {
  const io::testing::TemporaryFolder empty;
  fs::create_directories(empty / "a/b");
  fs::create_directory(empty / "lost+found");
  const auto root = io::DiskTree::open(empty.path().string());
  EXPECT_TRUE(open(**root)->restore_points(ignore)->empty());
}

TEST_F(Mirror, ReadsBackEveryFileAndNothingElse) {
  for (const auto& [path, node] : nodes()) {
    std::string content;
    const auto read = reader->read(point(), path, [&](std::span<const std::byte> piece) -> Result<void> {
      content.append(reinterpret_cast<const char*>(piece.data()), piece.size());
      return {};
    });
    ASSERT_EQ(read.has_value(), node.type == NodeType::file) << path;
    if (!read) continue;
    std::ifstream stream(source() + "/" + path, std::ios::binary);
    EXPECT_TRUE(content == std::string(std::istreambuf_iterator<char>(stream), {})) << path;
  }
  const auto nothing = [](std::span<const std::byte>) -> Result<void> { return {}; };
  for (const auto* path :
       {"../source/dossiers/dupont.txt", "/etc/passwd", "lien", "dossiers/../lien", "dossiers//vide.txt"})
    EXPECT_FALSE(reader->read(point(), path, nothing)) << path;
  EXPECT_EQ(reader->read(point(), "durand.txt", nothing).error().kind, ErrorKind::not_found);
}

TEST_F(Mirror, ComparesLiveFilesByContent) {
  const auto live = io::DiskTree::open(source());
  const auto compare = [&](const std::string& path) {
    return reader->compare(point(), path, **(*live)->open(path, io::Access::sequential)).value();
  };
  for (const auto* path : {"images/radio.dcm", "dossiers/dupont.txt", "dossiers/vide.txt"})
    EXPECT_EQ(compare(path), Comparison::same) << path;
  for (const std::size_t at : {0U, 262'143U, 262'144U, 700'000U}) {
    auto noise = crypto::testing::noise(700'001, 3);
    noise[at] ^= std::byte{1};
    folder.write("source/images/radio.dcm", {reinterpret_cast<const char*>(noise.data()), noise.size()});
    EXPECT_EQ(compare("images/radio.dcm"), Comparison::different) << at;
  }
  folder.write("source/dossiers/vide.txt", "plus maintenant");
  EXPECT_EQ(compare("dossiers/vide.txt"), Comparison::different);
}

TEST_F(Mirror, EndsAListingWhenAsked) {
  const auto listed = reader->list(
      point(), [](const Node&) -> Result<void> { return Error{ErrorKind::cancelled, "", std::nullopt, ""}; }, ignore);
  EXPECT_EQ(listed.error().kind, ErrorKind::cancelled);
}

TEST_F(Mirror, NamesTheFolderThatItMayNotEnter) {
  if (::geteuid() == 0) GTEST_SKIP() << "root enters everywhere";
  fs::permissions(folder / "copy/dossiers", fs::perms::none);
  std::set<std::string> named;
  const auto coverage = reader->verify({.level = Level::content}, [&](const Damage& damage) {
    named.insert(damage.subject.name);
    EXPECT_EQ(damage.kind, DamageKind::unreadable);
    EXPECT_EQ(damage.affected.paths.at(0).path, "dossiers/");
  });
  fs::permissions(folder / "copy/dossiers", fs::perms::owner_all);
  EXPECT_EQ(coverage->losses, 1U);
  EXPECT_EQ(named, std::set<std::string>{"dossiers/"});
}

TEST_F(Mirror, LeavesNoTrace) {
  const auto trace = [&] { return run("cd '" + copy() + "' && find . -printf '%p %T@ %A@ %C@\\n' | sort"); };
  run("find '" + copy() + "' -type f -exec touch -a -d 2020-01-01T00:00:00Z {} +");
  const auto before = trace();
  EXPECT_TRUE(reader->verify({.level = Level::content, .now = parse_instant("2026-11-26T00:00:00Z").value()}, ignore));
  EXPECT_EQ(trace(), before);
}

// Every folder holds another one, without end.
class Bottomless final : public io::Tree {
 public:
  Result<void> list(std::string_view /*directory*/, io::Detail /*detail*/, const io::OnEntry& on_entry) const override {
    TRY(on_entry({.name = "d", .type = io::EntryType::directory, .stat = folder()}));
    return {};
  }
  Result<io::Stat> stat(std::string_view /*path*/) const override { return folder(); }
  Result<std::unique_ptr<io::File>> open(std::string_view path, io::Access /*access*/) const override {
    return Error{ErrorKind::unreadable, std::string(path), std::nullopt, "a folder"};
  }

 private:
  static io::Stat folder() {
    io::Stat stat;
    stat.type = io::EntryType::directory;
    return stat;
  }
};

TEST(DeepMirror, EndsWhereNoBackupProgramGoes) {
  const Bottomless tree;
  std::vector<Damage> damages;
  const auto coverage =
      open(tree, 2)->verify({.level = Level::content}, [&](const Damage& d) { damages.push_back(d); });
  ASSERT_TRUE(coverage);
  ASSERT_EQ(damages.size(), 1U);
  EXPECT_EQ(damages[0].subject.kind, SubjectKind::directory);
  EXPECT_GT(damages[0].subject.name.size(), kMaxPath);
  std::uint64_t listed = 0;
  EXPECT_TRUE(open(tree)->list({}, [&](const Node&) -> Result<void> { return ++listed, Result<void>{}; }, ignore));
  EXPECT_EQ(listed, kMaxPath / 2 + 1);
}

}  // namespace
}  // namespace garde::formats::mirror
