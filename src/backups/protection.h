// Whether a copy would survive what destroys the original: theft, fire, ransomware, a slip found weeks later. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backups/check.h"
#include "backups/thresholds.h"

namespace garde::backups {

// What was found out about a destination; absent: it could not be told.
struct ProtectionFacts {
  std::optional<bool> encrypted;          // by its own format, or by the disk it lies on
  std::optional<bool> same_volume;        // as a live source: one broken disk takes both
  std::optional<bool> writable;           // from this computer, by whoever runs Garde
  bool root_of_an_empty_mount = false;    // the folder where a disk should be, and is not
  bool seen_unplugged = false;            // lately
  bool another_copy_unplugged = false;    // of the same data, lately
  bool elsewhere = false;                 // the practice says so
  bool online = false;                    // at somebody else's
  std::optional<bool> hosting_certified;  // as the practice says
  bool one_version_only = false;          // a mirror: what is damaged here is damaged there
  std::optional<Instant> oldest;          // restore points
  std::optional<Instant> newest;
};

Protection protection_of(const ProtectionFacts& facts);

Check judge_protected(const ProtectionFacts& facts, const ProtectedThresholds& thresholds);

}  // namespace garde::backups
