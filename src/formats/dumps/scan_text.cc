#include <algorithm>
#include <cstring>

#include "formats/dumps/scan.h"

namespace garde::formats::dumps {
namespace {

using archives::flaw_of;

// The end mark, some comment lines and, since 2025, PostgreSQL's \unrestrict line follow the data.
constexpr std::size_t kTail = 4096;

bool has_end_mark(DumpKind kind, std::string_view tail) {
  const auto stands_in_it = [&](std::string_view mark) { return tail.find(mark) != std::string_view::npos; };
  if (kind == DumpKind::mysql) return stands_in_it("\n-- Dump completed");
  return stands_in_it("-- PostgreSQL database dump complete") ||
         stands_in_it("-- PostgreSQL database cluster dump complete");
}

}  // namespace

Scanned scan_text(archives::PlainStream& stream, DumpKind kind, const archives::OnFlaw& on_flaw) {
  std::string tail;
  bool found_zeros = false;
  for (auto piece = stream.next(); !piece.empty(); piece = stream.next()) {
    if (!found_zeros && std::memchr(piece.data(), 0, piece.size()) != nullptr) {
      // A crash of the computer leaves them: the disk had made room, and the text never came.
      found_zeros = true;
      on_flaw(flaw_of(DamageKind::zero_filled, "", stream.stored_offset(), "zeros in a text"));
    }
    const auto last = piece.last(std::min(piece.size(), kTail));
    tail.append(reinterpret_cast<const char*>(last.data()), last.size());
    if (tail.size() > kTail) tail.erase(0, tail.size() - kTail);
  }
  if (stream.flaw()) {
    on_flaw(*stream.flaw());
    return {};
  }
  if (kind == DumpKind::sql) return {0, UnjudgedReason::no_known_end};
  if (!stream.unjudged() && !has_end_mark(kind, tail))
    on_flaw(flaw_of(DamageKind::truncated, "", stream.stored_offset(), "its end mark is missing"));
  return {};
}

// A statement begins on a line of its own in what every program of dumps writes.
std::optional<Contents> count_tables(archives::PlainStream& stream) {
  constexpr std::string_view kTable = "CREATE TABLE ";
  Contents contents;
  std::size_t matched = 0;  // letters of the line so far that are the statement's
  bool is_at_start = true;
  for (auto piece = stream.next(); !piece.empty(); piece = stream.next())
    for (const std::byte byte : piece) {
      const char c = static_cast<char>(byte);
      is_at_start = is_at_start && c == kTable[matched];
      if (is_at_start && ++matched == kTable.size()) {
        ++contents.tables;
        is_at_start = false;
      }
      if (c != '\n') continue;
      is_at_start = true;
      matched = 0;
    }
  if (stream.flaw() || stream.unjudged()) return std::nullopt;
  return contents;
}

}  // namespace garde::formats::dumps
