#include "backups/finding.h"

#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/enumerators.h"

namespace garde::backups {
namespace {

template <class... Calls>
struct Overloaded : Calls... {
  using Calls::operator()...;
};

// One of each kind of a finding. An alternative that has no line here does not compile.
class OneOfEach {
 public:
  std::vector<Finding> take() && { return std::move(all_); }

  template <class... Found>
  void add_all(std::type_identity<std::variant<Found...>> /*finding*/) {
    (add(std::type_identity<Found>()), ...);
  }

 private:
  template <class Found>
  using Of = std::type_identity<Found>;

  void add(Of<Remark>) { all_.insert(all_.end(), kEnumerators<Remark>.begin(), kEnumerators<Remark>.end()); }
  void add(Of<DamageFinding>) {
    for (const auto consequence : {formats::Consequence::loss, formats::Consequence::decay})
      all_.emplace_back(DamageFinding{.consequence = consequence});
  }
  void add(Of<UnjudgedFinding>) { all_.emplace_back(UnjudgedFinding{}); }
  void add(Of<FileFinding>) { add_each(&FileFinding::remark); }
  void add(Of<SourceFinding>) { add_each(&SourceFinding::trouble); }
  void add(Of<PointFinding>) { add_each(&PointFinding::remark); }
  void add(Of<LineFinding>) { add_each(&LineFinding::remark); }
  void add(Of<CountFinding>) { add_each(&CountFinding::what); }
  void add(Of<CadenceFinding>) { add_each(&CadenceFinding::cadence); }
  void add(Of<MissedDay>) { all_.emplace_back(MissedDay{}); }
  void add(Of<ScheduledJob>) { all_.emplace_back(ScheduledJob{}); }
  void add(Of<FormatNotRead>) {
    for (const formats::Kind kind : formats::all_kinds())
      if (!formats::is_read(kind)) all_.emplace_back(FormatNotRead{kind});
  }
  void add(Of<SuspectFile>) { add_each(&SuspectFile::suspicion); }
  void add(Of<RansomFinding>) { add_each(&RansomFinding::sign); }
  void add(Of<UpheavalFinding>) { add_each(&UpheavalFinding::upheaval); }
  void add(Of<NotRestored>) { all_.emplace_back(NotRestored{}); }
  void add(Of<NotOpened>) { all_.emplace_back(NotOpened{}); }
  void add(Of<DumpFinding>) { add_each(&DumpFinding::trouble); }
  void add(Of<ForeignFinding>) { add_each(&ForeignFinding::program); }
  void add(Of<DwindledDatabase>) { add_each(&DwindledDatabase::what); }

  // For each value of the enumeration that tells it apart.
  template <class Found, class Enum>
  void add_each(Enum Found::* which) {
    for (const Enum value : kEnumerators<Enum>) {
      Found found{};
      found.*which = value;
      all_.emplace_back(std::move(found));
    }
  }

