// Where destinations are on this computer, and what can be told of a place without reading the backup.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backups/destination.h"
#include "backups/protection.h"
#include "backups/regularity.h"
#include "io/tree.h"
#include "io/volume.h"

namespace garde::checker {

enum class Presence : std::uint8_t {
  present,
  absent,          // unplugged, or its folder is gone
  another_volume,  // the folder is there, and not the disk: an empty mount point, or another disk
};

struct FoundPlace {
  Presence presence{};
  std::string folder;  // where it is now; when absent, where it was
};
FoundPlace find_place(const backups::Destination& destination, const io::SystemFiles& system = {});

// The place of a folder that is being registered: on which volume, of which kind.
backups::Place place_of(const io::Volume& volume, const io::SystemFiles& system = {});

// What can be told of a folder whose backup is being registered.
struct InspectedFolder {
  std::string real;  // its path as the system names it
  io::FileIdentity identity;
  backups::Place place{};
  std::string volume = {};                 // as of Destination, the next likewise
  std::string within = {};                 // on it
  std::optional<formats::Kind> kind = {};  // as its names tell; nothing: nothing that Garde knows
};
// `not_found` when it is no folder.
Result<InspectedFolder> inspect_folder(const std::string& folder, const io::SystemFiles& system = {});

// Fills in what the place tells: whether it can be written to, is on the disk of a live folder, lies on an encrypted
// disk, is a mount point without its disk.
void add_facts_of_place(const std::string& folder, const std::vector<std::string>& live_folders,
                        backups::ProtectionFacts& facts, const io::SystemFiles& system = {});

// Enabled systemd timers and cron jobs of this computer whose words look like a backup's; other folders in tests.
struct JobPlaces {
  // An enabled timer has a link here.
  std::vector<std::string> timer_folders = {"/etc/systemd/system/timers.target.wants",
                                            "/etc/systemd/user/timers.target.wants"};
  std::vector<std::string> cron_files = {"/etc/crontab"};
  std::vector<std::string> cron_folders = {"/etc/cron.d"};
  std::vector<std::string> user_cron_folders = {"/var/spool/cron/crontabs"};  // a file for each account, by its name
  std::vector<std::string> script_folders = {"/etc/cron.daily", "/etc/cron.weekly"};
};
std::vector<backups::ScheduledJob> scheduled_backups(const JobPlaces& places = {});

}  // namespace garde::checker
