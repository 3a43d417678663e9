// The proof of a restore, or of a check: what was read, when, how deeply, what came back, in how long, by which
// version, and the digest of the result. One document per run, the same bytes for the same run.
#pragma once

#include <map>
#include <string>

#include "backups/run.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct BackupProof {
  std::string practice;  // its name; may be empty
  std::string destination;
  const backups::KeptRun& run;
  std::map<backups::DataSetId, std::string> data_sets;  // their titles
  text::Zone zone;
  const text::Catalogue& texts;
};

Result<std::string> backup_proof_pdf(const BackupProof& proof);

}  // namespace garde::documents
