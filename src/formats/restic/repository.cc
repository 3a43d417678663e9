#include "formats/restic/repository.h"

#include <optional>

#include <fmt/format.h>

#include "base/checked.h"
#include "formats/restic/config_file.h"
#include "formats/restic/key_file.h"
#include "formats/restic/stored_files.h"

namespace garde::formats::restic {
namespace {

Result<bool> exists(const io::Tree& tree, std::string_view path) {
  const auto stat = tree.stat(path);
  if (stat) return true;
  if (stat.error().kind == ErrorKind::not_found) return false;
  return stat.error();
}

// How much a failure to open with one key says about the whole; the greatest is the one told.
int weight(ErrorKind kind) {
  if (kind == ErrorKind::damaged) return 3;
  if (kind == ErrorKind::unsupported) return 2;
  return kind == ErrorKind::unreadable ? 4 : 1;
}

// What is left of kMaxKeysWork is taken from `work_left`.
Result<MasterKey> try_key(const io::Tree& tree, const crypto::Sha256Digest& id, const crypto::SecretBytes& password,
                          unsigned threads, std::uint64_t& work_left) {
  const std::string path = path_in("keys", id);
  const auto stored = TRY(read_stored(tree, path, kMaxKeyFile, hashes_to(id)));
  if (stored.flaw) {
    const bool refused = stored.flaw->kind == DamageKind::unreadable;
    return Error{refused ? ErrorKind::unreadable : ErrorKind::damaged, path, std::nullopt, stored.flaw->detail};
  }
  const KeyFile file = TRY(parse_key_file(stored.bytes));
  const auto work =
      checked_multiply(checked_multiply(file.cost.n, std::uint64_t{file.cost.r}).value_or(~std::uint64_t{0}),
                       std::uint64_t{file.cost.p});
  if (work && *work <= crypto::kMaxScryptWork) {  // else it is refused before anything is done
    if (*work > work_left) return Error{ErrorKind::unsupported, path, std::nullopt, "more costly keys than are tried"};
    work_left -= *work;
  }
  return unlock(file, password, threads);
}

// A config that cannot be read is the verification's to report; the other files need none.
Result<void> check_version(const io::Tree& tree, const MasterKey& key) {
  constexpr std::uint64_t kNewestVersion = 2;
  Decoder decoder(key);
  auto config = read_stored(tree, "config", kMaxConfig, [](auto) { return std::nullopt; });
  ConfigVisitor visitor;
  if (!config || config->flaw || decoder.open_unpacked(config->bytes, visitor)) return {};
  if (visitor.version.value_or(0) == 0 || *visitor.version > kNewestVersion)
    return Error{ErrorKind::unsupported, "config", std::nullopt,
                 fmt::format("repository version {}", visitor.version.value_or(0))};
  return {};
}

}  // namespace

Result<bool> is_repository(const io::Tree& tree) {
  for (const auto* directory : {"keys", "data", "snapshots"})
    if (!TRY(exists(tree, directory))) return false;
  return true;
}

Result<Repository> open_repository(const io::Tree& tree, const crypto::SecretBytes& password, unsigned threads,
                                   std::uint64_t most_work) {
  if (!TRY(is_repository(tree)))
    return Error{ErrorKind::not_found, "", std::nullopt, "no restic repository: keys, data or snapshots is missing"};
  auto keys = TRY(list_stored(tree, "keys"));
  if (keys.empty()) return Error{ErrorKind::damaged, "keys", std::nullopt, "no key file"};
  if (keys.size() > kMaxKeysTried) keys.resize(kMaxKeysTried);
  std::optional<Error> worst;
  std::uint64_t work_left = most_work;
  for (const StoredFile& file : keys) {
    auto key = try_key(tree, file.id, password, threads, work_left);
    if (key) {
      TRY(check_version(tree, *key));
      return Repository{tree, std::move(key).take()};
    }
    if (!worst || weight(key.error().kind) > weight(worst->kind)) worst = key.error();
  }
  return *worst;
}

}  // namespace garde::formats::restic
