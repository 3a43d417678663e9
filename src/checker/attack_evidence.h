// What the newest restore point shows of an attack, gathered by reading samples of it: the judgement is
// backups::judge_not_attacked.
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "backups/attack.h"
#include "formats/archive.h"

namespace garde::checker {

struct AttackRequest {
  // The restore point that was last found not attacked, by its id; empty when none was, or it is not known.
  std::string proved_good = {};
  std::map<std::string, crypto::Sha256Digest> canaries = {};  // path in the restore point -> what it holds
  std::stop_token stop = {};
  std::function<bool()> spent = nullptr;
};

// `points` oldest first. The last is judged by its own content and against earlier ones: the last that was proved good,
// else the oldest, so that an attack of some nights ago is seen on a first look. What cannot be read is left out, and
// said.
Result<backups::AttackEvidence> gather_attack_evidence(const formats::ArchiveReader& reader,
                                                       const std::vector<formats::RestorePoint>& points,
                                                       const backups::AttackRules& rules, const AttackRequest& request);

// Reads no more of the file than the sample, give or take a piece.
Result<backups::FileSample> sample_file(const formats::ArchiveReader& reader, const formats::RestorePoint& point,
                                        const std::string& path, ByteCount size, ByteCount reach);

}  // namespace garde::checker
