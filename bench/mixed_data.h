// A practice's data, made up, the same on every computer: what the benchmarks of backups read.
#pragma once

#include <filesystem>

namespace garde::bench {

// Notes, scans, images, office documents and one database: about 1.2 GiB in some 22 000 files below `folder`, in
// proportions like a practice's, or that share of them. Nothing is done when it is there already.
void make_mixed_data(const std::filesystem::path& folder, int percent = 100);

// The folder of the data and of what is made of it: another for each size. `percent` is the program's first argument.
struct MixedData {
  explicit MixedData(int argc, char** argv);
  int percent = 100;
  std::filesystem::path root;
  std::filesystem::path data;
};

}  // namespace garde::bench
