// A place that does not answer: a file system whose other end is there and says nothing, as a share whose server was
// switched off. Needs the right to mount, and /dev/fuse.
#pragma once

#include <filesystem>
#include <string>
#include <thread>

namespace garde::tests {

class DeadShare {
 public:
  // How a question goes unanswered: nobody takes it, and who asked can be killed; or it was taken, and who asked waits
  // for ever, killed or not.
  enum class Silence : std::uint8_t { not_taken, taken };

  // What keeps this computer from having one; empty when nothing does. From then on this thread, and what it starts,
  // see mounts that nobody else sees.
  static std::string why_not();

  // Hides what lies in `place`, a folder. Processes that wait for it are let go at the end.
  DeadShare(std::filesystem::path place, Silence silence);
  ~DeadShare();
  DeadShare(const DeadShare&) = delete;
  DeadShare& operator=(const DeadShare&) = delete;

  bool is_mounted() const { return is_mounted_; }

 private:
  const std::filesystem::path place_;
  bool is_mounted_ = false;
  int channel_ = -1;
  std::jthread taker_;
};

}  // namespace garde::tests
