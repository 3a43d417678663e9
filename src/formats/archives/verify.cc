#include "formats/archives/verify.h"

#include <algorithm>
#include <mutex>
#include <tuple>

#include <fmt/format.h>

#include "formats/archives/member_path.h"
#include "formats/archives/open_archive.h"
#include "formats/parallel.h"
#include "formats/unit_choice.h"
#include "formats/verifying.h"

namespace garde::formats::archives {
namespace {

// What one look at an archive found.
struct Looked {
  std::vector<Flaw> flaws;
  Checked checked;
  bool vanished = false;

  bool is_sound() const {
    return std::ranges::none_of(flaws, [](const Flaw& flaw) { return flaw.consequence != Consequence::untidy; });
  }
};

class Verification {
 public:
  Verification(const io::Tree& tree, const crypto::SecretBytes* password, unsigned threads,
               const VerifyRequest& request)
      : tree_(tree), password_(password), threads_(threads), request_(request) {}

  Result<Coverage> run(const OnDamage& on_damage);

 private:
  crypto::Sha256Digest identity(const StoredArchive& archive) const;
  void check_sizes();
  void check_archives();
  void check_one(std::size_t number, unsigned threads);
  Looked look(const StoredArchive& archive, unsigned threads, bool again);
  bool may_go_on();
  void add_progress(ByteCount bytes);
  bool was_replaced(const StoredArchive& archive) const;
  void note(const StoredArchive& archive, const Looked& looked);
  void add_damage(std::size_t number, const Flaw& flaw);
  Result<void> check_still_there() const;