  std::vector<Finding> all_;
};

std::vector<Finding> one_of_each() {
  OneOfEach each;
  each.add_all(std::type_identity<Finding>());
  return std::move(each).take();
}

}  // namespace

std::string_view name(Remark remark) {
  switch (remark) {
    case Remark::without_checksum: return "without-checksum";
    case Remark::nothing_read: return "nothing-read";
    case Remark::no_restore_point: return "no-restore-point";
    case Remark::no_source: return "no-source";
    case Remark::empty_source: return "empty-source";
    case Remark::hours_vary: return "hours-vary";
    case Remark::encrypted: return "encrypted";
    case Remark::not_encrypted: return "not-encrypted";
    case Remark::encryption_unknown: return "encryption-unknown";
    case Remark::not_writable: return "not-writable";
    case Remark::seen_unplugged: return "seen-unplugged";
    case Remark::always_plugged_another_not: return "always-plugged-another-not";
    case Remark::always_plugged: return "always-plugged";
    case Remark::writable_unknown: return "writable-unknown";
    case Remark::same_volume: return "same-volume";
    case Remark::said_elsewhere: return "said-elsewhere";
    case Remark::said_here: return "said-here";
    case Remark::one_version: return "one-version";
    case Remark::empty_mount_point: return "empty-mount-point";
    case Remark::ask_hosting_certified: return "ask-hosting-certified";
    case Remark::said_hosting_certified: return "said-hosting-certified";
    case Remark::said_hosting_not_certified: return "said-hosting-not-certified";
    case Remark::nothing_to_judge: return "nothing-to-judge";
    case Remark::attack_interrupted: return "attack-interrupted";
    case Remark::nothing_restored: return "nothing-restored";
    case Remark::reading_too_long: return "reading-too-long";
    case Remark::reading_too_large: return "reading-too-large";
    case Remark::reading_hostile: return "reading-hostile";
    case Remark::reading_interrupted: return "reading-interrupted";
    case Remark::reading_not_isolated: return "reading-not-isolated";
  }
  fail_check("a Remark outside its enum", __FILE__, __LINE__);
}

std::string_view name(FileRemark remark) {
  switch (remark) {
    case FileRemark::missing: return "missing";
    case FileRemark::different: return "different";
    case FileRemark::source_unreadable: return "source-unreadable";
    case FileRemark::restore_differs: return "restore-differs";
    case FileRemark::dump_loaded: return "dump-loaded";
    case FileRemark::unsafe_path: return "unsafe-path";
    case FileRemark::path_twice: return "path-twice";
    case FileRemark::device_name: return "device-name";
    case FileRemark::canary_missing: return "canary-missing";
    case FileRemark::canary_changed: return "canary-changed";
    case FileRemark::overwritten: return "overwritten";
    case FileRemark::zeroed: return "zeroed";
    case FileRemark::end_lost: return "end-lost";
    case FileRemark::gone: return "gone";
    case FileRemark::renamed_unreadable: return "renamed-unreadable";
  }
  fail_check("a FileRemark outside its enum", __FILE__, __LINE__);
}

std::string_view name(SourceTrouble trouble) {
  switch (trouble) {
    case SourceTrouble::not_there: return "source-not-there";
    case SourceTrouble::empty: return "source-empty";
    case SourceTrouble::not_mounted: return "source-not-mounted";
    case SourceTrouble::stale: return "source-stale";
    case SourceTrouble::not_located: return "source-not-located";
    case SourceTrouble::same_volume: return "source-same-volume";
  }
  fail_check("a SourceTrouble outside its enum", __FILE__, __LINE__);
}

std::string_view name(PointRemark remark) {
  switch (remark) {
    case PointRemark::from_the_future: return "from-the-future";
    case PointRemark::too_old: return "too-old";
  }
  fail_check("a PointRemark outside its enum", __FILE__, __LINE__);
}

std::string_view name(LineRemark remark) {
  switch (remark) {
    case LineRemark::concerned: return "line";
    case LineRemark::occasional: return "line-occasional";
  }
  fail_check("a LineRemark outside its enum", __FILE__, __LINE__);
}

std::string_view name(Count count) {
  switch (count) {
    case Count::changed_since: return "changed-since";
    case Count::too_few_points: return "too-few-points";
    case Count::reaches_back: return "reaches-back";
    case Count::reaches_back_too_little: return "reaches-back-too-little";
  }
  fail_check("a Count outside its enum", __FILE__, __LINE__);
}

std::string_view name(Cadence cadence) {
  switch (cadence) {
    case Cadence::daily: return "daily";
    case Cadence::working_days: return "working-days";
    case Cadence::weekly: return "weekly";
    case Cadence::irregular: return "irregular";
  }
  fail_check("a Cadence outside its enum", __FILE__, __LINE__);
}

std::string_view name(Suspicion suspicion) {
  switch (suspicion) {
    case Suspicion::became_random: return "became-random";
    case Suspicion::became_partly_random: return "became-partly-random";
    case Suspicion::disguised: return "disguised";
    case Suspicion::renamed_random: return "renamed-random";
  }
  fail_check("a Suspicion outside its enum", __FILE__, __LINE__);
}

std::string_view name(RansomSign sign) {
  switch (sign) {
    case RansomSign::extension: return "ransom-extension";
    case RansomSign::note: return "ransom-note";
  }
  fail_check("a RansomSign outside its enum", __FILE__, __LINE__);
}

std::string_view name(Upheaval upheaval) {
  switch (upheaval) {
    case Upheaval::disappearance: return "mass-disappearance";
    case Upheaval::change: return "mass-change";
    case Upheaval::shrinkage: return "mass-shrinkage";
    case Upheaval::working_folder: return "working-files-gone";
  }
  fail_check("an Upheaval outside its enum", __FILE__, __LINE__);
}

std::string_view name(DumpTrouble trouble) {
  switch (trouble) {
    case DumpTrouble::does_not_load: return "dump-does-not-load";
    case DumpTrouble::not_loaded: return "dump-not-loaded";
    case DumpTrouble::no_server: return "dump-no-server";
    case DumpTrouble::no_cage: return "dump-no-cage";
  }
  fail_check("a DumpTrouble outside its enum", __FILE__, __LINE__);
}

std::string_view name(DatabaseServer server) {
  switch (server) {
    case DatabaseServer::postgresql: return "postgresql";
    case DatabaseServer::mariadb: return "mariadb";
  }
  fail_check("a DatabaseServer outside its enum", __FILE__, __LINE__);
}

std::string_view name(Dwindling what) {
  switch (what) {
    case Dwindling::no_table: return "no-table";
    case Dwindling::fewer_tables: return "fewer-tables";
    case Dwindling::fewer_bytes: return "fewer-bytes";
  }
  fail_check("a Dwindling outside its enum", __FILE__, __LINE__);
}

std::string name(const Finding& finding) {
  const Overloaded call{
      [](Remark remark) { return std::string(name(remark)); },
      [](const DamageFinding& found) { return fmt::format("damage-{}", formats::name(found.consequence)); },
      [](const UnjudgedFinding&) { return std::string("unjudged"); },
      [](const FileFinding& found) { return std::string(name(found.remark)); },
      [](const SourceFinding& found) { return std::string(name(found.trouble)); },
      [](const PointFinding& found) { return std::string(name(found.remark)); },
      [](const LineFinding& found) { return std::string(name(found.remark)); },
      [](const CountFinding& found) { return std::string(name(found.what)); },
      [](const CadenceFinding& found) { return fmt::format("cadence-{}", name(found.cadence)); },
      [](const MissedDay&) { return std::string("missed"); },
      [](const ScheduledJob&) { return std::string("scheduled-job"); },
      [](const FormatNotRead& found) { return fmt::format("{}-not-read", formats::name(found.format)); },
      [](const SuspectFile& found) { return std::string(name(found.suspicion)); },
      [](const RansomFinding& found) { return std::string(name(found.sign)); },
      [](const UpheavalFinding& found) { return std::string(name(found.upheaval)); },
      [](const NotRestored&) { return std::string("does-not-restore"); },
      [](const NotOpened&) { return std::string("does-not-open"); },
      [](const DumpFinding& found) { return std::string(name(found.trouble)); },
      [](const ForeignFinding& found) { return fmt::format("foreign-{}", name(found.program)); },
      [](const DwindledDatabase& found) { return fmt::format("database-{}", name(found.what)); },
  };
  return std::visit(call, finding);
}

const std::vector<Finding>& every_kind_of_finding() {
  static const std::vector<Finding> all = one_of_each();
  return all;
}

}  // namespace garde::backups
