#include "restorer/drill_plan.h"

#include <algorithm>
#include <random>
#include <set>

namespace garde::restorer {
namespace {

const checker::ExpectedCanary* canary_of(const std::vector<checker::ExpectedCanary>& canaries, std::string_view path) {
  const auto found = std::ranges::find(canaries, checker::base_name(path), &checker::ExpectedCanary::file_name);
  return found == canaries.end() ? nullptr : &*found;
}

// Which data set each file of the restore point belongs to, by the places of the sources in it.
class Membership {
 public:
  Membership(const DrillRequest& request, const checker::CopiedFiles& copies,
             std::vector<backups::DataSetResult>& results)
      : results_(results) {
    const checker::CopyIndex index(copies);
    if (request.whole) roots_.push_back({"", place_of(*request.whole)});
    for (const checker::LiveSource& source : request.sources) {
      if (!source.data_set) continue;
      const std::size_t at = place_of(*source.data_set);
      for (std::string& root : checker::roots_in_copy(index, source.source)) roots_.push_back({std::move(root), at});
    }
    // Of two that lie within each other, the inner one has the file.
    std::ranges::stable_sort(roots_, std::greater<>(), [](const auto& root) { return root.first.size(); });
  }
  std::optional<std::size_t> of(std::string_view path) const {
    for (const auto& [root, at] : roots_)
      if (checker::is_at_or_below(path, root)) return at;
    return std::nullopt;
  }

 private:
  std::size_t place_of(const backups::DataSetId& data_set) {
    const auto found = std::ranges::find(results_, data_set, &backups::DataSetResult::data_set);
    if (found != results_.end()) return static_cast<std::size_t>(found - results_.begin());
    results_.push_back({.data_set = data_set});
    return results_.size() - 1;
  }
  std::vector<backups::DataSetResult>& results_;
  std::vector<std::pair<std::string, std::size_t>> roots_;
};

}  // namespace

DrillPlan plan_drill(const DrillRequest& request, const checker::CopiedFiles& copies,
                     std::vector<backups::DataSetResult>& data_sets, backups::DrillResult& result) {
  const Membership membership(request, copies, data_sets);
  DrillPlan plan;
  plan.whole.resize(data_sets.size());
  std::mt19937_64 random(request.seed);
  std::vector<checker::CopiedFiles::const_iterator> sample;
  std::set<std::string_view> always;
  std::vector<checker::CopiedFiles::const_iterator> largest(data_sets.size(), copies.end());
  std::uint64_t seen = 0;
  for (auto file = copies.begin(); file != copies.end(); ++file) {
    ++result.files_in_point;
    result.bytes_in_point += file->second.size;
    if (const auto at = membership.of(file->first)) {
      ++plan.whole[*at].files;
      plan.whole[*at].bytes += file->second.size;
      if (largest[*at] == copies.end() || file->second.size > largest[*at]->second.size) largest[*at] = file;
    }
    if (canary_of(request.canaries, file->first) != nullptr) always.insert(file->first);
    // Each file has the same chance, however many there are.
    if (sample.size() < request.sample_files)
      sample.push_back(file);
    else if (const std::uint64_t place = random() % (seen + 1); place < sample.size())
      sample[place] = file;
    ++seen;
  }
  for (const auto& file : largest)
    if (file != copies.end()) always.insert(file->first);
  for (const auto& file : sample) always.insert(file->first);
  for (const auto& [path, copy] : copies) {
    if (request.sample_files != 0 && !always.contains(path)) continue;
    plan.files.push_back({path, copy.size, copy.content, canary_of(request.canaries, path), membership.of(path)});
    plan.bytes += copy.size;
  }
  return plan;
}

}  // namespace garde::restorer
