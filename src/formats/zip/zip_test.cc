// Zips made by Info-ZIP and 7-Zip, whole and damaged.
#include <gtest/gtest.h>

#include <libdeflate.h>

#include "formats/archives/testing/real_archives.h"
#include "formats/zip/archive.h"
#include "io/failing_tree.h"

namespace garde::formats::zip {
namespace {

using namespace archives::testing;

// A verification takes a fraction of a millisecond, and ten times that under the sanitizers.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 11;
#else
constexpr std::size_t kStep = 1;
#endif

const std::string& dupont() {
  static const std::string text = letter(900, 7);
  return text;
}

// Small enough to damage every byte of it.
class SmallZip : public ::testing::TestWithParam<std::string_view> {
 protected:
  SmallZip() {
    real.write("dossiers/dupont.txt", dupont());
    real.write("dossiers/martin.txt", "Monsieur Martin, 1950\n");
    real.write("agenda/lundi.ics", letter(300, 9));
    real.run(GetParam());
    tree = real.tree();
  }
  RealArchives real;
  std::unique_ptr<io::MemoryTree> tree;
  crypto::SecretBytes password = crypto::SecretBytes::copy_of("sesame");
};
INSTANTIATE_TEST_SUITE_P(Tools, SmallZip,
                         ::testing::Values("zip -qr $OUT/nuit-2026-11-23.zip .",
                                           "zip -qr -fd - . | cat >$OUT/nuit-2026-11-23.zip",
                                           "zip -q0r $OUT/nuit-2026-11-23.zip .",
                                           "zip -qr -P sesame $OUT/nuit-2026-11-23.zip .",
                                           "7zz a -bd -tzip -psesame -mem=AES256 $OUT/nuit-2026-11-23.zip .",
                                           "7zz a -bd -tzip $OUT/nuit-2026-11-23.zip ."));

TEST_P(SmallZip, GivesBackWhatWentIn) {
  const auto reader = archives::open(*tree, &password, 1);
  ASSERT_TRUE(reader) << describe(reader.error());
  const auto points = (*reader)->restore_points([](const Damage&) {}).take();
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(to_iso(utc_day_of(points[0].time)), "2026-11-23");
  EXPECT_EQ(content_of(**reader, points[0], "dossiers/dupont.txt"), dupont());
  EXPECT_EQ(content_of(**reader, points[0], "agenda/lundi.ics"), letter(300, 9));
  EXPECT_EQ(content_of(**reader, points[0], "dossiers/nobody.txt"),
            "not_found: dossiers/nobody.txt: not in this archive");
  for (const Level level : {Level::listing, Level::structure, Level::authenticated, Level::content}) {
    const Verdict verdict = verify(**reader, {.level = level});
    EXPECT_TRUE(verdict.is_clean()) << name(level) << verdict.told();
    EXPECT_EQ(verdict.coverage->units_verified, 1U);
  }
}

TEST_P(SmallZip, ComparesWithLiveFiles) {
  const auto reader = archives::open(*tree, &password, 1).take();
  const auto point = reader->restore_points([](const Damage&) {}).take().front();
  io::MemoryTree live;
  put(live, "same", dupont());
  put(live, "other", letter(900, 8));
  put(live, "shorter", "x");
  const auto compared = [&](std::string_view file) {
    return reader->compare(point, "dossiers/dupont.txt", *live.open(file, io::Access::sequential).take()).take();
  };
  EXPECT_EQ(compared("same"), Comparison::same);
  EXPECT_EQ(compared("other"), Comparison::different);
  EXPECT_EQ(compared("shorter"), Comparison::different);
}

// What a flip may change without anybody losing anything: times of access and owners, the version of the program,
// attributes, comments. Everything else is found.
TEST_P(SmallZip, FindsEveryFlippedByteThatChangesAFile) {
  auto& bytes = tree->file("nuit-2026-11-23.zip");
  const auto reader_before = archives::open(*tree, &password, 1).take();
  const auto point = reader_before->restore_points([](const Damage&) {}).take().front();
  const std::string listing = listing_of(*reader_before, point);
  const auto contents = [&](const ArchiveReader& reader) {
    return content_of(reader, point, "dossiers/dupont.txt") + content_of(reader, point, "dossiers/martin.txt") +
           content_of(reader, point, "agenda/lundi.ics");
  };
  const std::string whole = contents(*reader_before);
  std::size_t silent = 0;
  std::size_t flips = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kStep, ++flips) {
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
    const auto reader = archives::open(*tree, &password, 1);
    if (!reader) {
      // A byte that decides how a password is tried: nothing passes.
      EXPECT_EQ(reader.error().kind, ErrorKind::wrong_secret) << at;
    } else {
      const Verdict verdict = verify(**reader);
      ASSERT_TRUE(verdict.coverage) << at << verdict.told();
      if (!verdict.is_found() && verdict.coverage->unjudged_count == 0) {
        ++silent;
        EXPECT_EQ(contents(**reader), whole) << at;
        EXPECT_EQ(listing_of(**reader, point), listing) << at;
      }
      for (const Damage& damage : verdict.damages) {
        if (damage.consequence == Consequence::loss) {
          EXPECT_FALSE(damage.affected.paths.empty()) << at << verdict.told();
        }
      }
    }
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
  }
  EXPECT_LT(silent, flips / 3);
}

// The directory's word for the type of an entry has no checksum of its own.
TEST_P(SmallZip, FindsAFileThatOneBitMadeALink) {
  auto& bytes = tree->file("nuit-2026-11-23.zip");
  constexpr std::string_view kEntry = "PK\x01\x02";
  constexpr std::size_t kMadeBy = 5;     // 3: a system with POSIX modes
  constexpr std::size_t kModeHigh = 41;  // 0x80 of a file, 0xA0 of a link
  constexpr std::byte kLinkBit{0x20};
  std::size_t files = 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t at = text.find(kEntry); at != std::string_view::npos; at = text.find(kEntry, at + 1)) {
    const auto type = bytes[at + kModeHigh] & std::byte{0xF0};
    if (bytes[at + kMadeBy] != std::byte{3} || type != std::byte{0x80}) continue;
    ++files;
    bytes[at + kModeHigh] ^= kLinkBit;
    const Verdict verdict = verify(*tree, &password);
    EXPECT_TRUE(verdict.is_found()) << at << verdict.told();
    bytes[at + kModeHigh] ^= kLinkBit;
  }
  EXPECT_TRUE(files == 3 || files == 0) << files << ": all of them, or written by a program without modes";
}

