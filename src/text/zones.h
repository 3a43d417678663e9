// The zones a practice may keep its time in: content/practice/zones.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "content/table.h"

namespace garde::text {

struct ZoneChoice {
  std::string name;   // as Zone::named takes it: "Indian/Reunion"
  std::string title;  // "La Réunion"
  std::string source;
  std::string source_url;
  Date read_on;  // the day somebody last read it there
};

class Zones {
 public:
  // At least one zone, or a problem.
  static Zones read(const content::Files& files, content::Problems& problems);

  const std::vector<ZoneChoice>& all() const { return all_; }
  const ZoneChoice* find(std::string_view name) const;
  // Of a practice that chose none.
  const ZoneChoice& usual() const { return all_.front(); }

 private:
  std::vector<ZoneChoice> all_;
};

}  // namespace garde::text
