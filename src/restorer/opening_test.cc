#include "restorer/opening.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

#include <fmt/format.h>

#include "backups/testing/real_files.h"
#include "crypto/testing/bytes.h"
#include "io/disk_tree.h"
#include "io/failing_tree.h"
#include "io/memory_tree.h"

namespace garde::restorer {
namespace {

using backups::OpeningReason;
using backups::testing::real_files;

// As a drill has it: a file of a scratch folder.
Opening open_bytes(const std::string& name, std::span<const std::byte> bytes) {
  static const io::testing::TemporaryFolder scratch;
  const auto path = scratch.write(name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const auto tree = io::DiskTree::open(scratch.path().string());
  const auto file = (*tree)->open(name, io::Access::sequential);
  GARDE_CHECK(file.has_value());
  return open_to_end(name, **file, path.string());
}

std::string told(const Opening& opening) {
  return fmt::format("{} {} {} at {}", name(opening.outcome), opening.reason ? backups::name(*opening.reason) : "",
                     opening.part, opening.offset.value_or(0));
}

// Forms that are recognised and not read to their end, or locked.
const std::set<std::string> kNotRead{"secret.7z", "secret.zip"};
// A text has no end that could be missing.
const std::set<std::string> kEndless{"courrier.txt", "latin.txt",  "windows.txt",
                                     "export.csv",   "boite.mbox", "message.eml"};

TEST(Opening, OpensEveryFileThatItsOwnProgramWrote) {
  for (const std::string& path : real_files().paths()) {
    const Opening opening = open_bytes(path, real_files().read(path));
    EXPECT_EQ(opening.outcome, kNotRead.contains(path) ? Opened::not_read : Opened::opened) << path << told(opening);
    EXPECT_EQ(opening.type, backups::type_of_content(real_files().read(path)).value_or(*backups::type_of_name(path)))
        << path;
  }
}

TEST(Opening, MissesTheEndOfEveryFileCutShort) {
  for (const std::string& path : real_files().paths()) {
    if (kNotRead.contains(path) || kEndless.contains(path)) continue;
    const auto whole = real_files().read(path);
    constexpr std::size_t kCuts = 40;
    // SQLite's own program writes a last line break, GIF and text may end behind their end.
    const std::size_t last = whole.size() - 3;
    for (std::size_t i = 0; i <= kCuts; ++i) {
      const std::size_t length = i == kCuts ? last : whole.size() * i / kCuts;
      const Opening opening = open_bytes(path, std::span(whole).first(length));
      EXPECT_EQ(opening.outcome, Opened::does_not_open) << path << " cut to " << length << ' ' << told(opening);
    }
  }
}

// A check of a database evaluates what its indexes are of.
std::vector<std::byte> database(const std::string& statements) {
  const io::testing::TemporaryFolder folder;
  const auto path = folder / "d.sqlite";
  folder.write("s.sql", "CREATE TABLE patients(nom TEXT);INSERT INTO patients VALUES('Durand');" + statements);
  GARDE_CHECK(std::system(("sqlite3 '" + path.string() + "' <'" + (folder / "s.sql").string() + "'").c_str()) == 0);
  const auto tree = io::DiskTree::open(folder.path().string());
  return io::read_whole(**tree, "d.sqlite", 64_MiB).take();
}

TEST(Opening, RunsOnlyWhatADatabaseCannotMakeLastForEver) {
  const Opening usual = open_bytes("d.sqlite", database("CREATE INDEX i ON patients(lower(nom)) WHERE nom LIKE 'D%';"));
  EXPECT_EQ(usual.outcome, Opened::opened) << told(usual);
  // The index is made over nothing, then filled: an hour for two rows.
  const Opening endless = open_bytes(
      "d.sqlite", database("CREATE INDEX i ON patients(instr(zeroblob(50),nom));PRAGMA writable_schema=ON;"
                           "UPDATE sqlite_master SET sql='CREATE INDEX i ON patients(instr(zeroblob(50000000),"
                           "zeroblob(25000000)||nom))' WHERE name='i';"));
  EXPECT_EQ(endless.outcome, Opened::not_read) << told(endless);
  EXPECT_EQ(endless.reason, OpeningReason::form_not_read);
}

// One packed entry that a thousand say is theirs: gigabytes of a few kilobytes.
TEST(Opening, UnpacksNothingOfAnArchiveWhoseEntriesShareTheirBytes) {
  const io::testing::TemporaryFolder folder;
  GARDE_CHECK(std::system(("cd '" + folder.path().string() +
                           "' && head -c 64000000 /dev/zero >z && zip -q one.zip z && python3 -c \"import struct;"
                           "d=open('one.zip','rb').read();i=d.rfind(b'PK\\x05\\x06');c=d.find(b'PK\\x01\\x02');"
                           "e=d[c:i]*1000;open('bomb.zip','wb').write(d[:c]+e+d[i:i+8]+struct.pack('<HHII',1000,1000,"
                           "len(e),c)+d[i+20:])\"")
                              .c_str()) == 0);
  const auto tree = io::DiskTree::open(folder.path().string());
  const auto begun = std::chrono::steady_clock::now();
  const Opening bomb = open_to_end("lettre.docx", **(*tree)->open("bomb.zip", io::Access::random), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_EQ(bomb.outcome, Opened::does_not_open);
  EXPECT_EQ(bomb.reason, OpeningReason::malformed) << told(bomb);
  EXPECT_EQ(open_to_end("un.zip", **(*tree)->open("one.zip", io::Access::random), "").outcome, Opened::opened);
}

// What is left of a nightly dump whose program failed.
TEST(Opening, DoesNotTakeAnEmptyCompressedFileForOpened) {
  const io::testing::TemporaryFolder folder;
  GARDE_CHECK(std::system(("cd '" + folder.path().string() + "' && : >nothing && gzip -k nothing && xz -k nothing && " +
                           "printf x >one && gzip -k one")
                              .c_str()) == 0);
  const auto tree = io::DiskTree::open(folder.path().string());
  for (const char* name : {"nothing.gz", "nothing.xz"}) {
    const Opening opening = open_to_end(name, **(*tree)->open(name, io::Access::random), "");
    EXPECT_EQ(opening.outcome, Opened::not_read) << name << told(opening);
    EXPECT_EQ(opening.reason, OpeningReason::empty) << name;
  }
  EXPECT_EQ(open_to_end("one.gz", **(*tree)->open("one.gz", io::Access::random), "").outcome, Opened::opened);
}

TEST(Opening, SeesEncryptionWhateverTheType) {
  for (const std::string& path : real_files().paths()) {
    const Opening opening = open_bytes(path, real_files().encrypted(path, "aes-256-cbc"));
    EXPECT_EQ(opening.outcome, Opened::does_not_open) << path << told(opening);
  }
}

// Forms that hold a checksum of everything.
TEST(Opening, SeesAFlippedByteWhereTheFormAllowsIt) {
  for (const std::string path : {"photo.png", "dossiers.zip", "lettre.docx", "courrier.txt.gz"}) {
    const auto whole = real_files().read(path);
    std::size_t seen = 0;
    std::size_t tried = 0;
    for (std::size_t at = whole.size() / 10; at < whole.size() * 9 / 10; at += whole.size() / 30) {
      auto flipped = whole;
      flipped[at] ^= std::byte{0x10};
      ++tried;
      if (open_bytes(path, flipped).outcome == Opened::does_not_open) ++seen;
    }
    EXPECT_EQ(seen, tried) << path;
  }
}

TEST(Opening, SeesADatabaseWhoseIndexLies) {
  auto bytes = real_files().read("dossiers.sqlite");
  const auto zeros = std::vector<std::byte>(4096);
  std::copy(zeros.begin(), zeros.end(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2 / 4096 * 4096));
  const Opening opening = open_bytes("dossiers.sqlite", bytes);
  EXPECT_EQ(opening.outcome, Opened::does_not_open) << told(opening);
}

TEST(Opening, LeavesNothingBesideADatabase) {
  const io::testing::TemporaryFolder folder;
  const auto bytes = real_files().read("dossiers.sqlite");
  const auto path = folder.write("d.sqlite", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  ASSERT_EQ(std::system(("sqlite3 '" + path.string() + "' 'PRAGMA journal_mode=WAL' >/dev/null").c_str()), 0);
  const auto tree = io::DiskTree::open(folder.path().string());
  EXPECT_EQ(open_to_end("d.sqlite", **(*tree)->open("d.sqlite", io::Access::random), path.string()).outcome,
            Opened::opened);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1U);
}

TEST(Opening, JudgesByContentWhatTheNameDoesNotTell) {
  EXPECT_EQ(open_bytes("sauvegarde.db", real_files().read("dossiers.sqlite")).outcome, Opened::opened);
  EXPECT_EQ(open_bytes("sauvegarde.db", real_files().read("dossiers.sqlite")).type, backups::FileType::sqlite);
  EXPECT_EQ(open_bytes("inconnu.dat", crypto::testing::noise(500, 1)).outcome, Opened::not_read);
  EXPECT_EQ(open_bytes("inconnu", {}).outcome, Opened::not_read);
  EXPECT_EQ(open_bytes("vide.txt", {}).outcome, Opened::not_read);
  EXPECT_EQ(open_bytes("vide.jpg", {}).outcome, Opened::does_not_open);
  EXPECT_EQ(open_bytes("zeros.txt", std::vector<std::byte>(100)).outcome, Opened::does_not_open);
  EXPECT_EQ(open_bytes("bilan.txt", crypto::testing::text("BMI 23, tension 12/8")).outcome, Opened::opened);
}

TEST(Opening, FindsTheFirstByteThatIsInNoText) {
  const std::string fine = "\t\n\v\f\r\x1a\x1b\x1c";
  for (unsigned code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    const bool is_in_no_text = code == 0x7f || (code < 0x20 && (code == 0 || fine.find(c) == std::string::npos));
    std::string text(1'000, 'a');
    text[517] = text[601] = c;
    const Opening opening = open_bytes("a.txt", crypto::testing::text(text));
    EXPECT_EQ(opening.outcome, is_in_no_text ? Opened::does_not_open : Opened::opened) << code;
    if (is_in_no_text) {
      EXPECT_EQ(opening.offset, 517U) << code;
    }
  }
}

TEST(Opening, SaysWhyAndWhere) {
  auto letter = real_files().read("lettre.docx");
  for (std::size_t at = letter.size() / 3; at < letter.size() / 2; ++at) letter[at] = std::byte{0};
  const Opening broken = open_bytes("lettre.docx", letter);
  EXPECT_EQ(broken.outcome, Opened::does_not_open);
  EXPECT_FALSE(broken.part.empty()) << "the entry of the document";
  EXPECT_TRUE(broken.offset.has_value());
  EXPECT_EQ(open_bytes("a.jpg", {}).reason, OpeningReason::empty);
  EXPECT_EQ(open_bytes("a.txt", {}).outcome, Opened::not_read) << "an empty note is no damage, and proves nothing";
  EXPECT_EQ(open_bytes("a.pdf", crypto::testing::text("not a PDF")).reason, OpeningReason::not_as_named);
  EXPECT_EQ(open_bytes("a.xml", crypto::testing::text("<a><b></a>")).reason, OpeningReason::not_well_formed);
  EXPECT_EQ(open_bytes("a.inconnu", crypto::testing::noise(500, 1)).reason, OpeningReason::unknown_type);
  EXPECT_EQ(open_bytes("secret.zip", real_files().read("secret.zip")).reason, OpeningReason::locked);
  EXPECT_EQ(open_bytes("photo.png", real_files().read("photo.png")).reason, std::nullopt);
}

TEST(Opening, SaysWhereTheQuoteIsThatNothingCloses) {
  const std::string table = "a;\"b\"\n" + std::string(200'000, 'c') + ";\"d" + std::string(100, 'e');
  const Opening opening = open_bytes("a.csv", crypto::testing::text(table));
  EXPECT_EQ(opening.outcome, Opened::does_not_open);
  EXPECT_EQ(opening.offset, table.rfind('"'));
}

TEST(Opening, ReadsTheEndMarksOfDumps) {
  const auto open_text = [](const std::string& name, std::string_view text) {
    return open_bytes(name, crypto::testing::text(text)).outcome;
  };
  EXPECT_EQ(
      open_text("a.sql",
                "--\n-- PostgreSQL database dump\n--\n\nSELECT 1;\n\n--\n-- PostgreSQL database dump complete\n--\n"),
      Opened::opened);
  EXPECT_EQ(open_text("a.sql", "--\n-- PostgreSQL database dump\n--\n\nSELECT 1;\n"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.sql", "-- MariaDB dump 10.19\n\nINSERT INTO a VALUES (1);\n-- Dump completed on 2026-11-23\n"),
            Opened::opened);
  EXPECT_EQ(open_text("a.sql", "-- MySQL dump 10.13\n\nINSERT INTO a VAL"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.sql", "CREATE TABLE a(b);"), Opened::not_read);
  EXPECT_EQ(open_text("a.csv", "a;b\n1;\"une\nligne\"\n"), Opened::opened);
  EXPECT_EQ(open_text("a.csv", "a;b\n1;\"une\nlig"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.eml", "From: a\nContent-Type: multipart/mixed;\n boundary=\"x\"\n\n--x\n\na\n--x--\n"),
            Opened::opened);
  EXPECT_EQ(open_text("a.eml", "From: a\nContent-Type: multipart/mixed;\n boundary=\"x\"\n\n--x\n\na\n"),
            Opened::does_not_open);
  EXPECT_EQ(open_text("a.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.xml", "<a><b></a>"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.json", "{\"a\": [1, 2"), Opened::does_not_open);
  EXPECT_EQ(open_text("a.json", std::string(40, '[') + std::string(40, ']')), Opened::not_read)
      << "deeper than is read";
  EXPECT_EQ(open_text("a.json", "{\"scan\": \"" + std::string(5'000'000, 'A') + "\"}"), Opened::not_read)
      << "a picture in a text";
}

TEST(Opening, StopsAtABombAndAtALoop) {
  // 2 GiB of zeros in a zip that says 10 bytes; entities that would be a billion; a table of objects behind itself.
  const io::testing::TemporaryFolder folder;
  ASSERT_EQ(std::system(
                ("cd '" + folder.path().string() +
                 "' && head -c 200000000 /dev/zero > z && zip -q bomb.zip z && python3 -c \"d=bytearray("
                 "open('bomb.zip','rb').read());i=d.rfind(b'PK\\\\x01\\\\x02');d[i+24:i+28]=b'\\\\x0a\\\\0\\\\0\\\\0';"
                 "open('bomb.zip','wb').write(d)\"")
                    .c_str()),
            0);
  const auto tree = io::DiskTree::open(folder.path().string());
  EXPECT_EQ(open_to_end("bomb.zip", **(*tree)->open("bomb.zip", io::Access::random), "").outcome,
            Opened::does_not_open);
  std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) laughs += fmt::format("<!ENTITY a{} \"&a{};&a{};\">", i, i - 1, i - 1);
  laughs += "]><l>&a29;</l>";
  EXPECT_EQ(open_bytes("laughs.xml", crypto::testing::text(laughs)).outcome, Opened::does_not_open);
  EXPECT_EQ(open_bytes("loop.pdf", crypto::testing::text("%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root 1 0 R /Prev 9 >>\n"
                                                         "startxref\n9\n%%EOF\n"))
                .outcome,
            Opened::does_not_open);
}

TEST(Opening, CallsAFileThatTheDiskRefusesNotOpened) {
  for (const std::string& path : real_files().paths()) {
    if (path.ends_with(".sqlite")) continue;  // read by SQLite itself
    io::MemoryTree memory;
    memory.put_file(path, real_files().read(path));
    io::FailingTree failing(memory, 1, io::Failure::from_then_on);  // after it was opened
    const auto file = failing.open(path, io::Access::sequential);
    ASSERT_TRUE(file);
    EXPECT_EQ(open_to_end(path, **file, "").outcome, Opened::does_not_open) << path;
  }
}

}  // namespace
}  // namespace garde::restorer
