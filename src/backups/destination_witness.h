// What identifies the restore points of a destination at a moment, so that a later look tells whether somebody removed,
// added or changed one in between. Taken when an incident opens: what an attacker, or a hasty repair, did to the
// backups since shows. Pure; the text is the same for the same restore points.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backups/destination.h"
#include "crypto/digest.h"
#include "formats/archive.h"

namespace garde::backups {

// How the restore points became known.
enum class WitnessReach : std::uint8_t {
  opened,      // listed by the reader of the format
  names,       // told from names, sizes and digests of small files: it needs a password that nobody gave
  remembered,  // as the last check saw them: the destination could not be read now
};
std::string_view name(WitnessReach reach);
std::optional<WitnessReach> parse_witness_reach(std::string_view text);

struct WitnessedPoint {
  std::string id;  // one line of text
  Instant time;
  std::optional<std::uint64_t> files;
  std::optional<ByteCount> bytes;
  std::optional<crypto::Sha256Digest> digest = {};  // of the small file that names the restore point
  bool operator==(const WitnessedPoint&) const = default;
};

struct DestinationWitness {
  std::string destination;  // its id, or the folder of one that is not registered
  Instant taken_at;
  WitnessReach reach{};
  std::vector<WitnessedPoint> points;  // oldest first
  bool operator==(const DestinationWitness&) const = default;
};

DestinationWitness take_witness(std::string destination, std::span<const formats::RestorePoint> points, Instant now);
// Of points that no reader listed; put into the order of time.
DestinationWitness take_witness(std::string destination, std::vector<WitnessedPoint> points, WitnessReach reach,
                                Instant now);

enum class WitnessChange : std::uint8_t { added, removed, changed };
std::string_view name(WitnessChange change);
struct WitnessDifference {
  WitnessChange change{};
  std::string point;
  Instant time;
  bool operator==(const WitnessDifference&) const = default;
};
// What happened from `before` to `after`, by time. Empty: the restore points are the same. When one of the two was told
// from names alone, only what there is is compared, not what each holds.
std::vector<WitnessDifference> compare(const DestinationWitness& before, const DestinationWitness& after);

// Text that any technician can read, a restore point a line: docs/formats/incident.md.
std::string encode(const DestinationWitness& witness);
// `invalid_input` when it is not what encode() writes; larger ones than kMaxWitnessText too.
inline constexpr ByteCount kMaxWitnessText = 4_MiB;  // tens of thousands of restore points
Result<DestinationWitness> parse_witness(std::string_view text);

}  // namespace garde::backups
