#include "formats/mirror/verify.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include <fmt/format.h>

#include "formats/parallel.h"
#include "formats/unit_choice.h"
#include "formats/verifying.h"

namespace garde::formats::mirror {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;  // stays in a core's own cache

// What identifies a file without its content: another one once its path or its time of change is another. Its size is
// left out, so that a file cut short by its disk is known again.
crypto::Sha256Digest identity_of(crypto::Sha256& hash, const ListedFile& file, const std::string& path) {
  const auto modified = std::int64_t{file.modified.time_since_epoch().count()};
  std::array<std::byte, sizeof modified> bytes{};
  std::memcpy(bytes.data(), &modified, sizeof modified);
  hash.update(bytes);
  hash.update(std::as_bytes(std::span(path)));
  return hash.finish();
}

class Verification {
 public:
  Verification(const io::Tree& tree, const VerifyRequest& request, const OnDamage& on_damage)
      : tree_(tree), request_(request), on_damage_(on_damage), threads_(usual_threads(request.threads)) {}

  Result<Coverage> run();

 private:
  enum class State : std::uint8_t { sound, flawed, moved, interrupted };
  struct Worker {
    std::vector<std::byte> buffer = std::vector<std::byte>(kPiece);
    crypto::Sha256 hash;
    std::uint64_t bytes_read = 0;
  };

  void name_units();
  void read_units();
  State check(Worker& worker, const ListedFile& file, const Unit& unit);
  // `cancelled` when stopped in the middle.
  Result<crypto::Sha256Digest> digest_of(Worker& worker, const std::string& path, std::uint64_t size, bool anew);
  bool has_moved(const std::string& path, const ListedFile& file) const;
  bool is_settled(const ListedFile& file) const;
  std::optional<VerificationMemory::Key> remembered(const Unit& unit);
  void remember(const Unit& unit, const crypto::Sha256Digest& content);

  bool may_go_on();
  void judged_by_nothing(ByteCount size);
  void note(const Unit& unit, State state, std::uint64_t bytes_read);
  void found(Damage damage);
  bool is_gone();

