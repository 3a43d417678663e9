// Every export that is a table of comma-separated values, recognised by its column names.
#pragma once

#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/result.h"

namespace garde::accounts {

// `text` is UTF-8 and is changed while it is read (csv.h). Errors as read_export.
Result<Export> read_csv_export(std::string_view subject, std::span<char> text);

}  // namespace garde::accounts
