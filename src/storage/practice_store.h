// The practices of a database. Every row of every other store belongs to one.
#pragma once

#include <string>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"
#include "storage/connection.h"

namespace garde::storage {

using PracticeId = Id<struct PracticeTag>;

struct Practice {
  PracticeId id;
  std::string name;  // empty until somebody gives it
  Instant created_at;
  bool operator==(const Practice&) const = default;
};

// The one that the first migration creates: the only one unless somebody hosts several.
PracticeId default_practice();

// `not_found` when there is none of that id.
Result<Practice> load_practice(Connection& connection, const PracticeId& practice);
Result<void> rename_practice(Connection& connection, const PracticeId& practice, std::string_view name);

}  // namespace garde::storage
