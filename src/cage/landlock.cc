#include "cage/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

#include "io/disk_tree.h"

namespace garde::cage {
namespace {

// Later than the headers of Debian 12; the numbers are the kernel's promise.
constexpr std::uint64_t kTruncate = 1U << 14U;            // ABI 3
constexpr std::uint64_t kIoctlDevice = 1U << 15U;         // ABI 5
constexpr std::uint64_t kBindTcp = 1U << 0U;              // ABI 4
constexpr std::uint64_t kConnectTcp = 1U << 1U;           // ABI 4
constexpr std::uint64_t kScopeAbstractSocket = 1U << 0U;  // ABI 6
constexpr std::uint64_t kScopeSignal = 1U << 1U;          // ABI 6
struct RulesetAttributes {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scoped;
};

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
// No links, sockets, pipes or devices.
constexpr std::uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER | kTruncate;
constexpr std::uint64_t kAll = kWrite | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                               LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                               LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | kIoctlDevice;

RulesetAttributes known_to(std::uint32_t abi) {
  RulesetAttributes known{kAll, kBindTcp | kConnectTcp, kScopeAbstractSocket | kScopeSignal};
  if (abi < 2) known.files &= ~std::uint64_t{LANDLOCK_ACCESS_FS_REFER};
  if (abi < 3) known.files &= ~kTruncate;
  if (abi < 4) known.network = 0;
  if (abi < 5) known.files &= ~kIoctlDevice;
  if (abi < 6) known.scoped = 0;
  return known;
}

// What an older kernel was given ends before the members it does not know.
std::size_t size_known_to(std::uint32_t abi) { return (abi < 4 ? 1 : abi < 6 ? 2 : 3) * sizeof(std::uint64_t); }

Error refused(std::string_view call) {
  return {ErrorKind::unreadable, "landlock", std::nullopt,
          std::string(call) + ": " + std::generic_category().message(errno)};
}

Result<void> allow(int ruleset, const std::string& path, std::uint64_t rights) {
  const io::FileDescriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!place.is_open()) return {};
  struct stat status{};
  if (::fstat(place.get(), &status) != 0) return refused("fstat");
  if (!S_ISDIR(status.st_mode))
    rights &= kReadFile | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | kTruncate;
  const landlock_path_beneath_attr beneath{.allowed_access = rights, .parent_fd = place.get()};
  if (::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) != 0)
    return refused("landlock_add_rule");
  return {};
}

}  // namespace

std::uint32_t landlock_abi() {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi > 0 ? static_cast<std::uint32_t>(abi) : 0;
}

Result<void> restrict_files(std::uint32_t abi, const Reach& reach) {
  const RulesetAttributes known = known_to(abi);
  const io::FileDescriptor ruleset(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &known, size_known_to(abi), 0)));
  if (!ruleset.is_open()) return refused("landlock_create_ruleset");
  const std::uint64_t write = (reach.sockets ? kWrite | LANDLOCK_ACCESS_FS_MAKE_SOCK : kWrite) & known.files;
  for (const std::string& path : reach.readable) TRY(allow(ruleset.get(), path, kRead));
  for (const std::string& path : reach.writable) TRY(allow(ruleset.get(), path, write));
  for (const std::string& path : reach.runnable) TRY(allow(ruleset.get(), path, kRead | LANDLOCK_ACCESS_FS_EXECUTE));
  for (const char* path : reach.devices) TRY(allow(ruleset.get(), path, kWrite & known.files));
  if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) return refused("landlock_restrict_self");
  return {};
}

}  // namespace garde::cage
