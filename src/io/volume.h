// Which volume a folder lies on, so that a disk is the same disk wherever it is plugged in. Read from /proc and /dev;
// nothing is opened on the volume itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/instant.h"
#include "base/result.h"

namespace garde::io {

// One line of /proc/self/mountinfo.
struct Mount {
  std::string device;       // "8:17", as the kernel numbers it
  std::string root;         // the folder of the file system that is mounted; "/" but for bind mounts
  std::string point;        // where
  std::string file_system;  // "ext4"
  std::string source;       // "/dev/sdb1", "//nas/sauvegardes"
  bool read_only = false;
  bool operator==(const Mount&) const = default;
};
// Lines that are not of this form are passed over.
std::vector<Mount> parse_mountinfo(std::string_view text);

struct Volume {
  std::string id;      // the UUID of its file system, or "//nas/sauvegardes"; empty when nothing identifies it
  std::string within;  // the folder below the root of the file system, without leading '/'
  std::string device;
  std::string mount_point;
  bool network = false;
  bool read_only = false;
  bool encrypted = false;  // the disk itself, by the system (LUKS)
};

// Where the kernel tells of its mounts and disks; another root in tests.
struct SystemFiles {
  std::string mountinfo = "/proc/self/mountinfo";
  std::string disks_by_uuid = "/dev/disk/by-uuid";
  std::string block_devices = "/sys/dev/block";
  std::string fstab = "/etc/fstab";
  // All of them, with what their links lead to: what a worker must be let read that asks about volumes.
  std::vector<std::string> places() const;
};

// `not_found` when the folder is not there, `unreadable` when the system does not tell.
Result<Volume> volume_of(const std::string& folder, const SystemFiles& system = {});
// Where the folder `within` of the volume `id` is now; nothing when it is not plugged in.
std::optional<std::string> find_on_volume(std::string_view id, std::string_view within, const SystemFiles& system = {});

// The place of /etc/fstab at or above the folder where a disk should be and none is mounted now: what lies there lies
// on the computer's own disk. Nothing when there is no such place.
std::optional<std::string> unmounted_place_of(const std::string& folder, const SystemFiles& system = {});

struct FolderAccess {
  bool writable = false;  // by whoever runs this program
  ByteCount free;         // for that person
};
Result<FolderAccess> access_to(const std::string& folder);

// When a file was made, where its file system notes it.
std::optional<Instant> birth_of(const std::string& path);

}  // namespace garde::io
