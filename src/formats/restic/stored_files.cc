#include "formats/restic/stored_files.h"

#include <algorithm>

#include <fmt/format.h>

namespace garde::formats::restic {
namespace {

Result<std::vector<StoredFile>> list_once(const io::Tree& tree, std::string_view directory) {
  std::vector<StoredFile> files;
  const auto listed = tree.list(directory, io::Detail::stats, [&](const io::Entry& entry) -> Result<void> {
    const auto id = crypto::Sha256Digest::parse(entry.name);
    // Upper-case names are not restic's: it would not find them.
    if (!id || id->hex() != entry.name || entry.type != io::EntryType::file) return {};
    if (entry.stat) files.push_back({*id, entry.stat->size, entry.stat->identity.number});
    return {};
  });
  if (!listed && listed.error().kind != ErrorKind::not_found) return listed.error();
  std::ranges::sort(files, {}, &StoredFile::id);
  return files;
}

struct Attempt {
  std::vector<std::byte> bytes;
  std::optional<Flaw> flaw;
};

Result<Attempt> read_once(const io::Tree& tree, const std::string& path, ByteCount limit, const Judge& judge,
                          bool again) {
  const auto failed = [](const Error& error) {
    return Attempt{
        {}, Flaw{error.kind == ErrorKind::damaged ? DamageKind::truncated : DamageKind::unreadable, error.detail}};
  };
  const auto file = tree.open(path, io::Access::sequential);
  if (!file && file.error().kind == ErrorKind::not_found) return file.error();
  if (!file) return failed(file.error());
  const ByteCount size = (*file)->size();
  if (size > limit)
    return Attempt{{}, Flaw{DamageKind::malformed, fmt::format("{} bytes, more than such a file has", size.value)}};
  if (again) (*file)->drop_cached(0, size);
  Attempt attempt{std::vector<std::byte>(size.value), std::nullopt};
  if (const auto read = io::read_exactly(**file, path, 0, attempt.bytes); !read) return failed(read.error());
  attempt.flaw = judge(attempt.bytes);
  return attempt;
}

}  // namespace

Result<std::vector<StoredFile>> list_stored(const io::Tree& tree, std::string_view directory) {
  auto files = list_once(tree, directory);
  return files ? std::move(files) : list_once(tree, directory);
}

Result<std::vector<StoredFile>> list_packs(const io::Tree& tree) {
  std::vector<StoredFile> packs;
  for (unsigned prefix = 0; prefix < 256; ++prefix) {
    const auto files = TRY(list_stored(tree, fmt::format("data/{:02x}", prefix)));
    std::ranges::copy_if(files, std::back_inserter(packs),
                         [&](const StoredFile& file) { return std::to_integer<unsigned>(file.id.bytes[0]) == prefix; });
  }
  return packs;
}

std::string path_in(std::string_view directory, const crypto::Sha256Digest& id) {
  return fmt::format("{}/{}", directory, id.hex());
}

std::string path_of_pack(const PackId& id) {
  const std::string name = id.hex();
  return fmt::format("data/{}/{}", std::string_view(name).substr(0, 2), name);
}

Result<StoredBytes> read_stored(const io::Tree& tree, const std::string& path, ByteCount limit, const Judge& judge) {
  auto first = TRY(read_once(tree, path, limit, judge, false));
  if (!first.flaw) return StoredBytes{std::move(first.bytes), std::nullopt, false};
  auto second = TRY(read_once(tree, path, limit, judge, true));
  if (second.flaw) return StoredBytes{{}, std::move(second.flaw), false};
  return StoredBytes{std::move(second.bytes), std::nullopt, true};
}

Judge hashes_to(const crypto::Sha256Digest& name) {
  return [name](std::span<const std::byte> bytes) -> std::optional<Flaw> {
    const auto digest = crypto::sha256(bytes);
    if (digest == name) return std::nullopt;
    return Flaw{DamageKind::wrong_hash, "its content hashes to " + digest.hex()};
  };
}

}  // namespace garde::formats::restic
