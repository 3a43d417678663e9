#include "backups/run.h"

#include <algorithm>
#include <cmath>

#include "base/enumerators.h"

namespace garde::backups {

std::string_view name(RunKind kind) {
  switch (kind) {
    case RunKind::check: return "check";
    case RunKind::drill: return "drill";
  }
  fail_check("a RunKind outside its enum", __FILE__, __LINE__);
}

std::optional<RunKind> parse_run_kind(std::string_view text) { return parse_enumerator<RunKind>(text); }

std::optional<std::chrono::milliseconds> full_recovery_of(const DrillResult& drill, std::uint64_t files,
                                                          ByteCount bytes) {
  if (drill.files_restored == 0) return std::nullopt;
  const double took = std::max(1.0, static_cast<double>(drill.restoring.count()));
  const double by_files = took * static_cast<double>(files) / static_cast<double>(drill.files_restored);
  const double restored = static_cast<double>(drill.bytes_restored.value);
  const double by_bytes = restored == 0 ? 0 : took * static_cast<double>(bytes.value) / restored;
  return std::chrono::milliseconds{static_cast<std::int64_t>(std::ceil(std::max(by_files, by_bytes)))};
}

}  // namespace garde::backups
