// A practice's data, made up, the same on every computer: what the benchmarks of backups read.
#pragma once

#include <filesystem>

namespace garde::bench {

// Notes, scans, images, office documents and one database: about 1.2 GiB in some 22 000 files below `folder`, in
// proportions like a practice's. Nothing is done when it is there already.
void make_mixed_data(const std::filesystem::path& folder);

}  // namespace garde::bench
