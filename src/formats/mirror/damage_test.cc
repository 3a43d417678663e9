// What a later look at a mirror finds once its bytes changed without its files' times telling.
#include <gtest/gtest.h>

#include <thread>

#include <fmt/format.h>

#include "crypto/testing/bytes.h"
#include "formats/mirror/verify.h"
#include "io/failing_tree.h"
#include "io/memory_tree.h"

namespace garde::formats::mirror {
namespace {

const Instant kNow = parse_instant("2026-11-26T08:00:00Z").value();
constexpr std::chrono::hours kDay{24};

class ChangedMirror : public ::testing::Test {
 protected:
  ChangedMirror() {
    put("dossiers/dupont.txt", crypto::testing::noise(60, 1));
    put("dossiers/martin.txt", crypto::testing::noise(90, 2));
    put("agenda/lundi.ics", crypto::testing::noise(30, 3));
    put("vide.txt", {});
  }
  void put(const std::string& path, std::vector<std::byte> bytes) {
    tree.put_file(path, std::move(bytes));
    tree.set_modified(path, kNow - 30 * kDay);
  }
  Result<Coverage> verify(const io::Tree& which, const VerifyRequest& request) {
    damages.clear();
    return mirror::verify(which, request, [&](const Damage& damage) { damages.push_back(damage); });
  }
  Coverage verify_all(Instant now) { return verify(tree, {.now = now, .memory = &memory, .threads = 1}).value(); }

  io::MemoryTree tree;
  VerificationMemory memory;
  std::vector<Damage> damages;
};

TEST_F(ChangedMirror, NamesTheFileOfEveryFlippedByte) {
  EXPECT_EQ(verify_all(kNow).bytes_without_checksum, 180_B) << "a first reading has nothing to be held against";
  EXPECT_EQ(memory.size(), 4U);
  EXPECT_EQ(verify_all(kNow).bytes_without_checksum, 0_B);
  for (const std::string& path : tree.file_paths()) {
    for (std::size_t at = 0; at < tree.file(path).size(); ++at) {
      tree.file(path)[at] ^= static_cast<std::byte>(1U << (at % 8));
      // Said again at each run: it does not become right by being looked at.
      for (int day = 1; day <= 2; ++day) {
        const Coverage coverage = verify_all(kNow + day * kDay);
        ASSERT_EQ(damages.size(), 1U) << path << at;
        ASSERT_EQ(damages[0].kind, DamageKind::wrong_hash);
        ASSERT_EQ(damages[0].subject, (Subject{SubjectKind::file, path}));
        ASSERT_EQ(damages[0].affected.paths.at(0).path, path);
        ASSERT_EQ(coverage.losses, 1U);
      }
      tree.file(path)[at] ^= static_cast<std::byte>(1U << (at % 8));
    }
  }
  EXPECT_EQ(verify_all(kNow + 3 * kDay).losses, 0U);
}

TEST_F(ChangedMirror, NamesEveryFileCutShort) {
  verify_all(kNow);
  for (const std::string& path : tree.file_paths()) {
    const auto whole = tree.file(path);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      tree.file(path).resize(length);
      EXPECT_EQ(verify_all(kNow + kDay).losses, 1U) << path << length;
      tree.file(path) = whole;
    }
  }
}

TEST_F(ChangedMirror, TakesANewTimeForANewContent) {
  verify_all(kNow);
  tree.file("dossiers/dupont.txt")[0] ^= std::byte{1};
  tree.set_modified("dossiers/dupont.txt", kNow - kDay);
  EXPECT_EQ(verify_all(kNow + kDay).losses, 0U);
  EXPECT_EQ(memory.size(), 4U) << "the old content is forgotten";
}

TEST_F(ChangedMirror, DoesNotTrustTheTimeOfAFileJustWritten) {
  tree.set_modified("dossiers/dupont.txt", kNow - std::chrono::seconds{2});
  verify_all(kNow);
  tree.file("dossiers/dupont.txt")[0] ^= std::byte{1};  // within the two seconds that FAT cannot tell apart
  EXPECT_EQ(verify_all(kNow + kDay).losses, 0U);
  tree.file("dossiers/dupont.txt")[0] ^= std::byte{1};
  EXPECT_EQ(verify_all(kNow + 2 * kDay).losses, 1U);
}

TEST_F(ChangedMirror, ReadsALittleOfWhatItKnowsAndAllThatIsNew) {
  for (std::uint64_t i = 0; i < 100; ++i) put(fmt::format("images/{}.jpg", i), crypto::testing::noise(1000, i));
  verify_all(kNow);
  put("images/new.jpg", crypto::testing::noise(999, 1000));
  const VerifyRequest later{.scope = Rotation{.share = 0.04}, .now = kNow + kDay, .memory = &memory};
  const Coverage coverage = verify(tree, later).value();
  EXPECT_GE(coverage.bytes_read.value, 999U + 4007U);
  EXPECT_LE(coverage.bytes_read.value, 999U + 5036U);
  // Days of it see every byte.
  tree.file("images/57.jpg")[500] ^= std::byte{1};
  std::uint64_t losses = 0;
  for (int day = 2; day < 30; ++day)
    losses += verify(tree, {.scope = Rotation{.share = 0.04}, .now = kNow + day * kDay, .memory = &memory})->losses;
  EXPECT_GE(losses, 1U);
}

TEST_F(ChangedMirror, CallsWhatIsRightWhenReadAgainUnstable) {
  verify_all(kNow);
  // Gives a wrong byte the first time.
  class Liar final : public io::Tree {
   public:
    explicit Liar(const io::Tree& tree) : tree_(tree) {}
    Result<void> list(std::string_view d, io::Detail detail, const io::OnEntry& e) const override {
      return tree_.list(d, detail, e);
    }
    Result<io::Stat> stat(std::string_view path) const override { return tree_.stat(path); }
    Result<std::unique_ptr<io::File>> open(std::string_view path, io::Access access) const override {
      class Lie final : public io::File {
       public:
        Lie(std::unique_ptr<io::File> file, int& lies) : file_(std::move(file)), lies_(lies) {}
        ByteCount size() const override { return file_->size(); }
        Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
          auto read = file_->read_at(offset, out);
          if (lies_-- > 0) out[0] ^= std::byte{1};
          return read;
        }
        void drop_cached(std::uint64_t, ByteCount) const override {}

       private:
        std::unique_ptr<io::File> file_;
        int& lies_;
      };
      return std::unique_ptr<io::File>(std::make_unique<Lie>(TRY(tree_.open(path, access)), lies_));
    }

   private:
    const io::Tree& tree_;
    mutable int lies_ = 1;
  };
  const Liar liar(tree);
  const auto coverage = verify(liar, {.now = kNow + kDay, .memory = &memory, .threads = 1});
  ASSERT_EQ(damages.size(), 1U);
  EXPECT_EQ(damages[0].kind, DamageKind::unstable);
  EXPECT_EQ(coverage->decays, 1U);
}

