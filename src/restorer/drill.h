// A real restore, rehearsed: files come out of a backup into a scratch folder, every one is verified as it comes
// and read back as it was written, opened as what its name promises (a database dump by a database server, where there
// is one and a cage for it), timed, and wiped. Needs no practice.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "backups/run.h"
#include "checker/check_backup.h"
#include "io/scratch.h"
#include "restorer/loading.h"

namespace garde::restorer {

struct DrillRequest {
  std::string destination = {};            // a folder
  std::optional<formats::Kind> kind = {};  // absent: recognised
  std::vector<checker::LiveSource> sources = {};
  // The data set of the whole destination when it has but one and no source of it is known.
  std::optional<backups::DataSetId> whole = {};
  std::vector<checker::ExpectedCanary> canaries = {};
  std::size_t sample_files = 0;  // drawn at random, beside the largest of each data set; 0: everything
  std::uint64_t seed = 0;
  std::filesystem::path scratch = {};  // where a folder is made; what a killed drill left there is wiped first
  DatabasePrograms databases = {};     // those that dumps are loaded into; see this_computers_databases()
  const ProgramCage* cage = nullptr;   // where their programs run; null: dumps are read to their end, not loaded
  unsigned threads = 0;                // 0: as many as the computer has
  std::function<void(const formats::Progress&)> on_progress = {};
  std::stop_token stop = {};
};

// Looked for in the usual places and in PATH.
DatabasePrograms this_computers_databases();

struct Drilled {
  backups::CheckRun run;  // with one check, `restorable`
  backups::DrillResult result;
};

// The same whatever the number of threads. Progress counts the bytes restored. Errors as checker::check_backup;
// no_space when the scratch folder has not the room that the files need, before any is restored. What does not come
// back is in the run, not an error.
Result<Drilled> drill_backup(const DrillRequest& request, const crypto::SecretBytes& password,
                             const checker::LookSetting& setting);

// The same in two steps, for one that is done in a worker: who starts it makes the folder, and wipes it whatever
// becomes of the worker.
Result<io::ScratchFolder> make_scratch(const DrillRequest& request);
Result<Drilled> drill_into(const io::ScratchFolder& scratch, const DrillRequest& request,
                           const crypto::SecretBytes& password, const checker::LookSetting& setting);
// When the second step ended before it was done: nothing was established.
Drilled drill_cut_short(const DrillRequest& request, formats::Kind kind, backups::Remark ending, Instant begun,
                        Instant now);

}  // namespace garde::restorer
