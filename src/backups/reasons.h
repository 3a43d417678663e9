// Why something that came back was not opened, or a database dump not loaded: values, each with its sentence under
// backups.not-opened and backups.not-loaded in the content.
#pragma once

#include <cstdint>
#include <string_view>

namespace garde::backups {

enum class OpeningReason : std::uint8_t {
  // It does not open.
  unreadable,         // the medium refuses its bytes
  empty,              // and its form allows no such file; of what was compressed, nothing was
  not_as_named,       // its first bytes are of another form than its name
  truncated,          // ends before its end
  contents_damaged,   // the table that says where its parts are leads nowhere
  malformed,          // not of the form its format prescribes
  wrong_checksum,     // its content is not the one its checksum promises
  cannot_decompress,  // its compressed form is broken
  not_well_formed,    // XML or JSON whose brackets do not match
  unclosed_quote,     // a quoted field of a table never ends
  not_text,           // a byte that stands in no text
  database_damaged,   // SQLite finds its pages or indexes wrong
  // It was not read to its end, and nothing is said against it.
  unknown_type,
  locked,         // by a password
  form_not_read,  // recognised, and not read to its end
  too_large,      // more entries, deeper, or longer than is read
  no_memory,      // of this computer, to decompress it
};
std::string_view name(OpeningReason reason);

enum class LoadingReason : std::uint8_t {
  // The dump's.
  truncated,      // ends within a statement or the rows of a table
  unreadable,     // its compressed form breaks
  refused,        // the server refuses a statement, with a code
  not_converted,  // pg_restore gives up on it
  // This computer's, or the scratch server's: nothing is said against the dump.
  does_not_start,     // the scratch server
  makes_no_database,  // idem
  ended,              // idem, under the load
  lacks,              // what the dump's own server has: an extension, a right, room
  takes_too_long,
  disk_full,
  stopped,
  // Of a form that is not loaded.
  newer_version,  // than the programs of this computer
  compressed_twice,
  in_several_files,
  decompression,  // asks for more than is given, or unpacks to thousands of times its size
  rows_without_tables,
  client_command,  // one that no program of dumps writes
  statement_too_long,
  client_failed,  // and says not why
};
std::string_view name(LoadingReason reason);

}  // namespace garde::backups
