#include "actions/practice/tries.h"

#include <algorithm>

namespace garde::actions {
namespace {

constexpr int kFree = 4;
constexpr std::chrono::seconds kLongest{300};

std::chrono::seconds wait_after(int failures) {
  if (failures <= kFree) return std::chrono::seconds{0};
  const int doublings = std::min(failures - kFree - 1, 16);
  return std::min(std::chrono::seconds{1 << doublings}, kLongest);
}

}  // namespace

std::chrono::milliseconds Tries::wait(std::string_view source, Moment now) const {
  const auto found = failures_.find(source);
  if (found == failures_.end()) return {};
  const auto until = found->second.last + wait_after(found->second.in_a_row);
  return std::chrono::ceil<std::chrono::milliseconds>(std::max(until - now, Moment::duration::zero()));
}

void Tries::record_wrong(std::string_view source, Moment now) {
  if (failures_.size() >= kMaxSources && !failures_.contains(source))
    failures_.erase(std::ranges::min_element(failures_, {}, [](const auto& one) { return one.second.last; }));
  Failures& failures = failures_.try_emplace(std::string(source)).first->second;
  failures.last = now;
  if (failures.in_a_row < kFree + 16) ++failures.in_a_row;
}

void Tries::record_right(std::string_view source) {
  if (const auto found = failures_.find(source); found != failures_.end()) failures_.erase(found);
}

}  // namespace garde::actions
