#include "text/zones.h"

#include <algorithm>

namespace garde::text {

Zones Zones::read(const content::Files& files, content::Problems& problems) {
  constexpr std::string_view kFile = "practice/zones.toml";
  Zones zones;
  for (const content::File* file : files.in("practice")) {
    if (file->path != kFile) {
      problems.push_back({file->path, 0, "is not a file about the practice"});
      continue;
    }
    auto document = content::parse(*file, problems);
    if (!document) continue;
    for (content::Table& row : document->tables("zone")) {
      ZoneChoice zone{row.text("name"), row.text("title"), row.text("source"), row.text("source_url"),
                      row.date("read_on")};
      row.finish();
      if (zones.find(zone.name) != nullptr) row.problem(zone.name + " is there twice");
      zones.all_.push_back(std::move(zone));
    }
    document->finish();
  }
  if (zones.all_.empty()) problems.push_back({std::string(kFile), 0, "must name a zone"});
  return zones;
}

const ZoneChoice* Zones::find(std::string_view name) const {
  const auto found = std::ranges::find(all_, name, &ZoneChoice::name);
  return found == all_.end() ? nullptr : &*found;
}

}  // namespace garde::text