TEST_P(SmallZip, FindsEveryTruncation) {
  auto& bytes = tree->file("nuit-2026-11-23.zip");
  const auto whole = bytes;
  for (std::size_t size = 0; size < whole.size(); size += kStep) {
    bytes.assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const Verdict verdict = verify(*tree, &password);
    ASSERT_TRUE(verdict.is_found()) << size << verdict.told();
  }
}

TEST_P(SmallZip, LosesNothingByOneFailedOperation) {
  for (std::uint64_t n = 0;; ++n) {
    io::FailingTree tree_failing(*tree, n, io::Failure::once);
    const Verdict verdict = verify(tree_failing, &password);
    if (!tree_failing.has_failed()) break;
    if (!verdict.coverage) {
      EXPECT_EQ(verdict.coverage.error().kind, ErrorKind::unreadable) << n;
      continue;
    }
    EXPECT_EQ(verdict.coverage->losses, 0U) << n << verdict.told();
  }
}

TEST_P(SmallZip, AccusesNothingOnceTheDiskIsPulledOut) {
  for (std::uint64_t n = 0;; ++n) {
    io::FailingTree tree_failing(*tree, n, io::Failure::from_then_on);
    const Verdict verdict = verify(tree_failing, &password);
    if (!tree_failing.has_failed()) break;
    if (!verdict.coverage) {
      EXPECT_EQ(verdict.coverage.error().kind, ErrorKind::unreadable) << n;
      continue;
    }
    EXPECT_TRUE(verdict.damages.empty()) << n << verdict.told();
  }
}

