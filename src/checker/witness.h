// What identifies the restore points of a destination now, told without a password.
#pragma once

#include <optional>
#include <string>

#include "backups/destination_witness.h"
#include "base/result.h"
#include "formats/kinds.h"

namespace garde::checker {

// Lists and small files are read, nothing is opened with a password. `kind` absent: recognised. `destination` is the id
// that the witness names. not_found: no such folder, or no backup in it; unsupported: more restore points than are
// listed; wrong_secret, unreadable.
Result<backups::DestinationWitness> take_witness(const std::string& folder, std::optional<formats::Kind> kind,
                                                 std::string destination, Instant now);

}  // namespace garde::checker
