// What identifies the restore points of a destination at a moment, so that a later look tells whether somebody removed,
// added or changed one in between. Taken when an incident opens: what an attacker, or a hasty repair, did to the
// backups since shows. Pure; the bytes are the same for the same restore points.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "backups/destination.h"
#include "crypto/digest.h"
#include "formats/archive.h"

namespace garde::backups {

struct WitnessedPoint {
  std::string id;
  Instant time;
  std::optional<std::uint64_t> files;
  std::optional<ByteCount> bytes;
  bool operator==(const WitnessedPoint&) const = default;
};

struct DestinationWitness {
  std::string destination;  // its id, or the folder of one that is not registered
  Instant taken_at;
  std::vector<WitnessedPoint> points;  // oldest first
  bool operator==(const DestinationWitness&) const = default;

  // Of the points alone: equal exactly when nothing that identifies them changed.
  crypto::Sha256Digest digest() const;
};

DestinationWitness take_witness(std::string destination, std::span<const formats::RestorePoint> points, Instant now);

enum class WitnessChange : std::uint8_t { added, removed, changed };
std::string_view name(WitnessChange change);
struct WitnessDifference {
  WitnessChange change{};
  std::string point;
  Instant time;
  bool operator==(const WitnessDifference&) const = default;
};
// What happened from `before` to `after`, by time. Empty: the restore points are the same.
std::vector<WitnessDifference> compare(const DestinationWitness& before, const DestinationWitness& after);

// One line of JSON, for a manifest that any technician can read.
std::string to_json(const DestinationWitness& witness);

}  // namespace garde::backups
