// Dumps as the databases' own programs write them.
#include <gtest/gtest.h>

#include "base/testing/source_directory.h"
#include "formats/archives/testing/real_archives.h"
#include "formats/dumps/dump_file.h"

namespace garde::formats::dumps {
namespace {

using namespace archives::testing;

// As pg_dump 15.18 and mariadb-dump 10.11 write them, shortened.
constexpr std::string_view kPostgresql = R"(--
-- PostgreSQL database dump
--

\restrict 3mT0dQ

-- Dumped from database version 15.18
SET client_encoding = 'UTF8';
CREATE TABLE public.patients (id integer NOT NULL, nom text);
COPY public.patients (id, nom) FROM stdin;
1	Dupont
2	Martin
\.

--
-- PostgreSQL database dump complete
--

\unrestrict 3mT0dQ

)";
constexpr std::string_view kMysql = R"(/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.14-MariaDB, for debian-linux-gnu (x86_64)
--
CREATE TABLE `patients` (`id` int(11) NOT NULL);
INSERT INTO `patients` VALUES (1),(2);
-- Dump completed on 2026-11-23  2:00:01
)";

TEST(TextDumps, AreWholeWithTheirEndMark) {
  io::MemoryTree tree;
  put(tree, "a-2026-11-23.sql", kPostgresql);
  put(tree, "b-2026-11-23.sql", kMysql);
  const Verdict verdict = verify(tree);
  EXPECT_TRUE(verdict.is_clean()) << verdict.told();
  EXPECT_EQ(verdict.coverage->units_verified, 2U);
  EXPECT_EQ(verdict.coverage->bytes_without_checksum, verdict.coverage->bytes_total);
}

TEST(TextDumps, CutAnywhereBeforeTheirEndMarkAreFound) {
  for (const std::string_view dump : {kPostgresql, kMysql}) {
    const std::size_t mark = std::min(dump.find("dump complete"), dump.find("Dump completed"));
    for (std::size_t size = 1; size < mark; size += 7) {
      io::MemoryTree tree;
      put(tree, "a.sql", dump.substr(0, size));
      const Verdict verdict = verify(tree);
      ASSERT_TRUE(verdict.is_found() || verdict.coverage->unjudged_count > 0) << size << verdict.told();
      ASSERT_FALSE(verdict.is_clean());
    }
  }
}

TEST(TextDumps, WithZerosInThemAreFound) {
  std::string text(kPostgresql);
  text.replace(text.find("Martin"), 6, std::string(6, '\0'));
  io::MemoryTree tree;
  put(tree, "a.sql", text);
  const Verdict verdict = verify(tree);
  ASSERT_TRUE(verdict.is_found());
  EXPECT_EQ(verdict.damages.front().kind, DamageKind::zero_filled) << verdict.told();
  EXPECT_TRUE(verdict.hits("a.sql"));
}

TEST(TextDumps, OfUnknownProgramsAreNotEstablished) {
  io::MemoryTree tree;
  put(tree, "a.sql", "CREATE TABLE patients (id int);\nINSERT INTO patients VALUES (1);\n");
  const Verdict verdict = verify(tree);
  EXPECT_TRUE(verdict.damages.empty());
  EXPECT_EQ(verdict.coverage->unjudged_count, 1U);
}

