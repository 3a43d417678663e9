// What happens to a real repository when its bytes are not what restic wrote.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "crypto/testing/bytes.h"
#include "formats/restic/contents.h"
#include "formats/restic/repository.h"
#include "formats/restic/testing/real_repository.h"
#include "formats/restic/verify.h"
#include "io/failing_tree.h"
#include "io/memory_tree.h"

namespace garde::formats::restic {
namespace {

namespace fs = std::filesystem;
using testing::RealRepository;

// A verification takes a millisecond, and thirty under the sanitizers, which look at every seventh place.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 7;
#else
constexpr std::size_t kStep = 1;
#endif

// Small enough to damage every byte of it: three files, two restore points.
class DamagedRestic : public ::testing::TestWithParam<int> {
 protected:
  DamagedRestic() : real(GetParam()) {}
  void SetUp() override {
    real.write("dossiers/dupont.txt", "Madame Dupont, 1961");
    real.write("dossiers/martin.txt", "Monsieur Martin, 1950, et une seconde ligne");
    real.backup();
    real.write("dossiers/dupont.txt", "Madame Dupont, 1961, vue le 23");
    real.write("agenda/lundi.ics", "BEGIN:VCALENDAR");
    real.backup();
    load();
  }
  // From the disk into memory.
  void load() {
    auto copy = io::MemoryTree::copy_of(*real.tree());
    ASSERT_TRUE(copy);
    memory = std::move(copy).take();
    auto opened = open_repository(*memory, RealRepository::password(), 2);
    ASSERT_TRUE(opened) << describe(opened.error());
    repository = std::make_unique<Repository>(std::move(opened).take());
  }

  Result<Coverage> verify(Level level) { return verify(*repository, {.level = level, .threads = 1}); }
  Result<Coverage> verify(const Repository& which, const VerifyRequest& request) {
    damages.clear();
    return restic::verify(which, request, [&](const Damage& damage) { damages.push_back(damage); });
  }
  std::size_t count(Consequence consequence) const {
    return static_cast<std::size_t>(std::ranges::count(damages, consequence, &Damage::consequence));
  }
  std::set<std::string> names_hit() const {
    std::set<std::string> names;
    for (const Damage& damage : damages)
      for (const auto& path : damage.affected.paths) {
        EXPECT_FALSE(path.restore_point.empty());
        names.insert(path.path.substr(path.path.rfind('/', path.path.size() - 2) + 1));
      }
    return names;
  }
  std::string told() const {
    std::string text;
    for (const Damage& damage : damages)
      text += fmt::format("{} {} {} {}: {} ({} paths, {} points)\n", name(damage.consequence), name(damage.kind),
                          name(damage.subject.kind), damage.subject.name, damage.detail, damage.affected.path_count,
                          damage.affected.restore_point_count);
    return text;
  }

  const Blob* blob_at(const BlobIndex& index, std::string_view path, std::size_t offset) const {
    for (const Blob& blob : index.blobs()) {
      if (path.ends_with(index.packs()[blob.pack].id.hex()) && blob.offset <= offset && offset < blob.end())
        return &blob;
    }
    return nullptr;
  }

