// A real restore, rehearsed: files come out of a backup into a scratch folder, every one is verified as it comes
// and read back as it was written, opened as what its name promises (a database dump by a database server, where there
// is one and a cage for it: see loading.h), timed, and wiped. Needs no practice.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
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
  std::optional<DatabasePrograms> databases = {};  // that dumps are loaded into; absent: this_computers_databases()
  unsigned threads = 0;                            // 0: as many as the computer has
  std::function<void(const formats::Progress&)> on_progress = {};
  std::stop_token stop = {};
};

// A dump that was restored and read to its end, and waits for a server's word.
struct RestoredDump {
  std::string path = {};  // below the scratch folder
  formats::dumps::DumpKind kind{};
  ByteCount size = {};
  std::optional<std::size_t> data_set = {};  // its place in the run's
};
constexpr std::size_t kMaxDumps = 10'000;  // a second each is longer than they may take together

struct Drilled {
  backups::CheckRun run;  // with one check, `restorable`
  backups::DrillResult result;
  std::vector<RestoredDump> dumps = {};    // of which neither says anything yet
  backups::Outcome worst{};                // that was found, however much was judged
  std::vector<std::uint64_t> opened = {};  // files, by data set
};

// All of it in this process, which has no cage: dumps are read to their end, not loaded, and said to be so.
//
// The same whatever the number of threads. Progress counts the bytes restored. Errors as checker::check_backup;
// no_space when the scratch folder has not the room that the files need, before any is restored; invalid_input
// when it cannot be made, or would lie in the backup itself. What does not come back is in the run, not an error.
Result<Drilled> drill_backup(const DrillRequest& request, const crypto::SecretBytes& password,
                             const checker::LookSetting& setting);

// The same in three steps, for one that is done in workers: who starts them makes the folder, and wipes it whatever
// becomes of them; one restores into it; then what became of each of the dumps is added, in their order.
Result<io::ScratchFolder> make_scratch(const DrillRequest& request);
Result<Drilled> drill_into(const io::ScratchFolder& scratch, const DrillRequest& request,
                           const crypto::SecretBytes& password, const checker::LookSetting& setting);
void add_loadings(Drilled& drilled, std::span<const Loading> loadings);
// When the second step ended before it was done: nothing was established.
Drilled drill_cut_short(const DrillRequest& request, formats::Kind kind, backups::Remark ending, Instant begun,
                        Instant now);

}  // namespace garde::restorer
