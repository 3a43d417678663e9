#include "tests/dead_share.h"

#include <cerrno>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace garde::tests {
namespace {

std::string refused(std::string_view what) {
  return fmt::format("{}: {}", what, std::generic_category().message(errno));
}

// Takes every question and answers none.
void take_all(int channel, const std::stop_token& over) {
  constexpr std::size_t kLargestQuestion = 1U << 18U;
  std::vector<char> question(kLargestQuestion);
  while (!over.stop_requested()) {
    pollfd polled{channel, POLLIN, 0};
    constexpr int kOften = 20;  // milliseconds
    if (::poll(&polled, 1, kOften) > 0 && ::read(channel, question.data(), question.size()) < 0 && errno == ENODEV)
      return;
  }
}

}  // namespace

std::string DeadShare::why_not() {
  const int channel = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
  if (channel < 0) return refused("/dev/fuse");
  ::close(channel);
  if (::unshare(CLONE_NEWNS) != 0) return refused("unshare");
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return refused("mount");
  return "";
}

DeadShare::DeadShare(std::filesystem::path place, Silence silence)
    : place_(std::move(place)), channel_(::open("/dev/fuse", O_RDWR | O_CLOEXEC | O_NONBLOCK)) {
  const std::string options =
      fmt::format("fd={},rootmode=40000,user_id={},group_id={}", channel_, ::getuid(), ::getgid());
  is_mounted_ = channel_ >= 0 && ::mount("share", place_.c_str(), "fuse", 0, options.c_str()) == 0;
  if (is_mounted_ && silence == Silence::taken)
    taker_ = std::jthread([channel = channel_](const std::stop_token& over) { take_all(channel, over); });
}

DeadShare::~DeadShare() {
  if (taker_.joinable()) {
    taker_.request_stop();
    taker_.join();
  }
  if (channel_ >= 0) ::close(channel_);  // with its end every question is answered: no such device
  if (is_mounted_) ::umount2(place_.c_str(), MNT_DETACH);
}

}  // namespace garde::tests
