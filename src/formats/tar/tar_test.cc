// Tars made by GNU tar, compressed by the real tools, whole and damaged.
#include <gtest/gtest.h>

#include "formats/archives/testing/real_archives.h"
#include "io/failing_tree.h"

namespace garde::formats::tar {
namespace {

using namespace archives::testing;

#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 41;
#else
constexpr std::size_t kStep = 1;
#endif

struct Made {
  std::string_view name;
  std::string_view command;
};
void PrintTo(const Made& made, std::ostream* out) { *out << made.name; }

class SmallTar : public ::testing::TestWithParam<Made> {
 protected:
  SmallTar() {
    real.write("dossiers/dupont.txt", letter(900, 7));
    real.write("dossiers/martin.txt", letter(700, 2));
    real.write("agenda/lundi.ics", letter(300, 9));
    real.run(GetParam().command);
    tree = real.tree();
    path = tree->file_paths().front();
  }
  bool has_checksum() const { return GetParam().name != "plain"; }
  RealArchives real;
  std::unique_ptr<io::MemoryTree> tree;
  std::string path;
};
INSTANTIATE_TEST_SUITE_P(Compressions, SmallTar,
                         ::testing::Values(Made{"plain", "tar cf $OUT/a.tar agenda dossiers"},
                                           Made{"gzip", "tar czf $OUT/a.tar.gz agenda dossiers"},
                                           Made{"zstd", "tar c agenda dossiers | zstd -q >$OUT/a.tar.zst"},
                                           Made{"xz", "tar cJf $OUT/a.tar.xz agenda dossiers"},
                                           Made{"bzip2", "tar cjf $OUT/a.tar.bz2 agenda dossiers"}),
                         [](const auto& made) { return std::string(made.param.name); });

TEST_P(SmallTar, GivesBackWhatWentIn) {
  const auto reader = archives::open(*tree, nullptr, 1).take();
  const auto point = reader->restore_points([](const Damage&) {}).take().front();
  EXPECT_EQ(listing_of(*reader, point),
            "directory 0 agenda\ndirectory 0 dossiers\nfile 300 agenda/lundi.ics\nfile 700 dossiers/martin.txt\n"
            "file 900 dossiers/dupont.txt\n");
  // In any order.
  EXPECT_EQ(content_of(*reader, point, "dossiers/martin.txt"), letter(700, 2));
  EXPECT_EQ(content_of(*reader, point, "agenda/lundi.ics"), letter(300, 9));
  EXPECT_EQ(content_of(*reader, point, "dossiers/dupont.txt"), letter(900, 7));
  io::MemoryTree live;
  put(live, "same", letter(900, 7));
  put(live, "other", letter(900, 8));
  const auto compared = [&](std::string_view file) {
    return reader->compare(point, "dossiers/dupont.txt", *live.open(file, io::Access::sequential).take()).take();
  };
  EXPECT_EQ(compared("same"), Comparison::same);
  EXPECT_EQ(compared("other"), Comparison::different);
  const Verdict verdict = verify(*reader);
  EXPECT_TRUE(verdict.is_clean()) << verdict.told();
  EXPECT_EQ(verdict.coverage->pieces_verified, 5U);
  EXPECT_EQ(verdict.coverage->bytes_without_checksum.value > 0, !has_checksum());
}

TEST_P(SmallTar, FindsEveryFlippedByteItsFormatTellsOf) {
  auto& bytes = tree->file(path);
  const std::string whole = [&] {
    const auto reader = archives::open(*tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    return listing_of(*reader, point) + content_of(*reader, point, "dossiers/dupont.txt") +
           content_of(*reader, point, "dossiers/martin.txt") + content_of(*reader, point, "agenda/lundi.ics");
  }();
  for (std::size_t at = 0; at < bytes.size(); at += kStep) {
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
    const Verdict verdict = verify(*tree);
    ASSERT_TRUE(verdict.coverage) << at;
    if (!verdict.is_found() && verdict.coverage->unjudged_count == 0 && has_checksum()) {
      const auto reader = archives::open(*tree, nullptr, 1).take();
      const auto point = reader->restore_points([](const Damage&) {}).take().front();
      EXPECT_EQ(listing_of(*reader, point) + content_of(*reader, point, "dossiers/dupont.txt") +
                    content_of(*reader, point, "dossiers/martin.txt") + content_of(*reader, point, "agenda/lundi.ics"),
                whole)
          << at << verdict.told();
    }
    for (const Damage& damage : verdict.damages) {
      if (damage.consequence == Consequence::loss) {
        EXPECT_FALSE(damage.affected.paths.empty()) << at;
      }
    }
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
  }
}

TEST_P(SmallTar, FindsEveryTruncation) {
  auto& bytes = tree->file(path);
  const auto whole = bytes;
  for (std::size_t size = 0; size < whole.size(); size += kStep) {
    bytes.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const Verdict verdict = verify(*tree);
    // A tar that is not compressed ends with zeros to fill its last record: nothing is lost with some of them.
    const bool keeps_end_mark =
        !has_checksum() && std::all_of(whole.begin() + static_cast<std::ptrdiff_t>(size) -
                                           std::min<std::ptrdiff_t>(1024, static_cast<std::ptrdiff_t>(size)),
                                       whole.end(), [](std::byte b) { return b == std::byte{0}; });
    if (!keeps_end_mark) {
      ASSERT_TRUE(verdict.is_found()) << size << verdict.told();
    }
  }
}

TEST_P(SmallTar, SurvivesOneFailedOperationAndAPulledDisk) {
  for (const io::Failure failure : {io::Failure::once, io::Failure::from_then_on}) {
    for (std::uint64_t n = 0;; ++n) {
      io::FailingTree failing(*tree, n, failure);
      const Verdict verdict = verify(failing);
      if (!failing.has_failed()) break;
      if (!verdict.coverage) {
        EXPECT_EQ(verdict.coverage.error().kind, ErrorKind::unreadable) << n;
      } else {
        EXPECT_EQ(verdict.coverage->losses, 0U) << n << verdict.told();
      }
    }
  }
}

TEST(Tars, NameTheFileWhoseHeaderIsBroken) {
  const RealArchives real;
  real.write("a.txt", letter(600));
  real.write("b.txt", letter(600));
  real.write("c.txt", letter(600));
  real.run("tar cf $OUT/a.tar a.txt b.txt c.txt");
  const auto tree = real.tree();
  auto& bytes = tree->file("a.tar");
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  bytes[text.find("b.txt") + 124] ^= std::byte{1};  // its size
  const Verdict verdict = verify(*tree);
  EXPECT_TRUE(verdict.hits("b.txt") && !verdict.hits("a.txt") && !verdict.hits("c.txt")) << verdict.told();
  EXPECT_EQ(verdict.coverage->pieces_verified, 2U);
}

TEST(Tars, KeepLongNamesLinksAndSizes) {
  const RealArchives real;
  const std::string deep(120, 'd');
  real.write(deep + "/" + std::string(200, 'n') + ".txt", "loin");
  real.write("a.txt", "contenu");
  for (const std::string_view format : {"gnu", "posix", "ustar"}) {
    const bool fits = format != "ustar";
    real.run(fmt::format(
        "rm -f $OUT/* dur; ln -sf a.txt lien; ln -f a.txt dur; ln -sf /etc/passwd dehors; tar --format={} -cf "
        "$OUT/a.tar a.txt dur lien dehors {}",
        format, fits ? deep : ""));
    const auto tree = real.tree();
    const auto reader = archives::open(*tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    std::string expected = "file 7 a.txt\nfile 7 dur\nsymlink 0 dehors -> /etc/passwd\nsymlink 0 lien -> a.txt\n";
    if (fits) expected = fmt::format("directory 0 {0}\nfile 4 {0}/{1}.txt\n", deep, std::string(200, 'n')) + expected;
    EXPECT_EQ(listing_of(*reader, point), expected) << format;
    EXPECT_EQ(content_of(*reader, point, "dur"), "contenu");
    const Verdict verdict = verify(*tree);
    EXPECT_EQ(verdict.coverage->losses, 0U) << verdict.told();
    EXPECT_EQ(verdict.coverage->untidy, 1U) << verdict.told();  // the link that leads out
  }
}

TEST(Tars, ThatLeadOutAreRefused) {
  const RealArchives real;
  real.run("printf x >../dehors.txt; printf x >dedans.txt; tar cPf $OUT/a.tar ../dehors.txt dedans.txt");
  const auto tree = real.tree();
  EXPECT_TRUE(verify(*tree).is_found()) << verify(*tree).told();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  EXPECT_EQ(listing_of(*reader, reader->restore_points([](const Damage&) {}).take().front()),
            "damage: its path leads out of the archive\nfile 1 dedans.txt\n");
}

TEST(Tars, SparseAreNotEstablished) {
  const RealArchives real;
  real.run("truncate -s 4M base.db; printf x >>base.db; printf y >note.txt; tar cSf $OUT/a.tar base.db note.txt");
  const Verdict verdict = verify(*real.tree());
  EXPECT_EQ(verdict.coverage->losses, 0U) << verdict.told();
  EXPECT_EQ(verdict.coverage->unjudged_count, 1U) << verdict.told();
  EXPECT_EQ(verdict.coverage->pieces_verified, 1U);
}

// So that nobody takes them for other files than the live ones.
TEST(Tars, SparseAreListedWithTheirFullSize) {
  for (const std::string_view format : {"gnu", "posix --sparse-version=0.0", "posix --sparse-version=1.0"}) {
    const RealArchives real;
    real.run(
        fmt::format("truncate -s 4M base.db; printf x >>base.db; tar --format={} -cSf $OUT/a.tar base.db", format));
    const auto tree = real.tree();
    const auto reader = archives::open(*tree, nullptr, 1).take();
    EXPECT_EQ(listing_of(*reader, reader->restore_points([](const Damage&) {}).take().front()),
              "file 4194305 base.db\n")
        << format;
  }
}

// GNU tar gives back the first, and both with -i alone.
TEST(Tars, OneBehindTheOtherAreNotEstablished) {
  for (const std::string_view command :
       {"cat ../a.tar ../b.tar >$OUT/a.tar", "{ gzip -c ../a.tar; gzip -c ../b.tar; } >$OUT/a.tar.gz"}) {
    const RealArchives real;
    real.write("a.txt", letter(600));
    real.write("b.txt", letter(600));
    real.run(fmt::format("tar cf ../a.tar a.txt; tar cf ../b.tar b.txt; {}", command));
    const auto tree = real.tree();
    const Verdict verdict = verify(*tree);
    EXPECT_EQ(verdict.coverage->losses, 0U) << verdict.told();
    EXPECT_EQ(verdict.coverage->unjudged_count, 1U) << verdict.told();
    const auto reader = archives::open(*tree, nullptr, 1).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    EXPECT_EQ(listing_of(*reader, point), "damage: behind_its_end\nfile 600 a.txt\n");
    EXPECT_EQ(content_of(*reader, point, "a.txt"), letter(600)) << "what stands before the mark is whole";
  }
}

// Each tool says whether its own file is whole.
TEST(Tars, ThatTheirToolCallsWholeAreWhole) {
  const RealArchives real;
  real.write("a.txt", letter(4'000));
  real.run("tar cf ../a.tar a.txt");
  struct Padded {
    std::string_view name;
    std::string_view compress;
    std::string_view test;
  };
  for (const Padded& one : {Padded{"a.tar.gz", "gzip -c", "gzip -t"}, Padded{"a.tar.xz", "xz -c", "xz -t"},
                            Padded{"a.tar.bz2", "bzip2 -c", "bzip2 -t"}})
    for (const std::string_view padding : {"head -c 1 /dev/zero", "head -c 8 /dev/zero", "head -c 700000 /dev/zero",
                                           "printf rest", "{ head -c 8 /dev/zero; printf rest; }"}) {
      real.run(fmt::format("rm -f $OUT/*; {{ {} ../a.tar; {}; }} >$OUT/{}", one.compress, padding, one.name));
      real.run(fmt::format("if {} $OUT/{}; then echo whole; else echo broken; fi >../word", one.test, one.name));
      std::string word;
      std::ifstream(real.folder() / "word") >> word;
      const Verdict verdict = verify(*real.tree());
      EXPECT_EQ(verdict.coverage->losses, 0U) << verdict.told();
      // bzip2 passes over anything that follows: then nothing is said of it.
      const bool says_nothing = verdict.coverage->unjudged_count > 0;
      EXPECT_EQ(verdict.is_clean() || says_nothing, word == "whole") << one.name << padding << verdict.told();
      EXPECT_EQ(says_nothing, one.name == "a.tar.bz2" && padding.find("printf") != std::string_view::npos)
          << one.name << padding;
    }
}

TEST(Tars, OfSeveralXzStreamsWithPaddingBetweenAreOne) {
  const RealArchives real;
  real.write("a.txt", letter(40'000));
  real.run(
      "tar cf t a.txt; { head -c 20000 t | xz; head -c 4096 /dev/zero; tail -c +20001 t | xz; } >$OUT/a.tar.xz; "
      "xz -t $OUT/a.tar.xz");
  EXPECT_TRUE(verify(*real.tree()).is_clean()) << verify(*real.tree()).told();
}

TEST(Tars, SeveralStreamsOneAfterTheOtherAreOne) {
  const RealArchives real;
  real.write("a.txt", letter(40'000));
  real.run(
      "tar cf t a.txt; head -c 20000 t | zstd -q >$OUT/a.tar.zst; tail -c +20001 t | zstd -q >>$OUT/a.tar.zst; "
      "head -c 20000 t | gzip >$OUT/b.tar.gz; tail -c +20001 t | gzip >>$OUT/b.tar.gz");
  const Verdict verdict = verify(*real.tree());
  EXPECT_TRUE(verdict.is_clean()) << verdict.told();
}

}  // namespace
}  // namespace garde::formats::tar
