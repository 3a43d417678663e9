// Archives made by 7-Zip itself.
#include <gtest/gtest.h>

#include "formats/archives/testing/real_archives.h"

namespace garde::formats::seven_zip {
namespace {

using namespace archives::testing;

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 17;
#else
constexpr std::size_t kStep = 1;
#endif

class SevenZips : public ::testing::Test {
 protected:
  SevenZips() {
    real.write("dossiers/dupont.txt", letter(900, 7));
    real.write("dossiers/Élodie.txt", letter(700, 2));
  }
  RealArchives real;
};

TEST_F(SevenZips, GiveBackWhatWentIn) {
  for (const std::string_view options : {"", "-m0=LZMA", "-m0=Deflate", "-m0=BZip2", "-m0=Copy", "-ms=off"}) {
    real.run(fmt::format("rm -f $OUT/*; 7zz a -bd {} $OUT/a.7z .", options));
    const auto tree = real.tree();
    const auto reader = archives::open(*tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    EXPECT_EQ(listing_of(*reader, point),
              "directory 0 dossiers\nfile 700 dossiers/Élodie.txt\nfile 900 dossiers/dupont.txt\n")
        << options;
    EXPECT_EQ(content_of(*reader, point, "dossiers/Élodie.txt"), letter(700, 2)) << options;
    EXPECT_EQ(content_of(*reader, point, "dossiers/dupont.txt"), letter(900, 7)) << options;
    EXPECT_TRUE(verify(*tree).is_clean()) << options << verify(*tree).told();
  }
}

TEST_F(SevenZips, AreFoundDamagedByEveryFlipThatChangesAFile) {
  real.run("7zz a -bd $OUT/a.7z .");
  const auto tree = real.tree();
  auto& bytes = tree->file("a.7z");
  for (std::size_t at = 0; at < bytes.size(); at += kStep) {
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
    const Verdict verdict = verify(*tree);
    ASSERT_TRUE(verdict.coverage) << at;
    if (!verdict.is_found() && verdict.coverage->unjudged_count == 0) {
      const auto reader = archives::open(*tree, nullptr, 1).take();
      const auto point = reader->restore_points([](const Damage&) {}).take().front();
      EXPECT_EQ(content_of(*reader, point, "dossiers/dupont.txt"), letter(900, 7)) << at;
    }
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
  }
}

TEST_F(SevenZips, AreFoundTruncated) {
  real.run("7zz a -bd $OUT/a.7z .");
  const auto tree = real.tree();
  auto& bytes = tree->file("a.7z");
  const auto whole = bytes;
  for (std::size_t size = 0; size < whole.size(); size += kStep) {
    bytes.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const Verdict verdict = verify(*tree);
    ASSERT_TRUE(verdict.is_found() || verdict.coverage->unjudged_count > 0) << size << verdict.told();
  }
}

TEST_F(SevenZips, ThatAreEncryptedAreNotEstablished) {
  for (const std::string_view options : {"-psesame", "-psesame -mhe=on"}) {
    real.run(fmt::format("rm -f $OUT/*; 7zz a -bd {} $OUT/a.7z .", options));
    const Verdict verdict = verify(*real.tree());
    ASSERT_TRUE(verdict.coverage);
    EXPECT_EQ(verdict.coverage->losses, 0U) << options << verdict.told();
    EXPECT_GT(verdict.coverage->unjudged_count, 0U) << options << verdict.told();
    EXPECT_EQ(verdict.coverage->units_verified, 0U) << options;
  }
}

}  // namespace
}  // namespace garde::formats::seven_zip