TEST_F(ChangedMirror, LosesNothingByOneFailedOperation) {
  io::FailingTree failing(tree, io::FailingTree::kNever, io::Failure::once);
  for (std::uint64_t n = 0;; ++n) {
    failing.restart(n, io::Failure::once);
    const auto coverage = verify(failing, {.now = kNow, .memory = &memory, .threads = 1});
    ASSERT_TRUE(coverage) << n;
    EXPECT_TRUE(damages.empty()) << n;
    EXPECT_EQ(coverage->units_verified, 4U) << n;
    if (!failing.has_failed()) break;
  }
}

TEST_F(ChangedMirror, AccusesNothingOnceTheDiskIsPulledOut) {
  io::FailingTree failing(tree, io::FailingTree::kNever, io::Failure::once);
  for (std::uint64_t n = 0;; ++n) {
    failing.restart(n, io::Failure::from_then_on);
    const auto coverage = verify(failing, {.now = kNow, .memory = &memory, .threads = 1});
    if (!failing.has_failed()) break;
    ASSERT_FALSE(coverage) << n;
    EXPECT_EQ(coverage.error().kind, ErrorKind::unreadable) << n;
    EXPECT_TRUE(damages.empty()) << n;
  }
}

TEST_F(ChangedMirror, SaysThatItChangedWhileItWasRead) {
  // Removes a file and rewrites another once the listing is done.
  const VerifyRequest request{.now = kNow,
                              .memory = &memory,
                              .on_progress =
                                  [&, done = false](const Progress&) mutable {
                                    if (done) return;
                                    done = true;
                                    tree.remove("dossiers/martin.txt");
                                    tree.file("vide.txt").push_back(std::byte{1});
                                    tree.set_modified("vide.txt", kNow);
                                  },
                              .threads = 1};
  const auto coverage = verify(tree, request);
  ASSERT_TRUE(coverage);
  EXPECT_TRUE(damages.empty());
  EXPECT_EQ(coverage->ending, Ending::changed);
}

TEST_F(ChangedMirror, StopsInTheMiddleOfAnEndlessFile) {
  put("grand.img", std::vector<std::byte>(3 << 20U));
  std::stop_source stop;
  int asked = 0;
  const auto coverage = verify(
      tree,
      {.now = kNow, .memory = &memory, .spent = [&] { return ++asked > 6; }, .stop = stop.get_token(), .threads = 1});
  EXPECT_EQ(coverage->ending, Ending::spent);
  EXPECT_LT(coverage->bytes_read, 3_MiB);
  stop.request_stop();
  EXPECT_EQ(verify(tree, {.now = kNow, .stop = stop.get_token()})->ending, Ending::stopped);
}

}  // namespace
}  // namespace garde::formats::mirror
