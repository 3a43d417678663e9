#include "restorer/loading/sql_text.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace garde::restorer::loading {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Gives a text in pieces of this many bytes.
SqlText::Source in_pieces(std::string_view text, std::size_t size) {
  return [text, size]() mutable -> Result<std::span<const std::byte>> {
    const auto piece = text.substr(0, size);
    text.remove_prefix(piece.size());
    return std::as_bytes(std::span(piece));
  };
}

struct Cut {
  std::vector<std::string> items;  // rows begin with "rows: ", commands to psql with their backslash
  std::optional<Error> error;
};

Cut cut(std::string_view dump, std::size_t piece = 7) {
  SqlText text(in_pieces(dump, piece));
  Cut cut;
  for (;;) {
    auto item = text.next();
    if (!item) {
      cut.error = item.error();
      return cut;
    }
    if (item->kind == SqlItem::Kind::end) return cut;
    const bool has_rows = item->kind == SqlItem::Kind::statement && is_copy_from_stdin(item->text);
    cut.items.push_back(std::move(item->text));
    if (!has_rows) continue;
    std::string rows = "rows: ";
    const auto read = text.rows([&](std::string_view some) -> Result<void> {
      rows += some;
      return {};
    });
    cut.items.push_back(rows);
    if (read) continue;
    cut.error = read.error();
    return cut;
  }
}

constexpr std::string_view kDump =
    "-- PostgreSQL database dump\n\\restrict abc\nSET standard_conforming_strings = on;\n"
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT ';' $_$;\n"
    "COPY public.patients (id, name) FROM stdin;\n1\tDurand; \\N\n2\ta\\\\b\n\\.\n\n"
    "INSERT INTO t VALUES ('it''s; here', E'a\\'; b');\n/* a; /* b; */ */ SELECT 1;\n\\unrestrict abc\n";

TEST(SqlText, IsCutAsPsqlDoes) {
  EXPECT_THAT(cut(kDump).items,
              ElementsAre("\\restrict abc", "SET standard_conforming_strings = on;",
                          "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT ';' $_$;",
                          "COPY public.patients (id, name) FROM stdin;", "rows: 1\tDurand; \\N\n2\ta\\\\b\n",
                          "INSERT INTO t VALUES ('it''s; here', E'a\\'; b');", "SELECT 1;", "\\unrestrict abc"));
}

TEST(SqlText, IsCutAlikeWhereverItsPiecesEnd) {
  const auto whole = cut(kDump, kDump.size());
  for (std::size_t piece = 1; piece < kDump.size(); ++piece) EXPECT_EQ(cut(kDump, piece).items, whole.items) << piece;
}

TEST(SqlText, ThatWasCutShortIsDamagedOrHasLess) {
  const std::size_t whole = cut(kDump).items.size();
  for (std::size_t size = 0; size < kDump.size(); ++size) {
    const auto some = cut(kDump.substr(0, size));
    EXPECT_TRUE(some.error ? some.error->kind == ErrorKind::damaged : some.items.size() <= whole) << size;
  }
  EXPECT_EQ(cut("COPY t FROM stdin;\n1\n2").error->kind, ErrorKind::damaged);
  EXPECT_EQ(cut("COPY t FROM stdin;\n1\n2\n").error->kind, ErrorKind::damaged);
  EXPECT_EQ(cut("SELECT 'a").error->kind, ErrorKind::damaged);
  EXPECT_EQ(cut("SELECT $a$ b").error->kind, ErrorKind::damaged);
}

TEST(SqlText, KeepsSemicolonsOfARoutineAndOfARule) {
  EXPECT_THAT(
      cut("CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3;")
          .items,
      ElementsAre(HasSubstr("SELECT 2; END;"), "SELECT 3;"));
  EXPECT_THAT(cut("CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b); BEGIN; END;").items,
              ElementsAre(HasSubstr("DELETE FROM b);"), "BEGIN;", "END;"));
}

TEST(SqlText, NeverHidesACommandToPsql) {
  EXPECT_THAT(cut("SELECT 1;\n\\! touch /tmp/x\nSELECT 2;").items,
              ElementsAre("SELECT 1;", "\\! touch /tmp/x", "SELECT 2;"));
  EXPECT_EQ(cut("SELECT 1 \\! touch /tmp/x\n;").error->kind, ErrorKind::invalid_input);
  EXPECT_EQ(cut("SELECT 1 \\gexec").error->kind, ErrorKind::invalid_input);
}

TEST(SqlText, RefusesAStatementLongerThanItReads) {
  const std::string room(kMaxStatement.value - 10, 'x');
  EXPECT_FALSE(cut("SELECT '" + room + "';", 1 << 20).error) << "at the limit";
  EXPECT_EQ(cut("SELECT '" + room + "x';", 1 << 20).error->kind, ErrorKind::unsupported);
}

TEST(SqlText, KnowsRowsByTheStatementBeforeThem) {
  EXPECT_TRUE(is_copy_from_stdin("COPY public.t (a, b) FROM stdin;"));
  EXPECT_TRUE(is_copy_from_stdin("copy t from stdin with (format csv);"));
  EXPECT_FALSE(is_copy_from_stdin("COPY t FROM '/etc/passwd';"));
  EXPECT_FALSE(is_copy_from_stdin("COPY t FROM PROGRAM 'id';"));
  EXPECT_FALSE(is_copy_from_stdin("SELECT 'COPY t FROM stdin';"));
  EXPECT_EQ(first_words("ALTER  table public.x OWNER TO y;", 3), "ALTER TABLE PUBLIC");
}

}  // namespace
}  // namespace garde::restorer::loading