  const io::Tree& tree_;
  const crypto::SecretBytes* password_;
  const unsigned threads_;
  const VerifyRequest& request_;
  StoredArchives stored_;
  std::vector<std::size_t> group_of_;  // the restore point of each archive
  Coverage coverage_;
  std::vector<Damage> damages_;
  Progress progress_;
  std::mutex mutex_;  // over the three above, while archives are read
};

crypto::Sha256Digest Verification::identity(const StoredArchive& archive) const {
  const std::string text = fmt::format("archive {} {} {}", archive.stat.size.value,
                                       archive.stat.modified.time_since_epoch().count(), archive.path);
  return crypto::sha256(std::as_bytes(std::span(text)));
}

void Verification::add_damage(std::size_t number, const Flaw& flaw) {
  const StoredArchive& archive = stored_.archives[number];
  const std::string& point = stored_.groups[group_of_[number]].point.id;
  Damage damage;
  damage.kind = flaw.kind;
  damage.consequence = flaw.consequence;
  damage.pieces = flaw.pieces;
  damage.detail = flaw.detail;
  damage.offset = flaw.offset;
  if (flaw.member.empty()) {
    damage.subject = {SubjectKind::container, archive.path};
  } else {
    damage.subject = {SubjectKind::piece, flaw.member};
    damage.within = archive.path;
  }
  if (flaw.consequence == Consequence::loss) {
    const auto place = member_path(flaw.member);
    const bool is_file = !flaw.member.empty();
    std::string path = archive.prefix + (is_file ? (place ? place->path : flaw.member) : "");
    if (path.empty()) path = "/";
    damage.affected = {
        .paths = {{std::move(path), point}}, .path_count = 1, .restore_points = {point}, .restore_point_count = 1};
  }
  const std::scoped_lock lock(mutex_);
  damages_.push_back(std::move(damage));
  ++progress_.damages;
}

// An archive that holds nothing was begun and never written, or emptied.
void Verification::check_sizes() {
  for (std::size_t i = 0; i < stored_.archives.size(); ++i) {
    const StoredArchive& archive = stored_.archives[i];
    coverage_.bytes_total += archive.stat.size;
    ++coverage_.units_total;
    if (archive.stat.size.value == 0) add_damage(i, flaw_of(DamageKind::truncated, "", 0, "the file is empty"));
  }
}

bool Verification::may_go_on() {
  const auto ending = early_ending(request_);
  if (!ending) return true;
  const std::scoped_lock lock(mutex_);
  coverage_.ending = *ending;
  return false;
}

void Verification::add_progress(ByteCount bytes) {
  const std::scoped_lock lock(mutex_);
  progress_.done += bytes;
  if (request_.on_progress) request_.on_progress(progress_);
}

Looked Verification::look(const StoredArchive& archive, unsigned threads, bool again) {
  Looked looked;
  const OnFlaw keep = [&](const Flaw& flaw) {
    if (looked.flaws.size() < kMaxFlaws) {
      looked.flaws.push_back(flaw);
    } else {
      looked.flaws.back().pieces += flaw.pieces;
      if (flaw.consequence == Consequence::loss) looked.flaws.back().consequence = Consequence::loss;
    }
  };
  const auto file = open_archive(tree_, archive, password_, again);
  if (!file) {
    looked.vanished = file.error().kind == ErrorKind::not_found;
    keep(flaw_of(looked.vanished ? DamageKind::missing : DamageKind::unreadable, "", file.error().offset,
                 file.error().detail));
    return looked;
  }
  CheckRequest request{
      .level = request_.level, .threads = threads, .go_on = [&] { return may_go_on(); }, .on_bytes = {}};
  if (!again) request.on_bytes = [&](ByteCount bytes) { add_progress(bytes); };
  looked.checked = (*file)->check(request, keep);
  return looked;
}

// Written or moved along by the backup program while it was read: nothing that was seen of it counts.
bool Verification::was_replaced(const StoredArchive& archive) const {
  const auto now = tree_.stat(archive.path);
  if (!now) return now.error().kind == ErrorKind::not_found;
  return now->size != archive.stat.size || now->modified != archive.stat.modified;
}

void Verification::note(const StoredArchive& archive, const Looked& looked) {
  const std::scoped_lock lock(mutex_);
  const Checked& checked = looked.checked;
  coverage_.bytes_read += checked.bytes_read;
  coverage_.bytes_without_checksum += checked.bytes_without_checksum;
  coverage_.pieces_verified += checked.members;
  coverage_.unjudged_count += checked.unjudged_count;
  for (const Unjudged& one : checked.unjudged)
    if (coverage_.unjudged.size() < kMaxListedUnjudged)
      coverage_.unjudged.push_back({archive.path, one.piece, one.reason});
  if (checked.to_the_end && checked.unjudged_count == 0) {
    coverage_.units_bytes += archive.stat.size;
    ++coverage_.units_verified;
  }
  if (request_.memory == nullptr || !checked.to_the_end) return;
  const auto key = VerificationMemory::key_of(identity(archive));
  if (looked.is_sound() && checked.unjudged_count == 0)
    request_.memory->record(key, request_.level, request_.now);
  else
    request_.memory->forget(key);
}

void Verification::check_one(std::size_t number, unsigned threads) {
  const StoredArchive& archive = stored_.archives[number];
  if (archive.stat.size.value == 0 || !may_go_on()) return;
  Looked looked = look(archive, threads, false);
  const bool was_sound = looked.is_sound();
  if (!was_sound && looked.checked.to_the_end) {
    if (was_replaced(archive)) {
      const std::scoped_lock lock(mutex_);
      if (coverage_.ending == Ending::complete) coverage_.ending = Ending::changed;
      return;
    }
    // What is wrong once more is wrong; what is right when read again tells of the hardware.
    Looked second = look(archive, threads, true);
    second.checked.bytes_read += looked.checked.bytes_read;
    looked = std::move(second);
    if (looked.is_sound() && looked.checked.to_the_end)
      looked.flaws.push_back(
          flaw_of(DamageKind::unstable, "", std::nullopt, "wrong when first read, right when read again"));
  }
  for (const Flaw& flaw : looked.flaws) add_damage(number, flaw);
  note(archive, looked);
}

void Verification::check_archives() {
  std::vector<Unit> units;
  for (const StoredArchive& archive : stored_.archives)
    units.push_back({identity(archive), archive.stat.size, archive.stat.identity.number});
  std::vector<std::size_t> chosen;
  if (request_.level >= Level::authenticated) {
    chosen = choose_units(units, request_);
  } else {
    for (std::size_t i = 0; i < units.size(); ++i) chosen.push_back(i);
  }
  for (const std::size_t i : chosen) progress_.total += units[i].size;
  // A zip is read on all threads, a stream on one: several streams side by side.
  const auto streams =
      std::ranges::stable_partition(chosen, [&](std::size_t i) { return stored_.archives[i].path.ends_with(".zip"); });
  for (auto zip = chosen.begin(); zip != streams.begin(); ++zip) check_one(*zip, threads_);
  const std::vector<std::size_t> others(streams.begin(), streams.end());
  for_each_in_parallel(threads_, others.size(), [&](auto& next) {
    while (const auto i = next()) check_one(others[*i], 1);
  });
  if (request_.memory == nullptr) return;
  std::vector<VerificationMemory::Key> present;
  for (const Unit& unit : units) present.push_back(VerificationMemory::key_of(unit.identity));
  std::ranges::sort(present);
  request_.memory->retain(present);
}

// What was found may be a bad sector, or the whole disk pulled out: then nothing is known of it.
Result<void> Verification::check_still_there() const {
  if (damages_.empty()) return {};
  return tree_.list("", io::Detail::names, [](const io::Entry&) -> Result<void> { return {}; });
}

Result<Coverage> Verification::run(const OnDamage& on_damage) {
  coverage_.level = request_.level;
  stored_ = TRY(list_archives(tree_, [&](const Damage& damage) { damages_.push_back(damage); }));
  group_of_.resize(stored_.archives.size());
  for (std::size_t i = 0; i < stored_.groups.size(); ++i)
    for (const std::size_t archive : stored_.groups[i].archives) group_of_[archive] = i;
  check_sizes();
  if (request_.level >= Level::structure) {
    check_archives();
  } else {
    coverage_.units_verified = coverage_.units_total;
    coverage_.units_bytes = coverage_.bytes_total;
  }
  TRY(check_still_there());
  std::ranges::stable_sort(damages_, [](const Damage& a, const Damage& b) {
    return std::tie(a.consequence, a.within, a.subject.name, a.offset) <
           std::tie(b.consequence, b.within, b.subject.name, b.offset);
  });
  for (const Damage& damage : damages_) {
    count(damage, coverage_);
    on_damage(damage);
  }
  return coverage_;
}

}  // namespace

Result<Coverage> verify(const io::Tree& tree, const crypto::SecretBytes* password, unsigned threads,
                        const VerifyRequest& request, const OnDamage& on_damage) {
  return Verification(tree, password, threads, request).run(on_damage);
}

}  // namespace garde::formats::archives
