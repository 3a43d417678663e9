// Looking at a backup destination oneself: reading it, comparing it with the live data, judging it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backups/check.h"
#include "crypto/secret.h"

namespace garde::actions {

struct BackupCheckRequest {
  std::string destination;           // a folder
  std::vector<std::string> sources;  // live folders it should hold; empty: not compared
  std::optional<std::chrono::hours> max_age;
  formats::Scope scope = formats::Everything{};
  std::optional<std::chrono::milliseconds> time_limit;  // reads as much as fits
  std::function<void(const formats::Progress&)> on_progress;
  std::stop_token stop;
};

// Reads only. not_found: no such folder, or no backup this program reads in it. wrong_secret: the password opens
// nothing. What is found wrong in the destination is in the run, not an error.
Result<backups::CheckRun> check_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                                       const std::function<Instant()>& clock);

}  // namespace garde::actions
