#include "formats/restic/verify.h"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include <fmt/format.h>

#include "formats/parallel.h"
#include "formats/restic/affected.h"
#include "formats/restic/config_file.h"
#include "formats/restic/contents.h"
#include "formats/restic/key_file.h"
#include "formats/restic/pack_check.h"
#include "formats/unit_choice.h"
#include "formats/verifying.h"

namespace garde::formats::restic {
namespace {

// A prune is over in a few minutes; a repository that changes more often than this is told as changed.
constexpr int kMaxStarts = 3;

class Verification {
 public:
  Verification(const Repository& repository, const VerifyRequest& request)
      : repository_(repository), request_(request), threads_(usual_threads(request.threads)) {}

  Result<Coverage> run(const OnDamage& on_damage);

 private:
  // The passes, in this order; then whom the findings hit.
  void check_settings(const std::vector<Snapshot>& snapshots);
  Result<void> check_keys();
  Result<void> compare_packs(const BlobIndex& index);
  void read_packs(const WalkContext& context, const TreeWalk& walk);
  Result<void> find_untidy(const BlobIndex& index, const TreeWalk& walk);
  bool is_locked() const;

  enum class Attempt : std::uint8_t { done, moved };
  Result<Attempt> attempt(bool is_last, const OnDamage& on_damage);
  Result<bool> has_moved(const LoadedIndex& loaded) const;
  Result<void> check_still_there(const std::vector<Finding>& findings) const;
  void report(const std::vector<Finding>& findings, const OnDamage& on_damage);

  const StoredFile* stored(const PackId& pack) const;
  bool is_whole(const BlobIndex& index, const Pack& pack) const;
  bool may_go_on();
  void note(const Pack& pack, ByteCount size, const PackChecker::Outcome& outcome, std::uint64_t bytes_read);

