#include "actions/practice/host_name.h"

#include <algorithm>

#include "crypto/random.h"
#include "io/durable_file.h"
#include "io/private_files.h"

namespace garde::actions {
namespace {

constexpr std::string_view kFile = "host-name";
constexpr std::string_view kStart = "garde-";
constexpr std::string_view kEnd = ".localhost";
constexpr std::size_t kRandomBytes = 16;  // nobody finds it by asking
constexpr std::size_t kLength = kStart.size() + 2 * kRandomBytes + kEnd.size();

std::string draw() { return std::string(kStart) + crypto::random_hex(kRandomBytes) + std::string(kEnd); }

bool is_one_of_ours(std::string_view name) {
  if (name.size() != kLength || !name.starts_with(kStart) || !name.ends_with(kEnd)) return false;
  return std::ranges::all_of(name.substr(kStart.size(), 2 * kRandomBytes),
                             [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Nothing when there is none, or another thing.
std::string kept_name(const std::filesystem::path& path) {
  const auto file = io::DurableFile::open(path);
  const auto bytes = file ? file->read(ByteCount{kLength}) : Result<std::vector<std::byte>>(file.error());
  if (!bytes) return "";
  const std::string name(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  return is_one_of_ours(name) ? name : "";
}

}  // namespace

Result<std::string> host_name(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kFile;
  if (std::string name = kept_name(path); !name.empty()) return name;
  std::string name = draw();
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  TRY(io::create_private_file(path, std::as_bytes(std::span(name))));
  return name;
}

}  // namespace garde::actions
