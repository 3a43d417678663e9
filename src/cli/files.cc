#include "cli/files.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <istream>
#include <memory>
#include <span>
#include <system_error>

#include "io/new_file.h"
#include "io/private_files.h"

namespace garde::cli {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, Close>;

ErrorKind kind_of(int code) {
  switch (code) {
    case ENOENT:
    case ENOTDIR: return ErrorKind::not_found;
    case EISDIR: return ErrorKind::invalid_input;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorKind::no_space;
    default: return ErrorKind::unreadable;
  }
}

Error system_error(const std::string& path, int code) {
  return {kind_of(code), path, std::nullopt, std::generic_category().message(code)};
}

// Writes and closes; a device may say only at the end that it is full.
Result<void> write_to_device(const std::string& path, std::string_view bytes) {
  File device{std::fopen(path.c_str(), "wb")};
  if (device == nullptr) return system_error(path, errno);
  errno = 0;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), device.get()) == bytes.size();
  const int code = errno;
  const bool closed = std::fclose(device.release()) == 0;
  if (written && closed) return {};
  return system_error(path, written ? errno : code);
}

struct Partial {
  fs::path path;
  io::NewFile file;
};

// A new file beside the one that is to appear; what somebody else has put there stays.
Result<Partial> create_partial(const fs::path& target) {
  constexpr int kMaxNames = 100;  // more left behind than a computer that loses power ever leaves
  for (int i = 0;; ++i) {
    fs::path name = target;
    name += i == 0 ? ".part" : ".part" + std::to_string(i);
    auto file = io::NewFile::create(name);
    if (file) return Partial{std::move(name), std::move(file).take()};
    if (file.error().kind != ErrorKind::conflict || i == kMaxNames) return file.error();
  }
}

// Under another name first, which is gone when it fails.
Result<void> write_beside(const fs::path& target, std::string_view bytes) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return system_error(target.string(), ENOENT);
  Partial partial = TRY(create_partial(target));
  const auto write = [&]() -> Result<void> {
    TRY(partial.file.write(std::as_bytes(std::span(bytes))));
    TRY(partial.file.finish());
    std::error_code code;
    fs::rename(partial.path, target, code);
    if (code) return system_error(target.string(), code.value());
    return io::sync_directory(folder);
  };
  const auto written = write();
  if (!written) fs::remove(partial.path, ignored);
  return written;
}

}  // namespace

Result<std::string> read_input(std::istream& in, const std::string& path, ByteCount limit) {
  std::ifstream file;
  if (path != "-") {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return system_error(path, EISDIR);
    errno = 0;
    file.open(path, std::ios::binary);
    if (!file) return system_error(path, errno);
  }
  std::istream& source = path == "-" ? in : file;
  std::string bytes(limit.value, '\0');
  source.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(source.gcount()));
  if (source.bad()) return Error{ErrorKind::unreadable, path, std::nullopt, "cannot read"};
  return bytes;
}

Result<void> write_output(Output& out, const std::string& path, std::string_view bytes) {
  if (path == "-") {
    out.document(bytes);
    return {};
  }
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (fs::is_directory(status)) return system_error(path, EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) return write_to_device(path, bytes);
  // What a link points to is replaced, not the link.
  const fs::path target = fs::exists(status) ? fs::canonical(path, code) : fs::path(path);
  auto written = write_beside(target, bytes);
  if (!written) written.error().subject = path;
  return written;
}

}  // namespace garde::cli
