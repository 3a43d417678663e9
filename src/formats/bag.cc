#include "formats/bag.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/utf8.h"
#include "io/new_file.h"
#include "io/private_files.h"

namespace garde::formats {
namespace {

constexpr std::size_t kMaxName = 100;  // code points: four bytes each stay below what file systems take
constexpr std::size_t kMaxDepth = 32;  // folders; deeper ones are put together in the last
constexpr std::size_t kChunk = 1 << 20;

std::string bag_name(std::string_view name) {
  constexpr std::string_view kRefused = "%\\\"*:<>?|";
  std::string kept;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    kept += byte < ' ' || byte == 0x7f || kRefused.find(name[i]) != std::string_view::npos ? '_' : name[i];
  }
  for (std::size_t bad = find_invalid_utf8(kept); bad != std::string::npos; bad = find_invalid_utf8(kept))
    kept[bad] = '_';
  if (has_control_character(kept, LineBreaks::refused))  // those of C1 are two bytes
    for (char& c : kept) c = static_cast<unsigned char>(c) >= 0x80 ? '_' : c;
  kept = first_code_points(kept, kMaxName);
  while (!kept.empty() && (kept.back() == '.' || kept.back() == ' ')) kept.back() = '_';
  return kept.empty() ? "_" : kept;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

std::string bag_path(std::string_view path) {
  std::string kept;
  for (std::size_t depth = 0; !path.empty();) {
    const bool is_last = depth + 1 >= kMaxDepth;  // all that is left becomes one name
    const std::size_t end = is_last ? path.size() : std::min(path.find('/'), path.size());
    std::string name(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
    if (name.empty() || name == ".") continue;
    std::ranges::replace(name, '/', '_');
    if (depth++ > 0) kept += '/';
    kept += bag_name(name);
  }
  return kept.empty() ? "_" : kept;
}

Result<BagWriter> BagWriter::create(std::filesystem::path folder) {
  TRY(io::create_private_directories(folder.parent_path()));
  std::error_code code;
  if (std::filesystem::exists(folder, code))
    return Error{ErrorKind::conflict, folder.string(), std::nullopt, "there is something of that name"};
  TRY(io::create_private_directories(folder / "data"));
  return BagWriter(std::move(folder));
}

Result<BaggedFile> BagWriter::write(std::string path, const Fill& fill) {
  const int taken = taken_[lower(path)]++;
  if (taken > 0) {
    const std::filesystem::path as_path(path);
    const std::string name = fmt::format("{}-{}{}", as_path.stem().string(), taken + 1, as_path.extension().string());
    return write((as_path.parent_path() / name).string(), fill);
  }
  const std::filesystem::path place = folder_ / path;
  TRY(io::create_private_directories(place.parent_path()));
  auto file = TRY(io::NewFile::create(place));
  crypto::Sha256 sha256;
  ByteCount size;
  auto outcome = fill([&](std::span<const std::byte> bytes) -> Result<void> {
    sha256.update(bytes);
    size += {bytes.size()};
    return file.write(bytes);
  });
  if (outcome) outcome = file.finish();
  if (!outcome) {
    std::error_code ignored;
    std::filesystem::remove(place, ignored);
    return outcome.error();
  }
  return BaggedFile{std::move(path), size, sha256.finish()};
}

Result<BaggedFile> BagWriter::add(std::string_view path, std::span<const std::byte> bytes) {
  files_.push_back(TRY(write("data/" + bag_path(path), [&](const auto& put) { return put(bytes); })));
  return files_.back();
}

Result<BaggedFile> BagWriter::add_file(std::string_view path, const io::File& file, std::stop_token stop) {
  std::vector<std::byte> chunk(kChunk);
  files_.push_back(TRY(write("data/" + bag_path(path), [&](const auto& put) -> Result<void> {
    for (std::uint64_t offset = 0;;) {
      if (stop.stop_requested()) return Error{ErrorKind::cancelled, std::string(path), offset, ""};
      auto count = file.read_at(offset, chunk);
      if (!count) return Error{count.error().kind, std::string(path), offset, count.error().detail};
      if (*count == 0) return {};
      TRY(put(std::span(chunk).first(*count)));
      offset += *count;
    }
  })));
  return files_.back();
}

Result<void> BagWriter::write_tag(const std::string& name, std::string_view text) {
  tags_.push_back(TRY(write(name, [&](const auto& put) { return put(std::as_bytes(std::span(text))); })));
  return {};
}

Result<crypto::Sha256Digest> BagWriter::finish(const std::vector<std::pair<std::string, std::string>>& info,
                                               Date bagged_on) {
  const auto manifest = [](const std::vector<BaggedFile>& files) {
    std::string text;
    for (const BaggedFile& file : files) text += fmt::format("{}  {}\n", file.digest.hex(), file.path);
    return text;
  };
  std::string about =
      fmt::format("Bagging-Date: {}\nPayload-Oxum: {}.{}\n", to_iso(bagged_on), size().value, files_.size());
  for (const auto& [label, value] : info) {
    // One line each: a line that starts with a space would go on with the one before.
    std::string line = value;
    for (char& c : line)
      if (c == '\n' || c == '\r') c = ' ';
    about += fmt::format("{}: {}\n", label, line);
  }
  TRY(write_tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
  TRY(write_tag("bag-info.txt", about));
  TRY(write_tag("manifest-sha256.txt", manifest(files_)));
  const std::string tags = manifest(tags_);
  TRY(write_tag("tagmanifest-sha256.txt", tags));
  TRY(io::sync_directory(folder_ / "data"));
  TRY(io::sync_directory(folder_));
  return crypto::sha256(std::as_bytes(std::span(tags)));
}

ByteCount BagWriter::size() const {
  return std::accumulate(files_.begin(), files_.end(), ByteCount{},
                         [](ByteCount sum, const BaggedFile& file) { return sum + file.size; });
}

}  // namespace garde::formats
