// Looking at a backup destination oneself: reading it, comparing it with the live data, judging it. Needs no practice.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backups/attack.h"
#include "backups/protection.h"
#include "backups/regularity.h"
#include "checker/compare_sources.h"
#include "checker/open_backup.h"
#include "crypto/secret.h"
#include "text/french.h"

namespace garde::checker {

// A file that the practice planted among its data.
struct ExpectedCanary {
  std::string file_name;
  crypto::Sha256Digest sha256;
  Instant made_at;
};

struct BackupCheckRequest {
  std::string destination = {};            // a folder
  std::optional<formats::Kind> kind = {};  // absent: recognised
  std::vector<LiveSource> sources = {};
  std::optional<std::chrono::hours> max_age = {};
  // Asked beside those that always are; a question that needs what is not given is answered not established.
  std::vector<backups::Question> also = {};
  formats::Level level = formats::Level::content;
  formats::Scope scope = formats::Everything{};
  std::optional<std::chrono::milliseconds> time_limit = {};  // reads as much as fits
  formats::VerificationMemory* memory = nullptr;             // kept between runs by the caller; may be null

  // What a registered destination adds.
  std::vector<ExpectedCanary> canaries = {};
  std::optional<Instant> proved_good = {};   // the restore point that was last found not attacked
  std::vector<Instant> earlier_points = {};  // restore points of the past, those deleted since included
  std::vector<backups::ScheduledJob> jobs = {};
  backups::ProtectionFacts facts = {};  // what is known of the place; the rest is found out here

  std::function<void(const formats::Progress&)> on_progress = {};
  std::stop_token stop = {};
};

struct CheckSetting {
  const backups::Thresholds& thresholds;
  const backups::AttackRules& attack_rules;
  text::Zone zone;
  const std::function<Instant()>& clock;
};

// A check in two steps: the first alone opens the destination and the live data, and asks about their disks, so that it
// can be done in a worker.
//
//   Looked looked = TRY(look_at_backup(request, password, setting));
//   CheckRun run = conclude_check(request, std::move(looked), setting);

struct LookSetting {
  const backups::Thresholds& thresholds;
  const backups::AttackRules& attack_rules;
  const std::function<Instant()>& clock;
};
struct Looked {
  backups::CheckRun run;                // without what conclude_check adds
  bool is_read = true;                  // false: of a kind that is recognised, and every question is answered so
  backups::ProtectionFacts facts = {};  // what the place and the kind tell
};
// Reads only. not_found: no such folder, or no backup this program reads in it. wrong_secret: the password opens
// nothing. cancelled: the person asked. What is found wrong in the destination is in the run, not an error.
Result<Looked> look_at_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                              const LookSetting& setting);

// When the first step ended before it was done: every question is answered so.
backups::CheckRun check_cut_short(const BackupCheckRequest& request, formats::Kind kind, backups::Remark ending,
                                  Instant begun, Instant now);

// Whether it is made by itself, and protected.
backups::CheckRun conclude_check(const BackupCheckRequest& request, Looked looked, const CheckSetting& setting);

// Both, here.
Result<backups::CheckRun> check_backup(const BackupCheckRequest& request, const crypto::SecretBytes& password,
                                       const CheckSetting& setting);

}  // namespace garde::checker