TEST(EncryptedZips, DoNotOpenWithoutTheirPassword) {
  for (const std::string_view command :
       {"zip -qr -P sesame $OUT/a.zip .", "7zz a -bd -tzip -psesame -mem=AES128 $OUT/a.zip ."}) {
    const RealArchives real;
    for (int i = 0; i < 6; ++i) real.write(fmt::format("dossier{}.txt", i), letter(400, static_cast<unsigned>(i)));
    real.run(command);
    const auto tree = real.tree();
    EXPECT_EQ(archives::open(*tree, nullptr, 1).error().kind, ErrorKind::wrong_secret);
    const auto wrong = crypto::SecretBytes::copy_of("ouvre-toi");
    EXPECT_EQ(archives::open(*tree, &wrong, 1).error().kind, ErrorKind::wrong_secret);
    const auto right = crypto::SecretBytes::copy_of("sesame");
    EXPECT_TRUE(verify(*tree, &right).is_clean()) << command << verify(*tree, &right).told();
  }
}

TEST(Zips, LargerThanOneStepAreDecodedInPieces) {
  const RealArchives real;
  std::string noise = letter(std::size_t{9} << 20U, 3);
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>(noise[i] + static_cast<char>(i * i / 7));
  real.write("base.db", noise);
  real.write("note.txt", "petite");
  for (const std::string_view command :
       {"zip -qr1 $OUT/a.zip .", "7zz a -bd -tzip -mx1 -psesame -mem=AES192 $OUT/a.zip .", "zip -q0r $OUT/a.zip ."}) {
    real.run("rm -f $OUT/a.zip");
    real.run(command);
    const auto tree = real.tree();
    const auto password = crypto::SecretBytes::copy_of("sesame");
    const auto reader = archives::open(*tree, &password, 2).take();
    const auto point = reader->restore_points([](const Damage&) {}).take().front();
    EXPECT_TRUE(verify(*reader, {.threads = 2}).is_clean()) << command << verify(*reader).told();
    EXPECT_TRUE(content_of(*reader, point, "base.db") == noise) << command;
    tree->file("a.zip")[tree->file("a.zip").size() / 2] ^= std::byte{4};
    const Verdict verdict = verify(*tree, &password);
    EXPECT_TRUE(verdict.is_found() && verdict.hits("base.db") && !verdict.hits("note.txt"))
        << command << verdict.told();
  }
}

