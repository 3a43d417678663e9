// What each kind of dump is held to, on its plain bytes in one pass.
#pragma once

#include "formats/dumps/dump_file.h"

namespace garde::formats::dumps {

// For each flaw `member` is left empty. Reads the stream to its end unless what it reads is beyond hope.
struct Scanned {
  std::uint64_t pieces = 0;  // tables found whole
  std::optional<UnjudgedReason> unjudged;
};
Scanned scan_text(archives::PlainStream& stream, DumpKind kind, const archives::OnFlaw& on_flaw);
Scanned scan_postgresql_custom(archives::PlainStream& stream, const archives::OnFlaw& on_flaw);
// What a text, or the contents of a dump of PostgreSQL's own, say that they hold.
std::optional<Contents> count_tables(archives::PlainStream& stream);
std::optional<Contents> read_contents(archives::PlainStream& stream);
Scanned scan_sqlite(archives::PlainStream& stream, const archives::OnFlaw& on_flaw);

}  // namespace garde::formats::dumps
