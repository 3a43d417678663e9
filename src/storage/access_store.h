// The register of accesses: tools, people, accounts, who uses them, by what they are recovered.
#pragma once

#include "accounts/register/register.h"
#include "base/result.h"
#include "storage/practice_store.h"

namespace garde::storage {

// All of it, without the essential tools nobody has named.
Result<accounts::Register> load_register(Connection& connection, const PracticeId& practice);

// Each replaces what was there under its id.
Result<void> save_tool(Connection& connection, const PracticeId& practice, const accounts::UsedTool& tool, Instant now);
Result<void> save_person(Connection& connection, const PracticeId& practice, const accounts::Person& person,
                         Instant now);
// With its holders and recoveries: in a transaction. conflict: one of them does not exist.
Result<void> save_access(Connection& connection, const PracticeId& practice, const accounts::Access& access);

Result<void> remove_tool(Connection& connection, const PracticeId& practice, const accounts::UsedToolId& tool);
Result<void> remove_person(Connection& connection, const PracticeId& practice, const accounts::PersonId& person);
Result<void> remove_access(Connection& connection, const PracticeId& practice, const accounts::AccessId& access);

Result<void> add_review(Connection& connection, const PracticeId& practice, const accounts::Review& review);

}  // namespace garde::storage