TEST(Zips, OfOtherMethodsAreNotEstablished) {
  const RealArchives real;
  real.write("a.txt", letter(5'000));
  real.run("7zz a -bd -tzip -mm=LZMA $OUT/a.zip .");
  const Verdict verdict = verify(*real.tree());
  EXPECT_TRUE(verdict.damages.empty()) << verdict.told();
  EXPECT_EQ(verdict.coverage->unjudged_count, 1U);
  EXPECT_EQ(verdict.coverage->units_verified, 0U);
}

TEST(Zips, ThatLeadOutAreRefused) {
  const RealArchives real;
  real.run(
      "printf x >../dehors.txt; zip -q $OUT/a.zip ../dehors.txt; printf x >dedans.txt; zip -q $OUT/a.zip dedans.txt");
  const auto tree = real.tree();
  const Verdict verdict = verify(*tree);
  EXPECT_TRUE(verdict.is_found()) << verdict.told();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  const auto point = reader->restore_points([](const Damage&) {}).take().front();
  EXPECT_EQ(listing_of(*reader, point), "file 1 dedans.txt\n");
}

TEST(Zips, KeepLinksAndNamesOfAllKinds) {
  const RealArchives real;
  real.write("Élodie Noël.txt", "é");
  real.run("ln -s 'Élodie Noël.txt' lien; printf x >\"$(printf 'latin\\351.txt')\"; mkdir vide; zip -qry $OUT/a.zip .");
  const auto tree = real.tree();
  const auto reader = archives::open(*tree, nullptr, 1).take();
  const auto point = reader->restore_points([](const Damage&) {}).take().front();
  EXPECT_EQ(listing_of(*reader, point),
            "directory 0 vide\nfile 1 latin\xe9.txt\nfile 2 Élodie Noël.txt\nsymlink 0 lien -> Élodie Noël.txt\n");
  EXPECT_TRUE(verify(*tree).is_clean()) << verify(*tree).told();
}

TEST(Zips, WhoseEntriesOverlapAreRefused) {
  const RealArchives real;
  real.write("a.txt", letter(2'000));
  real.write("b.txt", letter(2'000));
  real.run("zip -q $OUT/a.zip a.txt b.txt");
  const auto tree = real.tree();
  auto& bytes = tree->file("a.zip");
  // The second entry of the directory is sent to the place of the first: two files from the same bytes.
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t first = text.find("PK\1\2");
  const std::size_t second = text.find("PK\1\2", first + 4);
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(first) + 42, 4,
              bytes.begin() + static_cast<std::ptrdiff_t>(second) + 42);
  const Verdict verdict = verify(*tree);
  EXPECT_TRUE(verdict.hits("a.txt") && verdict.hits("b.txt")) << verdict.told();
  EXPECT_EQ(verdict.coverage->pieces_verified, 0U);
}

// As bsdtar fills up what it writes to a pipe; Info-ZIP and 7-Zip call all of them whole.
TEST(Zips, ThatAreFilledUpWithZerosAreWhole) {
  const RealArchives real;
  real.write("a.txt", letter(4'000));
  for (const std::string_view command : {"bsdtar -c --format zip -f - a.txt | cat >$OUT/a.zip",
                                         "zip -q $OUT/a.zip a.txt; truncate -s +700000 $OUT/a.zip",
                                         "printf commentaire | zip -qz $OUT/a.zip a.txt; truncate -s +7 $OUT/a.zip"}) {
    real.run(fmt::format("rm -f $OUT/*; {}; unzip -tq $OUT/a.zip; 7zz t $OUT/a.zip", command));
    const Verdict verdict = verify(*real.tree());
    EXPECT_TRUE(verdict.is_clean()) << command << verdict.told();
  }
}

// The archivers of macOS write no 64-bit numbers: more entries than 16 bits count are counted from zero again.
TEST(Zips, OfMoreEntriesThanTheirCountSaysAreWhole) {
  const RealArchives real;
  real.run(R"(OUT=$OUT /usr/bin/python3 - <<'END'
import os, struct, zlib
entries, out = [], bytearray()
for i in range(70000):
    name, data = b'l/%05d' % i, b'lettre %d' % i
    entries.append((name, zlib.crc32(data), len(data), len(out)))
    out += struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, 0, 0, 0x9000, 0x5d7b, zlib.crc32(data), len(data), len(data), len(name), 0) + name + data
start = len(out)
for name, crc, size, at in entries:
    out += struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 3 << 8 | 21, 20, 0, 0, 0x9000, 0x5d7b, crc, size, size, len(name), 0, 0, 0, 0, 0o100644 << 16, at) + name
out += struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 70000 & 0xffff, 70000 & 0xffff, len(out) - start, start, 0)
open(os.environ['OUT'] + '/a.zip', 'wb').write(out)
END
unzip -tq $OUT/a.zip)");
  const auto tree = real.tree();
  const Verdict verdict = verify(*tree);
  EXPECT_TRUE(verdict.is_clean()) << verdict.told();
  EXPECT_EQ(verdict.coverage->pieces_verified, 70'000U);
  // One entry of the directory that is not counted is one too many.
  auto& bytes = tree->file("a.zip");
  bytes[bytes.size() - 22 + 8] ^= std::byte{1};
  bytes[bytes.size() - 22 + 10] ^= std::byte{1};
  EXPECT_TRUE(verify(*tree).is_found());
}

// A file that is zeros but where something was put.
class SparseFile final : public io::File {
 public:
  void put(std::uint64_t at, const std::string& bytes) {
    parts_[at] = bytes;
    size_ = std::max(size_, at + bytes.size());
  }
  std::uint64_t end() const { return size_; }
  ByteCount size() const override { return {size_}; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    if (offset >= size_) return std::size_t{0};
    const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset));
    std::ranges::fill(out.first(count), std::byte{0});
    for (const auto& [at, bytes] : parts_)
      for (std::size_t i = 0; i < bytes.size(); ++i)
        if (at + i >= offset && at + i < offset + count) out[at + i - offset] = static_cast<std::byte>(bytes[i]);
    return count;
  }
  void drop_cached(std::uint64_t /*offset*/, ByteCount /*length*/) const override {}

 private:
  std::map<std::uint64_t, std::string> parts_;
  std::uint64_t size_ = 0;
};

std::string little_endian(std::initializer_list<std::pair<std::uint64_t, int>> fields) {
  std::string bytes;
  for (const auto& [value, size] : fields)
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

// An entry of more than 4 GiB and one behind it, with sizes and places of 32 bits, as the archivers of macOS write
// them.
TEST(Zips, OfPlacesAndSizesThatCameRoundToZeroAreWhole) {
  constexpr std::uint64_t kLarge = (std::uint64_t{1} << 32U) + 100;
  const std::string zeros(std::size_t{1} << 20U, '\0');
  std::uint32_t crc = 0;
  for (std::uint64_t left = kLarge; left > 0;) {
    const std::uint64_t piece = std::min<std::uint64_t>(left, zeros.size());
    crc = libdeflate_crc32(crc, zeros.data(), static_cast<std::size_t>(piece));
    left -= piece;
  }
  auto file = std::make_unique<SparseFile>();
  std::string directory;
  const auto add = [&](const std::string& name, std::uint64_t size, std::uint32_t of_content,
                       const std::string& content) {
    const std::uint64_t at = file->end();
    const std::string head = little_endian({{0x04034b50, 4},
                                            {20, 2},
                                            {0, 2},
                                            {0, 2},
                                            {0x5d7b9000, 4},
                                            {of_content, 4},
                                            {size, 4},
                                            {size, 4},
                                            {name.size(), 2},
                                            {0, 2}}) +
                             name;
    file->put(at, head + content);
    directory += little_endian({{0x02014b50, 4},
                                {0x315, 2},
                                {20, 2},
                                {0, 2},
                                {0, 2},
                                {0x5d7b9000, 4},
                                {of_content, 4},
                                {size, 4},
                                {size, 4},
                                {name.size(), 2},
                                {0, 2},
                                {0, 2},
                                {0, 2},
                                {0, 2},
                                {0100644U << 16U, 4},
                                {at, 4}}) +
                 name;
    return at + head.size() + size;
  };
  const std::uint64_t behind = add("irm.raw", kLarge, crc, "");
  file->put(behind - 1, std::string(1, '\0'));
  const std::string note = "note du matin";
  add("note.txt", note.size(), libdeflate_crc32(0, note.data(), note.size()), note);
  const std::uint64_t start = file->end();
  file->put(
      start,
      directory +
          little_endian({{0x06054b50, 4}, {0, 2}, {0, 2}, {2, 2}, {2, 2}, {directory.size(), 4}, {start, 4}, {0, 2}}));
  const auto zip = zip::open(std::move(file), nullptr).take();
  std::vector<std::string> flaws;
  const auto checked = zip->check({}, [&](const archives::Flaw& flaw) { flaws.push_back(flaw.detail); });
  EXPECT_EQ(flaws, std::vector<std::string>());
  EXPECT_EQ(checked.members, 2U);
  std::string back;
  ASSERT_TRUE(zip->read("note.txt", [&](std::span<const std::byte> bytes) -> Result<void> {
    back.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }));
  EXPECT_EQ(back, note);
}

}  // namespace
}  // namespace garde::formats::zip
