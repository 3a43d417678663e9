// What a practice has set, by name. Who reads a setting knows its name and what its text means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

Result<std::optional<std::string>> load_setting(Connection& connection, const PracticeId& practice,
                                                std::string_view name);
Result<void> save_setting(Connection& connection, const PracticeId& practice, std::string_view name,
                          std::string_view value);
// Fine when it was not set.
Result<void> remove_setting(Connection& connection, const PracticeId& practice, std::string_view name);

}  // namespace garde::storage