  const io::Tree& tree_;
  const VerifyRequest& request_;
  const OnDamage& on_damage_;
  const unsigned threads_;
  Listing listing_;
  std::vector<Unit> units_;  // of listing_.files
  std::mutex mutex_;         // over all below, and the memory
  Coverage coverage_;
  Progress progress_;
  std::string last_good_;  // a file that was read to its end
  bool gone_ = false;      // the medium: nothing more is known
};

void Verification::found(Damage damage) {
  const std::scoped_lock lock(mutex_);
  count(damage, coverage_);
  const std::string id = point_id(listing_);
  damage.affected = {
      .paths = {{damage.subject.name, id}}, .path_count = 1, .restore_points = {id}, .restore_point_count = 1};
  on_damage_(damage);
}

bool Verification::may_go_on() {
  const auto ending = early_ending(request_);
  const std::scoped_lock lock(mutex_);
  if (ending) coverage_.ending = *ending;
  return !ending && !gone_;
}

// A file that the medium refuses may be a bad sector, or a disk pulled out: then the rest is refused too, unless the
// system still has it in memory.
bool Verification::is_gone() {
  const std::scoped_lock lock(mutex_);
  if (gone_) return true;
  const auto nothing = [](const io::Entry&) -> Result<void> { return {}; };
  gone_ = !tree_.list("", io::Detail::names, nothing);
  if (!gone_ && !last_good_.empty()) {
    const auto file = tree_.open(last_good_, io::Access::random);
    std::array<std::byte, 1> first{};
    if (file) (*file)->drop_cached(0, ByteCount{kPiece});
    const auto failed = [](const auto& result) { return !result && result.error().kind == ErrorKind::unreadable; };
    gone_ = failed(file) || (file && failed((*file)->read_at(0, first)));
  }
  return gone_;
}

bool Verification::is_settled(const ListedFile& file) const {
  return file.modified < request_.now - kSettling || file.modified > request_.now + kSettling;
}

std::optional<VerificationMemory::Key> Verification::remembered(const Unit& unit) {
  if (request_.memory == nullptr) return std::nullopt;
  const std::scoped_lock lock(mutex_);
  return request_.memory->content_of(VerificationMemory::key_of(unit.identity));
}

void Verification::remember(const Unit& unit, const crypto::Sha256Digest& content) {
  if (request_.memory == nullptr) return;
  const std::scoped_lock lock(mutex_);
  request_.memory->record(VerificationMemory::key_of(unit.identity), Level::content, request_.now, content);
}

bool Verification::has_moved(const std::string& path, const ListedFile& file) const {
  const auto stat = tree_.stat(path);
  if (!stat) return stat.error().kind == ErrorKind::not_found;
  return stat->type != io::EntryType::file || stat->size.value != file.size || stat->modified != file.modified;
}

Result<crypto::Sha256Digest> Verification::digest_of(Worker& worker, const std::string& path, std::uint64_t size,
                                                     bool anew) {
  const auto file = TRY(tree_.open(path, size > kPiece ? io::Access::sequential : io::Access::random));
  if (anew) file->drop_cached(0, {size});
  std::ignore = worker.hash.finish();
  for (std::uint64_t offset = 0; offset < size;) {
    // A file of terabytes must not keep a person waiting who wants to stop.
    if (offset > 0 && !may_go_on()) return Error{ErrorKind::cancelled, path, offset, ""};
    const auto piece = std::span(worker.buffer).first(std::min<std::uint64_t>(kPiece, size - offset));
    const std::size_t count = TRY(file->read_at(offset, piece));
    if (count == 0) return Error{ErrorKind::damaged, path, offset, fmt::format("ends before its {} bytes", size)};
    worker.hash.update(piece.first(count));
    worker.bytes_read += count;
    offset += count;
  }
  return worker.hash.finish();
}

Verification::State Verification::check(Worker& worker, const ListedFile& file, const Unit& unit) {
  const std::string path = listing_.path_of(file);
  auto digest = digest_of(worker, path, file.size, false);
  if (!digest && digest.error().kind == ErrorKind::unreadable) digest = digest_of(worker, path, file.size, true);
  if (!digest) {
    const Error& error = digest.error();
    if (error.kind == ErrorKind::cancelled) return State::interrupted;
    if (error.kind == ErrorKind::not_found || has_moved(path, file)) return State::moved;
    if (is_gone()) return State::interrupted;
    Damage damage = damage_of(error.kind == ErrorKind::damaged ? DamageKind::truncated : DamageKind::unreadable,
                              SubjectKind::file, path, error.detail);
    damage.offset = error.offset;
    found(std::move(damage));
    return State::flawed;
  }
  const auto before = remembered(unit);
  if (!before || *before == VerificationMemory::key_of(*digest)) {
    if (!before) judged_by_nothing(unit.size);
    if (is_settled(file)) remember(unit, *digest);
    return State::sound;
  }
  if (has_moved(path, file)) return State::moved;
  const auto again = digest_of(worker, path, file.size, true);
  if (!again && again.error().kind == ErrorKind::cancelled) return State::interrupted;
  const bool right_now = again && VerificationMemory::key_of(*again) == *before;
  found(damage_of(
      right_now ? DamageKind::unstable : DamageKind::wrong_hash, SubjectKind::file, path,
      right_now ? "wrong when first read, right when read again" : "its content changed, its time of change did not"));
  return State::flawed;
}

// Read well, and no earlier reading to hold it against.
void Verification::judged_by_nothing(ByteCount size) {
  const std::scoped_lock lock(mutex_);
  coverage_.bytes_without_checksum += size;
}

void Verification::note(const Unit& unit, State state, std::uint64_t bytes_read) {
  const std::scoped_lock lock(mutex_);
  coverage_.bytes_read += {bytes_read};
  progress_.damages = coverage_.losses + coverage_.decays;
  if (state == State::moved && coverage_.ending == Ending::complete) coverage_.ending = Ending::changed;
  if (state == State::sound || state == State::flawed) {
    ++coverage_.units_verified;
    coverage_.units_bytes += unit.size;
  }
  if (state == State::sound) ++coverage_.pieces_verified;
  progress_.done += unit.size;
  if (request_.on_progress) request_.on_progress(progress_);
}

void Verification::name_units() {
  units_.resize(listing_.files.size());
  constexpr std::size_t kSlice = 4'096;
  const std::size_t slices = (units_.size() + kSlice - 1) / kSlice;
  for_each_in_parallel(threads_, slices, [&](auto& next) {
    crypto::Sha256 hash;
    while (const auto slice = next()) {
      const std::size_t end = std::min(units_.size(), (*slice + 1) * kSlice);
      for (std::size_t i = *slice * kSlice; i < end; ++i) {
        const ListedFile& file = listing_.files[i];
        units_[i] = {identity_of(hash, file, listing_.path_of(file)), {file.size}, file.number};
      }
    }
  });
}

void Verification::read_units() {
  const auto chosen = choose_units(units_, request_);
  for (const std::size_t i : chosen) progress_.total += units_[i].size;
  for_each_in_parallel(threads_, chosen.size(), [&](auto& next) {
    Worker worker;
    while (const auto i = next()) {
      if (!may_go_on()) break;
      const std::uint64_t before = worker.bytes_read;
      const Unit& unit = units_[chosen[*i]];
      const State state = check(worker, listing_.files[chosen[*i]], unit);
      note(unit, state, worker.bytes_read - before);
    }
  });
  // What could not be listed is still there, as far as we know.
  if (request_.memory == nullptr || listing_.damage_count > 0) return;
  std::vector<VerificationMemory::Key> present;
  present.reserve(units_.size());
  for (const Unit& unit : units_) present.push_back(VerificationMemory::key_of(unit.identity));
  std::ranges::sort(present);
  request_.memory->retain(present);
}

Result<Coverage> Verification::run() {
  coverage_.level = request_.level;
  auto listed = list_everything(tree_, threads_, request_.stop);
  if (!listed && listed.error().kind == ErrorKind::cancelled) {
    coverage_.ending = Ending::stopped;
    return coverage_;
  }
  listing_ = TRY(std::move(listed));
  if (listing_.damage_count > 0 && is_gone())
    return Error{ErrorKind::unreadable, "", std::nullopt, "the disk vanished while it was listed"};
  coverage_.units_total = listing_.files.size();
  coverage_.bytes_total = listing_.bytes;
  for (const Damage& damage : listing_.damages) found(damage);
  if (request_.level >= Level::authenticated) {
    name_units();
    read_units();
  }
  if (gone_) return Error{ErrorKind::unreadable, "", std::nullopt, "the disk vanished while it was read"};
  return coverage_;
}

}  // namespace

std::string point_id(const Listing& listing) { return to_iso(listing.newest); }

Result<Coverage> verify(const io::Tree& tree, const VerifyRequest& request, const OnDamage& on_damage) {
  return Verification(tree, request, on_damage).run();
}

}  // namespace garde::formats::mirror
