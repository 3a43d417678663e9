// Where a rule is written, and when somebody last read it there.
#pragma once

#include <string>
#include <vector>

#include "base/instant.h"
#include "content/table.h"

namespace garde::incident {

struct Source {
  std::string title;
  std::string url;  // empty for a rule of the practice's own contract
  Date checked;     // the day somebody last read it there
};
// The tables `source` of a table.
std::vector<Source> read_sources(content::Table& table);

}  // namespace garde::incident
