#include "io/volume.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "io/path.h"

namespace garde::io {
namespace {

namespace fs = std::filesystem;

// Blanks and backslashes of a name are written "\040".
std::string unescaped(std::string_view text) {
  const auto octal = [](char c) { return c >= '0' && c <= '7'; };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size() && octal(text[i + 1]) && octal(text[i + 2]) && octal(text[i + 3])) {
      plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string read_text(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool has_option(std::string_view options, std::string_view wanted) {
  while (!options.empty()) {
    const std::size_t comma = std::min(options.find(','), options.size());
    if (options.substr(0, comma) == wanted) return true;
    options.remove_prefix(std::min(comma + 1, options.size()));
  }
  return false;
}

std::string joined(std::string_view folder, std::string_view name) {
  if (name.empty()) return std::string(folder);
  return folder == "/" ? "/" + std::string(name) : std::string(folder) + "/" + std::string(name);
}

bool is_network(std::string_view file_system) {
  constexpr std::array<std::string_view, 7> kNetwork = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "fuse.sshfs", "davfs"};
  return std::ranges::find(kNetwork, file_system) != kNetwork.end();
}

std::string uuid_of(const Mount& mount, const SystemFiles& system) {
  std::error_code code;
  const fs::path device = fs::canonical(mount.source, code);
  if (code) return "";
  for (fs::directory_iterator entry(system.disks_by_uuid, code), end; !code && entry != end; entry.increment(code)) {
    std::error_code resolved;
    if (fs::canonical(entry->path(), resolved) == device && !resolved) return entry->path().filename().string();
  }
  return "";
}

std::string id_of(const Mount& mount, const SystemFiles& system) {
  return is_network(mount.file_system) ? mount.source : uuid_of(mount, system);
}

bool is_encrypted(const Mount& mount, const SystemFiles& system) {
  return read_text(system.block_devices + "/" + mount.device + "/dm/uuid").starts_with("CRYPT-");
}

Error system_error(const std::string& subject, int code) {
  const bool absent = code == ENOENT || code == ENOTDIR;
  return {absent ? ErrorKind::not_found : ErrorKind::unreadable, subject, std::nullopt,
          std::generic_category().message(code)};
}

}  // namespace

std::vector<std::string> SystemFiles::places() const {
  return {mountinfo, disks_by_uuid, block_devices, "/sys/devices/virtual/block", fstab};
}

std::vector<Mount> parse_mountinfo(std::string_view text) {
  std::vector<Mount> mounts;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string number;
    std::string parent;
    std::string options;
    Mount mount;
    words >> number >> parent >> mount.device >> mount.root >> mount.point >> options;
    std::string word;
    while (words >> word && word != "-") {
    }
    if (word != "-" || !(words >> mount.file_system >> mount.source)) continue;
    std::string super_options;
    words >> super_options;
    mount.root = unescaped(mount.root);
    mount.point = unescaped(mount.point);
    mount.source = unescaped(mount.source);
    mount.read_only = has_option(options, "ro") || has_option(super_options, "ro");
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

Result<Volume> volume_of(const std::string& folder, const SystemFiles& system) {
  std::error_code code;
  const std::string real = fs::canonical(folder, code).string();
  if (code) return system_error(folder, code.value());
  const Mount* best = nullptr;
  const std::vector<Mount> mounts = parse_mountinfo(read_text(system.mountinfo));
  // Of several mounts on one point the last hides the others.
  for (const Mount& mount : mounts)
    if (path_below(mount.point, real) && (best == nullptr || mount.point.size() >= best->point.size())) best = &mount;
  if (best == nullptr) return Error{ErrorKind::unreadable, folder, std::nullopt, "no mount holds it"};
  const std::string rest = *path_below(best->point, real);
  const std::string root = best->root == "/" ? "" : best->root.substr(1);
  const std::string within = root.empty() ? rest : joined(root, rest);
  return Volume{
      id_of(*best, system),       within, best->device, best->point, is_network(best->file_system), best->read_only,
      is_encrypted(*best, system)};
}

std::optional<std::string> find_on_volume(std::string_view id, std::string_view within, const SystemFiles& system) {
  for (const Mount& mount : parse_mountinfo(read_text(system.mountinfo))) {
    const auto rest = path_below(mount.root, "/" + std::string(within));
    if (!rest || id_of(mount, system) != id) continue;
    const std::string folder = joined(mount.point, *rest);
    std::error_code code;
    if (fs::is_directory(folder, code)) return folder;
  }
  return std::nullopt;
}

std::optional<std::string> unmounted_place_of(const std::string& folder, const SystemFiles& system) {
  std::error_code code;
  const std::string real = fs::weakly_canonical(folder, code).string();
  if (code) return std::nullopt;
  const std::vector<Mount> mounts = parse_mountinfo(read_text(system.mountinfo));
  std::istringstream lines(read_text(system.fstab));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string device;
    std::string place;
    if (!(fields >> device >> place) || device.starts_with('#')) continue;
    place = unescaped(place);
    while (place.size() > 1 && place.ends_with('/')) place.pop_back();
    if (place == "/" || !place.starts_with('/') || !path_below(place, real)) continue;
    if (std::ranges::find(mounts, place, &Mount::point) == mounts.end()) return place;
  }
  return std::nullopt;
}

Result<FolderAccess> access_to(const std::string& folder) {
  struct statvfs volume{};
  if (::statvfs(folder.c_str(), &volume) != 0) return system_error(folder, errno);
  const bool allowed = ::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
  return FolderAccess{allowed && (volume.f_flag & ST_RDONLY) == 0,
                      {std::uint64_t{volume.f_bavail} * std::uint64_t{volume.f_frsize}}};
}

std::optional<Instant> birth_of(const std::string& path) {
  struct statx found{};
  if (::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BTIME, &found) != 0) return std::nullopt;
  if ((found.stx_mask & STATX_BTIME) == 0) return std::nullopt;
  const auto time = std::chrono::seconds{found.stx_btime.tv_sec} + std::chrono::nanoseconds{found.stx_btime.tv_nsec};
  return Instant{std::chrono::floor<std::chrono::milliseconds>(time)};
}

}  // namespace garde::io