  RealRepository real;
  std::unique_ptr<io::MemoryTree> memory;
  std::unique_ptr<Repository> repository;
  std::vector<Damage> damages;
};
INSTANTIATE_TEST_SUITE_P(Version, DamagedRestic, ::testing::Values(1, 2));

// Which names a blob of file content belongs to, from restic's own hash of the source.
std::string file_of(const BlobId& id) {
  const std::map<std::string, std::string> contents{{"Madame Dupont, 1961", "dupont.txt"},
                                                    {"Monsieur Martin, 1950, et une seconde ligne", "martin.txt"},
                                                    {"Madame Dupont, 1961, vue le 23", "dupont.txt"},
                                                    {"BEGIN:VCALENDAR", "lundi.ics"}};
  for (const auto& [content, file] : contents)
    if (crypto::sha256(crypto::testing::text(content)) == id) return file;
  return "";
}

TEST_P(DamagedRestic, IsCleanBeforeAnythingIsDamaged) {
  const auto coverage = verify(Level::content);
  ASSERT_TRUE(coverage) << describe(coverage.error());
  EXPECT_TRUE(damages.empty()) << told();
  EXPECT_EQ(coverage->units_verified, coverage->units_total);
}

TEST_P(DamagedRestic, NamesWhatEveryFlippedByteHits) {
  Findings findings;
  ByteCount bytes_read;
  const auto loaded = load_index(*repository, 1, findings, bytes_read);
  ASSERT_TRUE(loaded);
  for (const std::string& path : memory->file_paths()) {
    auto& bytes = memory->file(path);
    const std::string own_name = path.substr(path.rfind('/') + 1);
    for (std::size_t at = 0; at < bytes.size(); at += kStep) {
      bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
      for (const Level level : {Level::authenticated, Level::content}) {
        const auto coverage = verify(level);
        const std::string where = fmt::format("{} byte {} {}\n{}", path, at, name(level), told());
        ASSERT_TRUE(coverage) << where;
        ASSERT_FALSE(damages.empty()) << where;
        ASSERT_GT(coverage->losses + coverage->decays, 0U) << where;
        if (!path.starts_with("index/")) {
          ASSERT_EQ(damages.size(), 1U) << where;
        }
        const Damage& damage = damages.front();
        if (path.starts_with("data/")) {
          const Blob* blob = blob_at(loaded->index, path, at);
          if (blob == nullptr) {
            ASSERT_EQ(damage.subject, (Subject{SubjectKind::container, own_name})) << where;
            ASSERT_EQ(damage.consequence, Consequence::decay) << where;
            continue;
          }
          ASSERT_EQ(damage.subject, (Subject{SubjectKind::piece, blob->id.hex()})) << where;
          ASSERT_EQ(damage.consequence, Consequence::loss) << where;
          ASSERT_GE(damage.affected.restore_point_count, 1U) << where;
          if (blob->type() == BlobType::data) {
            ASSERT_EQ(names_hit(), std::set{file_of(blob->id)}) << where;
          } else {
            ASSERT_TRUE(damage.affected.paths.front().path.ends_with('/')) << where;
          }
        } else if (path.starts_with("snapshots/")) {
          ASSERT_EQ(damage.subject, (Subject{SubjectKind::restore_point, own_name})) << where;
          ASSERT_EQ(damage.affected.restore_points, std::vector<std::string>{own_name}) << where;
        } else if (path.starts_with("index/")) {
          ASSERT_TRUE(std::ranges::any_of(damages, [&](const Damage& d) {
            return d.subject == Subject{SubjectKind::index, own_name};
          })) << where;
          ASSERT_FALSE(names_hit().empty()) << where;
        } else if (path == "config") {
          ASSERT_EQ(damage.subject.kind, SubjectKind::settings) << where;
          ASSERT_EQ(damage.affected.restore_point_count, 2U) << where;
        } else {
          ASSERT_EQ(damage.subject, (Subject{SubjectKind::key, own_name})) << where;
        }
      }
      bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
    }
  }
}

TEST_P(DamagedRestic, FindsEveryTruncation) {
  for (const std::string& path : memory->file_paths()) {
    const auto whole = memory->file(path);
    for (std::size_t length = 0; length < whole.size(); length += kStep) {
      memory->file(path).resize(length);
      const auto coverage = verify(Level::authenticated);
      const std::string where = fmt::format("{} cut to {} of {}\n{}", path, length, whole.size(), told());
      ASSERT_TRUE(coverage) << where;
      ASSERT_GT(coverage->losses + coverage->decays, 0U) << where;
      if (path.starts_with("data/")) {
        ASSERT_EQ(damages.front().kind, DamageKind::truncated) << where;
        ASSERT_EQ(damages.front().offset, length) << where;
      }
      memory->file(path) = whole;
    }
  }
}

TEST_P(DamagedRestic, FindsWhatFollowsTheEnd) {
  for (const std::string& path : memory->file_paths()) {
    memory->file(path).push_back(std::byte{0});
    const auto coverage = verify(Level::listing);
    ASSERT_TRUE(coverage);
    EXPECT_GT(coverage->losses + coverage->decays, 0U) << path;
    memory->file(path).pop_back();
  }
}

TEST_P(DamagedRestic, MissesEveryFileButARestorePoint) {
  for (const std::string& path : memory->file_paths()) {
    const auto bytes = memory->file(path);
    memory->remove(path);
    const auto coverage = verify(Level::structure);
    const std::string where = path + "\n" + told();
    // Nothing says that a restore point or a key was ever there: restic forgets them the same way.
    const bool leaves_no_gap = path.starts_with("snapshots/") || path.starts_with("keys/");
    if (path.starts_with("keys/")) {
      EXPECT_TRUE(coverage && coverage->losses == 0) << where;
    } else {
      ASSERT_TRUE(coverage) << where;
      EXPECT_EQ(coverage->losses > 0, !leaves_no_gap) << where;
      if (path.starts_with("data/")) {
        EXPECT_EQ(damages.front().kind, DamageKind::missing) << where;
        EXPECT_FALSE(names_hit().empty()) << where;
      }
    }
    memory->put_file(path, bytes);
  }
}

TEST_P(DamagedRestic, LosesNothingByOneFailedOperation) {
  io::FailingTree tree(*memory, io::FailingTree::kNever, io::Failure::once);
  const auto failing = open_repository(tree, RealRepository::password(), 2);
  ASSERT_TRUE(failing);
  for (std::uint64_t n = 0;; ++n) {
    tree.restart(n, io::Failure::once);
    const auto coverage = verify(*failing, {.level = Level::content, .threads = 1});
    if (!tree.has_failed()) break;
    if (!coverage) {
      EXPECT_EQ(coverage.error().kind, ErrorKind::unreadable) << n;
      continue;
    }
    EXPECT_EQ(count(Consequence::loss), 0U) << n << "\n" << told();
    EXPECT_EQ(coverage->units_verified, coverage->units_total) << n;
  }
}

TEST_P(DamagedRestic, AccusesNothingOnceTheDiskIsPulledOut) {
  io::FailingTree tree(*memory, io::FailingTree::kNever, io::Failure::once);
  const auto failing = open_repository(tree, RealRepository::password(), 2);
  ASSERT_TRUE(failing);
  for (std::uint64_t n = 0;; ++n) {
    tree.restart(n, io::Failure::from_then_on);
    const auto coverage = verify(*failing, {.level = Level::content, .threads = 1});
    if (!tree.has_failed()) break;
    if (!coverage) {
      EXPECT_EQ(coverage.error().kind, ErrorKind::unreadable) << n;
      continue;
    }
    EXPECT_TRUE(damages.empty()) << n << "\n" << told();
    EXPECT_EQ(coverage->units_verified, coverage->units_total) << n << " the disk went after the last byte";
  }
}

TEST_P(DamagedRestic, TellsADamagedKeyFileFromAWrongPassword) {
  for (const std::string& path : memory->file_paths()) {
    if (!path.starts_with("keys/")) continue;
    memory->file(path)[20] ^= std::byte{1};
    EXPECT_EQ(open_repository(*memory, RealRepository::password(), 2).error().kind, ErrorKind::damaged);
    memory->file(path)[20] ^= std::byte{1};
  }
}

}  // namespace
}  // namespace garde::formats::restic