  const Repository& repository_;
  const VerifyRequest& request_;
  const unsigned threads_;
  Coverage coverage_;
  Findings findings_;
  std::vector<StoredFile> stored_packs_;     // sorted by id
  std::unordered_set<PackId> sound_;         // found good in this run
  std::unordered_set<PackId> sound_before_;  // by an earlier attempt: need not be read again
  Progress progress_;
  std::mutex mutex_;  // over the four that change while packs are read: coverage, sound, progress, the memory
};

void Verification::check_settings(const std::vector<Snapshot>& snapshots) {
  Decoder decoder(repository_.key);
  const auto config = read_stored(repository_.tree, "config", kMaxConfig, [&](auto bytes) -> std::optional<Flaw> {
    if (decoder.is_authentic(bytes)) return std::nullopt;
    return Flaw{DamageKind::fails_authentication, "its MAC does not match"};
  });
  std::optional<Flaw> flaw;
  if (!config)
    flaw = Flaw{DamageKind::missing, config.error().detail};
  else if (config->flaw)
    flaw = config->flaw;
  else
    coverage_.bytes_read += {config->bytes.size()};
  const bool unstable = config && config->unstable;
  if (!flaw && !unstable) return;
  Finding finding;
  finding.damage.kind = flaw ? flaw->kind : DamageKind::unstable;
  finding.damage.consequence = usual_consequence(finding.damage.kind);
  finding.damage.subject = {SubjectKind::settings, "config"};
  finding.damage.detail = flaw ? flaw->detail : "wrong when first read, right when read again";
  Affected& affected = finding.damage.affected;
  for (auto snapshot = snapshots.rbegin(); flaw && snapshot != snapshots.rend(); ++snapshot)
    if (affected.restore_point_count++ < kMaxListedRestorePoints) affected.restore_points.push_back(snapshot->point.id);
  findings_.add(std::move(finding));
}

// One of them opened the repository, so what is wrong with the others costs nobody their data.
Result<void> Verification::check_keys() {
  for (const StoredFile& file : TRY(list_stored(repository_.tree, "keys"))) {
    const auto key = read_stored(repository_.tree, path_in("keys", file.id), kMaxKeyFile, hashes_to(file.id));
    if (!key) continue;  // removed since it was listed
    coverage_.bytes_read += file.size;
    if (key->unstable) findings_.add(unstable_file(SubjectKind::key, file.id));
    if (!key->flaw) continue;
    Finding finding = flawed_file(SubjectKind::key, file.id, *key->flaw);
    finding.damage.consequence = Consequence::decay;
    findings_.add(std::move(finding));
  }
  return {};
}

const StoredFile* Verification::stored(const PackId& pack) const {
  const auto file = std::ranges::lower_bound(stored_packs_, pack, {}, &StoredFile::id);
  return file != stored_packs_.end() && file->id == pack ? &*file : nullptr;
}

bool Verification::is_whole(const BlobIndex& index, const Pack& pack) const {
  const StoredFile* file = stored(pack.id);
  return file != nullptr && file->size.value >= index.expected_size(pack);
}

Result<void> Verification::compare_packs(const BlobIndex& index) {
  stored_packs_ = TRY(list_packs(repository_.tree));
  const auto is_there = [&](const Pack& pack) { return is_whole(index, pack); };
  for (const Pack& pack : index.packs()) {
    const StoredFile* file = stored(pack.id);
    const std::uint64_t expected = index.expected_size(pack);
    coverage_.bytes_total += {file == nullptr ? expected : file->size.value};
    ++coverage_.units_total;
    if (file == nullptr) {
      findings_.add(missing_pack(index, pack, is_there));
    } else if (file->size.value < expected) {
      findings_.add(truncated_pack(index, pack, file->size, is_there));
    } else if (file->size.value > expected) {
      findings_.add(flawed_pack(
          pack, {DamageKind::size_mismatch, fmt::format("{} bytes instead of {}", file->size.value, expected)}, {}));
    }
  }
  return {};
}

bool Verification::may_go_on() {
  const auto ending = early_ending(request_);
  if (!ending) return true;
  const std::scoped_lock lock(mutex_);
  coverage_.ending = *ending;
  return false;
}

void Verification::note(const Pack& pack, ByteCount size, const PackChecker::Outcome& outcome,
                        std::uint64_t bytes_read) {
  const std::scoped_lock lock(mutex_);
  coverage_.bytes_read += {bytes_read};
  coverage_.pieces_verified += outcome.blobs_verified;
  coverage_.units_bytes += size;
  ++coverage_.units_verified;
  if (outcome.is_sound) sound_.insert(pack.id);
  if (request_.memory != nullptr) {
    const auto key = VerificationMemory::key_of(pack.id);
    if (outcome.is_sound)
      request_.memory->record(key, request_.level, request_.now);
    else
      request_.memory->forget(key);
  }
  progress_.done += size;
  progress_.damages = findings_.count();
  if (request_.on_progress) request_.on_progress(progress_);
}

void Verification::read_packs(const WalkContext& context, const TreeWalk& walk) {
  std::vector<const Pack*> packs;
  std::vector<Unit> units;
  for (const Pack& pack : context.index.packs()) {
    const StoredFile* file = stored(pack.id);
    if (file == nullptr) continue;
    packs.push_back(&pack);
    units.push_back({pack.id, file->size, file->number});
  }
  const auto chosen = choose_units(units, request_);
  progress_ = {};
  for (const std::size_t i : chosen) progress_.total += units[i].size;
  for_each_in_parallel(threads_, chosen.size(), [&](auto& next) {
    PackChecker checker(context, walk, request_.level);
    while (const auto i = next()) {
      if (!may_go_on()) break;
      const Pack& pack = *packs[chosen[*i]];
      const ByteCount size = units[chosen[*i]].size;
      const bool known = sound_before_.contains(pack.id);
      const std::uint64_t before = checker.bytes_read();
      const auto outcome = known ? PackChecker::Outcome{} : checker.check(pack, size);
      note(pack, size, outcome, checker.bytes_read() - before);
    }
  });
  if (request_.memory == nullptr) return;
  std::vector<VerificationMemory::Key> present;
  for (const Pack* pack : packs) present.push_back(VerificationMemory::key_of(pack->id));
  request_.memory->retain(present);  // packs are sorted by id, so their keys are
}

// Somebody is writing, or it cannot be told.
bool Verification::is_locked() const {
  bool locked = false;
  const auto listed = repository_.tree.list("locks", io::Detail::names, [&](const io::Entry&) -> Result<void> {
    locked = true;
    return {};
  });
  return locked || (!listed && listed.error().kind != ErrorKind::not_found);
}

Result<void> Verification::find_untidy(const BlobIndex& index, const TreeWalk& walk) {
  const auto found = [&](DamageKind kind, const PackId& pack, std::uint64_t pieces, std::string detail) {
    Finding finding = flawed_file(SubjectKind::container, pack, {kind, std::move(detail)});
    finding.damage.pieces = pieces;
    findings_.add(std::move(finding));
  };
  for (const Pack& pack : index.packs()) {
    std::uint64_t unreferenced = 0;
    std::uint64_t duplicate = 0;
    for (const Blob& blob : index.blobs_of(pack)) {
      const std::uint32_t first = index.copies(blob.id).front();
      if (!walk.referenced.test(first))
        ++unreferenced;
      else if (first != index.number_of(blob))
        ++duplicate;
    }
    if (duplicate > 0) found(DamageKind::duplicate, pack.id, duplicate, "blobs stored in another pack too");
    if (unreferenced == pack.blob_count && unreferenced > 0)
      found(DamageKind::unreferenced, pack.id, unreferenced, "no restore point needs any of its blobs");
  }
  for (const StoredFile& file : stored_packs_) {
    const auto pack = std::ranges::lower_bound(index.packs(), file.id, {}, &Pack::id);
    if (pack == index.packs().end() || pack->id != file.id)
      found(DamageKind::unreferenced, file.id, 0, "no index knows it");
  }
  return {};
}

Result<bool> Verification::has_moved(const LoadedIndex& loaded) const {
  const auto files = TRY(list_stored(repository_.tree, "index"));
  return !std::ranges::equal(files, loaded.files, {}, &StoredFile::id);
}

// What the medium refused may be a bad sector, or the whole disk pulled out: then nothing is known of it.
Result<void> Verification::check_still_there(const std::vector<Finding>& findings) const {
  const auto doubtful = [](const Finding& finding) {
    return finding.is_absence || finding.damage.kind == DamageKind::unreadable;
  };
  if (std::ranges::none_of(findings, doubtful)) return {};
  TRY(list_stored(repository_.tree, "keys"));
  if (!TRY(is_repository(repository_.tree)))
    return Error{ErrorKind::unreadable, "", std::nullopt, "the repository vanished while it was read"};
  return {};
}

void Verification::report(const std::vector<Finding>& findings, const OnDamage& on_damage) {
  for (const Finding& finding : findings) {
    count(finding.damage, coverage_);
    on_damage(finding.damage);
  }
}

Result<Verification::Attempt> Verification::attempt(bool is_last, const OnDamage& on_damage) {
  findings_.take();
  coverage_ = {.level = request_.level, .bytes_read = coverage_.bytes_read};
  sound_before_ = sound_;
  const bool was_locked = is_locked();
  TRY(check_keys());
  const auto snapshots = TRY(load_snapshots(repository_, findings_, coverage_.bytes_read));
  check_settings(snapshots);
  const auto loaded = load_index(repository_, threads_, findings_, coverage_.bytes_read);
  if (!loaded && loaded.error().kind == ErrorKind::conflict && !is_last) return Attempt::moved;
  if (!loaded) return loaded.error();
  const BlobIndex& index = loaded->index;
  TRY(compare_packs(index));

  const WalkContext context{repository_, index, findings_, request_.stop, threads_};
  TreeWalk walk(index);
  const auto walk_now = [&](const WalkContext& how) {
    walk_trees(how, snapshots, walk);
    coverage_.bytes_read += {walk.bytes_read};
    coverage_.pieces_verified += walk.blobs_verified;
  };
  if (request_.level >= Level::structure) walk_now(context);
  if (request_.level >= Level::authenticated) read_packs(context, walk);
  if (request_.stop.stop_requested()) coverage_.ending = Ending::stopped;

  auto findings = findings_.take();
  TRY(check_still_there(findings));
  if (std::ranges::any_of(findings, &Finding::is_absence) && TRY(has_moved(*loaded))) {
    if (!is_last) return Attempt::moved;
    coverage_.ending = Ending::changed;
    std::erase_if(findings, &Finding::is_absence);
  }
  const bool hits_somebody = std::ranges::any_of(findings, [](const Finding& f) { return !f.lost.empty() || f.entry; });
  if (hits_somebody && request_.level < Level::structure) {
    Findings not_asked_for;
    walk_now({repository_, index, not_asked_for, request_.stop, threads_});
  }
  if (coverage_.ending != Ending::stopped) resolve_affected(context, snapshots, walk, findings);
  // With a directory or a restore point lost, nobody knows what it referred to.
  const bool knows_all = std::ranges::none_of(
      findings, [](const Finding& finding) { return finding.damage.consequence == Consequence::loss; });
  // A pack that no index knows may be on its way in, and a blob that nothing needs or that is there twice on its way
  // out: a prune forgets restore points first, copies what it keeps, and removes last.
  const auto is_at_rest = [&]() -> Result<bool> { return !was_locked && !is_locked() && !TRY(has_moved(*loaded)); };
  if (request_.level >= Level::structure && knows_all && coverage_.ending != Ending::stopped && TRY(is_at_rest())) {
    TRY(find_untidy(index, walk));
    for (Finding& finding : findings_.take()) findings.push_back(std::move(finding));
  }
  report(findings, on_damage);
  return Attempt::done;
}

Result<Coverage> Verification::run(const OnDamage& on_damage) {
  for (int start = 1; TRY(attempt(start == kMaxStarts, on_damage)) == Attempt::moved;) ++start;
  return coverage_;
}

}  // namespace

Result<Coverage> verify(const Repository& repository, const VerifyRequest& request, const OnDamage& on_damage) {
  return Verification(repository, request).run(on_damage);
}

}  // namespace garde::formats::restic
