#include "checker/witness.h"

#include <fmt/format.h>

#include "crypto/digest.h"
#include "io/disk_tree.h"

namespace garde::checker {
namespace {

using backups::WitnessReach;

constexpr ByteCount kMaxSnapshotFile = 1_MiB;  // restic's hold a few hundred bytes
constexpr std::size_t kMaxSnapshots = 20'000;  // of one repository: an hourly backup for two years

// A restic repository keeps a small file for each restore point, named after its own digest: what identifies them is
// there to be read without the password.
Result<std::vector<backups::WitnessedPoint>> restic_snapshots(const io::Tree& tree) {
  constexpr std::string_view kFolder = "snapshots";
  std::vector<backups::WitnessedPoint> points;
  const auto listed = tree.list(kFolder, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
    if (points.size() >= kMaxSnapshots)
      return Error{ErrorKind::unsupported, std::string(kFolder), std::nullopt, "too many snapshots"};
    if (entry.type != io::EntryType::file || !entry.stat) return {};
    points.push_back({std::string(entry.name), entry.stat->modified, std::nullopt, entry.stat->size});
    return {};
  });
  if (!listed) return listed.error();
  for (backups::WitnessedPoint& point : points) {
    const auto bytes = io::read_whole(tree, fmt::format("{}/{}", kFolder, point.id), kMaxSnapshotFile);
    if (bytes) point.digest = crypto::sha256(*bytes);
  }
  return points;
}

Result<formats::Kind> kind_of(const io::Tree& tree, std::optional<formats::Kind> named) {
  if (named) return *named;
  const auto found = TRY(formats::recognise(tree));
  if (!found) return Error{ErrorKind::not_found, "", std::nullopt, "nothing that looks like a backup"};
  return *found;
}

}  // namespace

Result<backups::DestinationWitness> take_witness(const std::string& folder, std::optional<formats::Kind> kind,
                                                 std::string destination, Instant now) {
  const auto tree = TRY(io::DiskTree::open(folder));
  const formats::Kind found = TRY(kind_of(*tree, kind));
  if (found == formats::Kind::restic)
    return backups::take_witness(std::move(destination), TRY(restic_snapshots(*tree)), WitnessReach::names, now);
  const auto reader = TRY(formats::open(found, *tree, nullptr));
  const auto points = TRY(reader->restore_points([](const formats::Damage&) {}));
  return backups::take_witness(std::move(destination), points, now);
}

}  // namespace garde::checker
