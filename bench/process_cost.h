// What a program costs from its start to its end: ours and its peers measured alike.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace garde::bench {

struct Cost {
  double wall = 0;       // seconds
  double cpu = 0;        // user and system, of all its threads
  double mebibytes = 0;  // resident at the most
};

// Runs it with its output thrown away and `environment` added; aborts when it fails.
Cost cost_of(const std::vector<std::string>& command, const std::vector<std::string>& environment = {});
// The same for work of our own, in a process of its own.
Cost cost_of(const std::function<void()>& work);

// Each in turn, `rounds` times, so that a busy machine is busy for all; of each the round with the least CPU time.
std::vector<Cost> compare(const std::vector<std::function<Cost()>>& contestants, int rounds);

// "what   ours  peer  ratio of wall, of CPU  target".
void print_ratio(const std::string& what, const Cost& ours, const Cost& peer, double target);
void print_cost(const std::string& what, const Cost& cost);
void print_load(const std::string& when);

// A folder of its own under the temporary directory, removed at the end.
class WorkFolder {
 public:
  WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  ~WorkFolder();
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// About `bytes` as a practice has them: letters and records, photographs and compressed pictures, raw images, tables.
void write_mixed_data(const std::string& folder, std::uint64_t bytes);
// `count` files of half a kilobyte to four, two hundred in each folder.
void write_small_files(const std::string& folder, std::uint64_t count);

}  // namespace garde::bench
