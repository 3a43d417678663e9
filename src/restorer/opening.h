// The drill's "opened": a file that came back is read as what it is, to its end. A hash proves that a file is the one
// that was saved; only opening it proves that what was saved was whole.
//
// Files may be hostile: every reading is bounded and nothing in them is run, followed or fetched.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backups/file_type.h"
#include "backups/reasons.h"
#include "io/tree.h"

namespace garde::restorer {

enum class Opened : std::uint8_t {
  opened,         // read to its end as its form prescribes
  does_not_open,  // not of the form its name or its first bytes promise, or it ends too early
  not_read,       // of no type we know, locked by a password, or of a form we do not read to its end
};
std::string_view name(Opened opened);

struct Opening {
  Opened outcome{};
  std::optional<backups::FileType> type = {};
  std::optional<backups::OpeningReason> reason = {};  // why it is not opened
  std::string part = {};                              // the entry of a container in which it lies
  std::optional<std::uint64_t> offset = {};           // where it went wrong, in the file
  std::optional<std::uint64_t> tables = {};           // of a database that was opened
  // Of an SQLite database whose last changes lie in a file beside it: what is here alone may be any part of it.
  bool needs_its_log = false;
};

// `name` is that in the restore point, `file` its content, `path_on_disk` where that lies, for what can only open a
// path: SQLite, which reads it without a lock, a journal or a byte written.
Opening open_to_end(std::string_view name, const io::File& file, const std::string& path_on_disk);

}  // namespace garde::restorer
