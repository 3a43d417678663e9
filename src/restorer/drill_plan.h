// Which files of a restore point a drill brings back, and of which data set each is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/compare_sources.h"
#include "restorer/drill.h"

namespace garde::restorer {

struct ChosenFile {
  std::string path;
  ByteCount size;
  // Where the format tells it. The reader verifies what it hands over, so nothing of the file need be hashed again.
  std::optional<crypto::Sha256Digest> content = {};
  const checker::ExpectedCanary* canary = nullptr;  // of the request
  std::optional<std::size_t> data_set = {};         // its place in the run's
};

// All of a data set, for the estimate of its full recovery.
struct WholeDataSet {
  std::uint64_t files = 0;
  ByteCount bytes;
};

struct DrillPlan {
  std::vector<ChosenFile> files;    // in the order of the restore point
  std::vector<WholeDataSet> whole;  // by data set
  ByteCount bytes;
};

// Everything, or a sample drawn at random with the largest file of each data set and the canaries. Adds the data sets
// it meets to `data_sets`, and counts the restore point in `result`. The request must outlive the plan.
DrillPlan plan_drill(const DrillRequest& request, const checker::CopiedFiles& copies,
                     std::vector<backups::DataSetResult>& data_sets, backups::DrillResult& result);

}  // namespace garde::restorer
