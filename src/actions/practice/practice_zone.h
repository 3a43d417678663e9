// Where the practice is: its region, for which some services exist, and the zone its time is kept in.
#pragma once

#include <optional>
#include <string_view>

#include "actions/practice/practice.h"

namespace garde::actions {

inline constexpr std::string_view kRegionSetting = "contacts-region";

// Nothing: nobody said, or this version knows no such region.
Result<std::optional<contacts::RegionId>> load_region(storage::Connection& connection,
                                                      const storage::PracticeId& practice,
                                                      const contacts::Directory& directory);

// The zone that was chosen, else the usual one. `not_found` when this computer does not know it: no time would be
// right.
Result<text::Zone> load_zone(storage::Connection& connection, const storage::PracticeId& practice,
                             const text::Zones& zones);

// Chooses a zone by its name. What is shown from now on is in it; nothing that was recorded changes. Fields: zone.
Result<FieldProblems> save_zone(Practice& practice, std::string_view name);

// The zone of the practice's region when another one is in use; null when they agree, or no region was said.
Result<const text::ZoneChoice*> zone_of_region(Practice& practice);

}  // namespace garde::actions
