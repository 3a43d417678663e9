#include "formats/restic/reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "crypto/testing/bytes.h"
#include "formats/restic/repository.h"
#include "formats/restic/testing/real_repository.h"
#include "formats/too_much.h"
#include "io/memory_tree.h"

namespace garde::formats::restic {
namespace {

namespace fs = std::filesystem;
using testing::RealRepository;

std::string noise(std::size_t size, std::uint64_t seed) {
  const auto bytes = crypto::testing::noise(size, seed);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void write_practice(const RealRepository& repository) {
  repository.write("dossiers/dupont.txt", "Madame Dupont");
  repository.write("dossiers/martin.txt", "Monsieur Martin");
  repository.write("dossiers/copie de dupont.txt", "Madame Dupont");
  repository.write("dossiers/vide.txt", "");
  repository.write("agenda/2026/11/rendez-vous \"urgent\".ics", "BEGIN:VCALENDAR");
  repository.write("agenda/caf\xe9\n\\\t\x01\x7f\u00e9\U0001f600.txt", "no UTF-8");
  repository.write("images/radio.dcm", noise(5'000'000, 7));
  repository.write("images/zeros.img", std::string(9'000'000, '\0'));
  fs::create_symlink("../dossiers/dupont.txt", repository.source() + "/agenda/lien");
  fs::create_directory(repository.source() + "/dossiers/rien");
  ASSERT_EQ(::mkfifo((repository.source() + "/tube").c_str(), 0600), 0);
  fs::permissions(repository.source() + "/dossiers/martin.txt", fs::perms(07751));
}

std::vector<Damage> damages;
void keep(const Damage& damage) { damages.push_back(damage); }
std::string told() {
  std::string text;
  for (const Damage& damage : damages) {
    text += fmt::format("{} {} {} in {}: {}\n", name(damage.consequence), name(damage.kind), damage.subject.name,
                        damage.within, damage.detail);
    for (const auto& path : damage.affected.paths) text += "  " + path.path + "\n";
  }
  return text;
}

class Restic : public ::testing::TestWithParam<int> {
 protected:
  Restic() : repository(GetParam()) {}
  void SetUp() override {
    damages.clear();
    write_practice(repository);
    repository.backup();
    open();
  }
  void open() {
    tree = repository.tree();
    auto opened = restic::open(*tree, RealRepository::password(), 2);
    ASSERT_TRUE(opened) << describe(opened.error());
    reader = std::move(opened).take();
    auto read = reader->restore_points(keep);
    ASSERT_TRUE(read) << describe(read.error());
    points = std::move(read).take();
  }
  std::map<std::string, Node> list(const RestorePoint& point) const {
    std::map<std::string, Node> nodes;
    const auto listed = reader->list(
        point,
        [&](const Node& node) -> Result<void> {
          EXPECT_TRUE(nodes.emplace(node.path, node).second) << node.path;
          return {};
        },
        keep);
    EXPECT_TRUE(listed);
    return nodes;
  }
  Coverage verify(VerifyRequest request) const {
    request.threads = 2;
    auto coverage = reader->verify(request, keep);
    EXPECT_TRUE(coverage) << describe(coverage.error());
    return coverage.value_or(Coverage{});
  }

  RealRepository repository;
  std::unique_ptr<io::DiskTree> tree;
  std::unique_ptr<ArchiveReader> reader;
  std::vector<RestorePoint> points;
};
INSTANTIATE_TEST_SUITE_P(Version, Restic, ::testing::Values(1, 2));

NodeType type_of(std::string_view text) {
  if (text == "file") return NodeType::file;
  if (text == "dir") return NodeType::directory;
  return text == "symlink" ? NodeType::symlink : NodeType::other;
}

TEST_P(Restic, ListsWhatResticLists) {
  ASSERT_EQ(points.size(), 1U);
  std::istringstream lines(repository.run("ls --json latest"));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const auto snapshot = boost::json::parse(line).as_object();
  EXPECT_EQ(points[0].id, snapshot.at("id").as_string());
  EXPECT_EQ(points[0].time, parse_instant(std::string(snapshot.at("time").as_string())));
  EXPECT_EQ(points[0].host, snapshot.at("hostname").as_string());
  EXPECT_EQ(points[0].paths, std::vector<std::string>{repository.source()});
  auto nodes = list(points[0]);
  while (std::getline(lines, line)) {
    const auto expected = boost::json::parse(line).as_object();
    // restic writes a byte that is no UTF-8 as U+FFFD here; the listing of the disk is the oracle for that name.
    std::string path(expected.at("path").as_string());
    path.erase(0, 1);
    if (const auto at = path.find("caf\xef\xbf\xbd"); at != std::string::npos) path.replace(at, 6, "caf\xe9");
    ASSERT_TRUE(nodes.contains(path)) << path;
    const Node node = nodes.extract(path).mapped();
    EXPECT_EQ(node.type, type_of(expected.at("type").as_string())) << path;
    if (const auto* size = expected.if_contains("size")) {
      EXPECT_EQ(node.size.value, size->to_number<std::uint64_t>()) << path;
    }
    EXPECT_EQ(node.modified, parse_instant(std::string(expected.at("mtime").as_string()))) << path;
    EXPECT_EQ(node.permissions & 0777U, expected.at("mode").to_number<std::uint64_t>() & 0777U) << path;
  }
  EXPECT_TRUE(nodes.empty()) << nodes.begin()->first;
  EXPECT_TRUE(damages.empty()) << told();
}

TEST_P(Restic, ListsWhatIsOnTheDisk) {
  const auto nodes = list(points[0]);
  std::size_t found = 0;
  for (const auto& entry : fs::recursive_directory_iterator(repository.source())) {
    const std::string path = entry.path().string().substr(1);
    ASSERT_TRUE(nodes.contains(path)) << path;
    if (entry.is_symlink()) {
      EXPECT_EQ(nodes.at(path).link_target, fs::read_symlink(entry.path()).string());
    }
    const auto permissions = entry.symlink_status().permissions();
    EXPECT_EQ(nodes.at(path).permissions, static_cast<std::uint32_t>(permissions)) << path;
    ++found;
  }
  const std::string root = repository.source();
  const auto above = std::ranges::count(root, '/');
  EXPECT_EQ(nodes.size(), found + static_cast<std::size_t>(above));
}

TEST_P(Restic, ReadsBackEveryFile) {
  for (const auto& [path, node] : list(points[0])) {
    if (node.type != NodeType::file) continue;
    std::string content;
    const auto read = reader->read(points[0], path, [&](std::span<const std::byte> piece) -> Result<void> {
      content.append(reinterpret_cast<const char*>(piece.data()), piece.size());
      return {};
    });
    ASSERT_TRUE(read) << describe(read.error());
    std::ifstream stream("/" + path, std::ios::binary);
    EXPECT_TRUE(content == std::string(std::istreambuf_iterator<char>(stream), {})) << path;
    EXPECT_EQ(content.size(), node.size.value);
  }
}

TEST_P(Restic, ReadsWhatResticDumps) {
  const std::string path = repository.source() + "/images/radio.dcm";
  std::string content;
  ASSERT_TRUE(reader->read(points[0], path.substr(1), [&](std::span<const std::byte> piece) -> Result<void> {
    content.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }));
  EXPECT_TRUE(content == repository.run("dump latest " + testing::shell_word(path)));
}

TEST_P(Restic, GivesEqualContentsEqualNamesAndOthersNot) {
  const auto nodes = list(points[0]);
  const std::string base = repository.source().substr(1) + "/dossiers/";
  EXPECT_EQ(nodes.at(base + "dupont.txt").content, nodes.at(base + "copie de dupont.txt").content);
  EXPECT_NE(nodes.at(base + "dupont.txt").content, nodes.at(base + "martin.txt").content);
  EXPECT_TRUE(nodes.at(base + "vide.txt").content);
}

TEST(ResticKeys, AreTriedAsLongAsTogetherTheyDoNotCostTooMuch) {
  const RealRepository repository(2);
  const auto new_password = repository.folder().write("new", "autre");
  repository.run("key add --new-password-file " + testing::shell_word(new_password.string()));  // half a second's work
  const auto tree = repository.tree();
  constexpr std::uint64_t kCheap = 1000;
  EXPECT_TRUE(open_repository(*tree, RealRepository::password(), 1, kCheap).has_value());
  const auto other = crypto::SecretBytes::copy_of("autre");
  EXPECT_EQ(open_repository(*tree, other, 1, kCheap).error().kind, ErrorKind::unsupported);
  EXPECT_TRUE(open_repository(*tree, other, 1).has_value());
}

// Directories that hold each other: what restic itself would list for years.
TEST(ResticListings, EndWhereThereAreMorePathsThanAnyBackupHas) {
  const auto entries_of = [](int depth) -> Result<std::size_t> {
    const RealRepository repository(1);
    repository.add_many_paths(depth);
    const auto tree = repository.tree();
    const auto reader = TRY(open(*tree, RealRepository::password(), 2));
    const auto points = TRY(reader->restore_points([](const Damage&) {}));
    std::size_t entries = 0;
    TRY(reader->list(
        points.front(),
        [&](const Node&) -> Result<void> {
          ++entries;
          return {};
        },
        [](const Damage&) {}));
    return entries;
  };
  const auto few = entries_of(6);
  ASSERT_TRUE(few.has_value());
  EXPECT_EQ(*few, 126U + 64U);  // folders below the root, and a file in each of the last
  const auto many = entries_of(40);
  ASSERT_FALSE(many.has_value());
  EXPECT_TRUE(is_too_much(many.error())) << describe(many.error());
}

TEST_P(Restic, SaysWhatIsNotThere) {
  const auto ignore = [](std::span<const std::byte>) -> Result<void> { return {}; };
  const std::string base = repository.source().substr(1);
  for (const auto& path : {base + "/dossiers/durand.txt", base + "/nulle part/x", base + "/dossiers", std::string("x")})
    EXPECT_EQ(reader->read(points[0], path, ignore).error().kind, ErrorKind::not_found) << path;
  RestorePoint unknown;
  unknown.id = std::string(64, '0');
  EXPECT_EQ(reader->read(unknown, base, ignore).error().kind, ErrorKind::not_found);
}

TEST_P(Restic, ComparesLiveFilesByContent) {
  const auto live = [&](std::string_view name) {
    auto source = io::DiskTree::open(repository.source());
    auto file = (*source)->open(name, io::Access::sequential);
    return reader->compare(points[0], repository.source().substr(1) + "/" + std::string(name), **file).value();
  };
  for (const auto* name : {"dossiers/dupont.txt", "dossiers/vide.txt", "images/radio.dcm", "images/zeros.img"})
    EXPECT_EQ(live(name), Comparison::same) << name;
  std::string changed = noise(5'000'000, 7);
  changed[4'999'999] ^= 1;
  repository.write("images/radio.dcm", changed);
  EXPECT_EQ(live("images/radio.dcm"), Comparison::different);
  repository.write("dossiers/vide.txt", "plus maintenant");
  EXPECT_EQ(live("dossiers/vide.txt"), Comparison::different);
}

TEST_P(Restic, FindsNothingWrongAtAnyLevel) {
  repository.write("dossiers/dupont.txt", "Madame Dupont, suite");
  repository.backup();
  for (const Level level : {Level::listing, Level::structure, Level::authenticated, Level::content}) {
    const auto coverage = verify({.level = level});
    EXPECT_TRUE(damages.empty()) << told();
    EXPECT_EQ(coverage.ending, Ending::complete);
    if (level < Level::authenticated) continue;
    EXPECT_EQ(coverage.units_verified, coverage.units_total);
    EXPECT_EQ(coverage.units_bytes, coverage.bytes_total);
    EXPECT_GT(coverage.bytes_total, 4_MiB);
    EXPECT_GE(coverage.bytes_read, coverage.bytes_total);
  }
}

TEST_P(Restic, StaysCleanAfterForgetAndPrune) {
  fs::remove(repository.source() + "/images/radio.dcm");
  repository.write("images/autre.dcm", noise(3'000'000, 8));
  repository.backup();
  repository.run("forget --keep-last 1 --prune");
  verify({.level = Level::content});
  EXPECT_TRUE(damages.empty()) << told();
}

TEST_P(Restic, CallsAWrongPasswordWrong) {
  const auto opened = restic::open(*tree, crypto::SecretBytes::copy_of("sesame"), 2);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::wrong_secret);
}

TEST_P(Restic, OpensWithAnyOfSeveralKeys) {
  repository.folder().write("second", "ouvre-toi\n");
  repository.run("key add --new-password-file " + testing::shell_word((repository.folder() / "second").string()));
  for (const auto* word : {"sésame", "ouvre-toi"})
    EXPECT_TRUE(restic::open(*tree, crypto::SecretBytes::copy_of(word), 2)) << word;
}

TEST_P(Restic, IsNotMistakenForAnEmptyFolder) {
  const io::MemoryTree empty;
  EXPECT_EQ(restic::open(empty, RealRepository::password()).error().kind, ErrorKind::not_found);
  EXPECT_EQ(is_repository(empty), false);
  EXPECT_EQ(is_repository(*tree), true);
}

TEST_P(Restic, LeavesNoTraceInTheRepository) {
  const auto trace = [&] {
    std::map<std::string, fs::file_time_type> files;
    for (const auto& entry : fs::recursive_directory_iterator(repository.path()))
      files.emplace(entry.path().string(), entry.last_write_time());
    return files;
  };
  const auto before = trace();
  verify({.level = Level::content});
  EXPECT_EQ(trace(), before);
}

}  // namespace
}  // namespace garde::formats::restic
