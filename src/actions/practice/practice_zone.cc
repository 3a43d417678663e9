#include "actions/practice/practice_zone.h"

#include "storage/setting_store.h"

namespace garde::actions {
namespace {

constexpr std::string_view kZoneSetting = "zone";

}  // namespace

Result<std::optional<contacts::RegionId>> load_region(storage::Connection& connection,
                                                      const storage::PracticeId& practice,
                                                      const contacts::Directory& directory) {
  std::optional<contacts::RegionId> region;
  if (const auto stored = TRY(storage::load_setting(connection, practice, kRegionSetting))) {
    const auto id = contacts::RegionId::parse(*stored);
    if (id && directory.region(*id) != nullptr) region = *id;
  }
  return region;
}

Result<text::Zone> load_zone(storage::Connection& connection, const storage::PracticeId& practice,
                             const text::Zones& zones) {
  const auto chosen = TRY(storage::load_setting(connection, practice, kZoneSetting));
  return text::Zone::named(chosen.value_or(zones.usual().name));
}

Result<FieldProblems> save_zone(Practice& practice, std::string_view name) {
  if (practice.library().zones.find(name) == nullptr) return FieldProblems{{"zone", {"form.problem.choice", {}}}};
  const text::Zone zone = TRY(text::Zone::named(name));
  TRY(practice.with_storage(storage::save_setting, kZoneSetting, name));
  practice.set_zone(zone);
  return FieldProblems{};
}

Result<const text::ZoneChoice*> zone_of_region(Practice& practice) {
  const Library& library = practice.library();
  const auto region = TRY(practice.with_storage(load_region, library.directory));
  if (!region) return nullptr;
  const std::string& named = library.directory.region(*region)->zone;
  const text::ZoneChoice* zone = named.empty() ? &library.zones.usual() : library.zones.find(named);
  return zone == nullptr || zone->name == practice.zone().name() ? nullptr : zone;
}

}  // namespace garde::actions
