// What to close and change when somebody leaves: a sheet to tick off.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "text/catalogue.h"

namespace garde::documents {

struct DepartureLine {
  std::string what;
  std::string why;  // empty when there is nothing to add
};

struct DepartureSheet {
  std::string person;
  std::string role;
  std::optional<Date> left_on;
  Date today;
  std::vector<DepartureLine> lines;
};

Result<std::string> departure_sheet(const DepartureSheet& sheet, const text::Catalogue& texts);

}  // namespace garde::documents