TEST(TextDumps, ThatAreNoTextsAreFound) {
  io::MemoryTree tree;
  put(tree, "a.sql", std::string("\x93\x01\x00\x7f\xee\x00", 6) + letter(3'000));
  put(tree, "b.sql.gz", letter(3'000));
  const Verdict verdict = verify(tree);
  EXPECT_TRUE(verdict.is_found());
  EXPECT_EQ(verdict.coverage->losses, 2U) << verdict.told();
}

TEST(CompressedDumps, AreHeldToTheirChecksum) {
  const RealArchives real;
  real.write("a.sql", kPostgresql);
  real.run("gzip -nc a.sql >$OUT/a.sql.gz; zstd -qc a.sql >$OUT/b.sql.zst; xz -c a.sql >$OUT/c.sql.xz");
  const auto tree = real.tree();
  EXPECT_TRUE(verify(*tree).is_clean()) << verify(*tree).told();
  for (const std::string& path : tree->file_paths()) {
    auto& bytes = tree->file(path);
    // Behind the headers: a bit of those may mean nothing.
    for (std::size_t at = 40; at < bytes.size(); at += 29) {
      bytes[at] ^= std::byte{0x10};
      EXPECT_TRUE(verify(*tree).is_found()) << path << at;
      bytes[at] ^= std::byte{0x10};
    }
  }
}

// Written by pg_dump 15.18 of a small database: a table of forty lines, an empty one, a large object.
std::string real_dump(std::string_view name) {
  std::ifstream file(source_directory() / "src/formats/dumps/testdata" / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PostgresqlDumps, OfPgDumpItselfAreWhole) {
  for (const std::string_view name :
       {"postgresql-15-custom.dump", "postgresql-15-custom-uncompressed.dump", "postgresql-15.sql"}) {
    io::MemoryTree tree;
    put(tree, name, real_dump(name));
    const Verdict verdict = verify(tree);
    EXPECT_TRUE(verdict.is_clean()) << name << verdict.told();
    EXPECT_EQ(verdict.coverage->units_verified, 1U);
  }
}

TEST(PostgresqlDumps, CutAnywhereAreFound) {
  for (const std::string_view name : {"postgresql-15-custom.dump", "postgresql-15-custom-uncompressed.dump"}) {
    const std::string whole = real_dump(name);
    for (std::size_t size = 5; size < whole.size(); size += 41) {
      io::MemoryTree tree;
      put(tree, "a.dump", whole.substr(0, size));
      const Verdict verdict = verify(tree);
      ASSERT_TRUE(verdict.is_found()) << name << size << verdict.told();
    }
  }
}

TEST(PostgresqlDumps, NameTheTableWhoseDataIsLost) {
  const std::string whole = real_dump("postgresql-15-custom-uncompressed.dump");
  const std::size_t data = whole.find("c4ca4238a0b923820dcc509a6f75849b");  // the first line of the table
  ASSERT_NE(data, std::string::npos);
  io::MemoryTree tree;
  put(tree, "a.dump", whole.substr(0, data));
  const Verdict verdict = verify(tree);
  EXPECT_TRUE(std::ranges::any_of(verdict.damages, [](const Damage& damage) {
    return damage.detail == "no data of TABLE DATA public.patients";
  })) << verdict.told();
}

TEST(PostgresqlDumps, HoldTheirCompressedDataToItsChecksum) {
  const std::string whole = real_dump("postgresql-15-custom.dump");
  const std::size_t zlib = whole.find("\x78\x9c");
  ASSERT_NE(zlib, std::string::npos);
  for (std::size_t at = zlib; at < zlib + 700; at += 23) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    io::MemoryTree tree;
    put(tree, "a.dump", flipped);
    ASSERT_TRUE(verify(tree).is_found()) << at << verify(tree).told();
  }
}

// A window of a gibibyte, a dictionary of half of one: more memory than is given, and no damage.
TEST(CompressedDumps, ThatAskForMoreMemoryThanIsGivenAreNotJudged) {
  const RealArchives real;
  real.write("dump.sql", kPostgresql);
  real.run("cat dump.sql | zstd -q --ultra --long=30 -3 -o $OUT/a.sql.zst");
  real.run("xz --format=xz --lzma2=preset=0,dict=512MiB <dump.sql >$OUT/b.sql.xz");
  const auto tree = real.tree();
  const Verdict verdict = verify(*tree);
  EXPECT_FALSE(verdict.is_found()) << verdict.told();
  EXPECT_FALSE(verdict.is_clean());
  ASSERT_EQ(verdict.coverage->unjudged_count, 2U) << verdict.told();
  for (const Unjudged& one : verdict.coverage->unjudged) EXPECT_EQ(one.reason, UnjudgedReason::too_demanding);
}

std::optional<Contents> contents(std::string_view content) {
  io::MemoryTree tree;
  put(tree, "a", content);
  const auto file = tree.open("a", io::Access::sequential).take();
  return contents_of(*file);
}

TEST(DumpContents, CountTheTablesThatAreMade) {
  EXPECT_EQ(contents(kPostgresql)->tables, 1U);
  EXPECT_EQ(contents(kMysql)->tables, 1U);
  EXPECT_EQ(contents("-- PostgreSQL database dump\n-- CREATE TABLE in a comment\n"
                     "-- PostgreSQL database dump complete\n")
                ->tables,
            0U);
  for (const std::string_view name :
       {"postgresql-15-custom.dump", "postgresql-15-custom-uncompressed.dump", "postgresql-15.sql"})
    EXPECT_EQ(contents(real_dump(name))->tables, 2U) << name;
  EXPECT_FALSE(contents(letter(3'000)).has_value());
  EXPECT_FALSE(contents(real_dump("postgresql-15-custom.dump").substr(0, 300)).has_value());
}

// pg_dump -Fd, of a database of two tables.
TEST(DumpContents, OfADirectoryNameItsFiles) {
  const auto found = contents(real_dump("postgresql-15-directory/toc.dat"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->kind, DumpKind::postgresql_parts);
  EXPECT_EQ(found->tables, 2U);
  ASSERT_EQ(found->parts.size(), 2U);
  for (const Contents::Part& part : found->parts) EXPECT_TRUE(part.is_table) << part.name;
  io::MemoryTree tree;
  put(tree, "toc-2026-11-23.dump", real_dump("postgresql-15-directory/toc.dat"));
  const Verdict verdict = verify(tree);
  EXPECT_TRUE(verdict.damages.empty()) << verdict.told();
  EXPECT_EQ(verdict.coverage->unjudged_count, 1U) << "its rows lie elsewhere";
}

// A database of SQLite's own making, through its command-line program.
TEST(SqliteCopies, AreHeldToTheirHeader) {
  const RealArchives real;
  real.run(
      "sqlite3 $OUT/base.db 'CREATE TABLE p (t TEXT); INSERT INTO p SELECT hex(randomblob(400)) FROM "
      "(WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<60) SELECT i FROM n);'");
  const auto tree = real.tree();
  EXPECT_TRUE(verify(*tree).is_clean()) << verify(*tree).told();
  const auto whole = tree->file("base.db");
  ASSERT_GT(whole.size(), 16'384U);
  for (std::size_t size = 16; size < whole.size(); size += 777) {
    tree->file("base.db").assign(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(verify(*tree).is_found()) << size << verify(*tree).told();
  }
  tree->file("base.db") = whole;
  put(*tree, "base.db-wal", "changes");
  EXPECT_EQ(verify(*tree).coverage->unjudged_count, 1U);
}

}  // namespace
}  // namespace garde::formats::dumps
