#include "actions/backup_drill.h"

#include <algorithm>
#include <random>
#include <set>

#include <fmt/format.h>

#include "actions/restored_file.h"
#include "io/disk_tree.h"
#include "io/scratch.h"
#include "io/volume.h"

namespace garde::actions {
namespace {

namespace fs = std::filesystem;
using backups::Outcome;

struct Chosen {
  std::string path;
  ByteCount size;
  const ExpectedCanary* canary = nullptr;
  std::optional<std::size_t> data_set;  // its place in the run's
};

const ExpectedCanary* canary_of(const std::vector<ExpectedCanary>& canaries, std::string_view path) {
  const auto found = std::ranges::find(canaries, base_name(path), &ExpectedCanary::file_name);
  return found == canaries.end() ? nullptr : &*found;
}

// Which data set each file of the restore point belongs to, by the places of the sources in it.
class Membership {
 public:
  Membership(const DrillRequest& request, const CopiedFiles& copies, std::vector<backups::DataSetResult>& results)
      : results_(results) {
    if (request.whole) roots_.push_back({"", place_of(*request.whole)});
    for (const LiveSource& source : request.sources) {
      if (!source.data_set) continue;
      const std::size_t at = place_of(*source.data_set);
      for (std::string& root : roots_in_copy(copies, source.source)) roots_.push_back({std::move(root), at});
    }
  }
  std::optional<std::size_t> of(std::string_view path) const {
    for (const auto& [root, at] : roots_)
      if (is_at_or_below(path, root)) return at;
    return std::nullopt;
  }

 private:
  std::size_t place_of(const backups::DataSetId& data_set) {
    const auto found = std::ranges::find(results_, data_set, &backups::DataSetResult::data_set);
    if (found != results_.end()) return static_cast<std::size_t>(found - results_.begin());
    results_.push_back({.data_set = data_set});
    return results_.size() - 1;
  }
  std::vector<backups::DataSetResult>& results_;
  std::vector<std::pair<std::string, std::size_t>> roots_;
};

// All of each data set, for the estimate of a full recovery.
struct Whole {
  std::uint64_t files = 0;
  ByteCount bytes;
};

struct Plan {
  std::vector<Chosen> files;  // in the order of the restore point
  std::vector<Whole> whole;   // by data set
  ByteCount bytes;
};

// Everything, or a sample drawn at random with the largest file of each data set and the canaries.
Plan choose(const DrillRequest& request, const CopiedFiles& copies, const Membership& membership,
            const std::vector<backups::DataSetResult>& results, backups::DrillResult& drill) {
  Plan plan;
  plan.whole.resize(results.size());
  std::mt19937_64 random(request.seed);
  std::vector<CopiedFiles::const_iterator> sample;
  std::set<std::string_view> always;
  std::vector<CopiedFiles::const_iterator> largest(results.size(), copies.end());
  std::uint64_t seen = 0;
  for (auto file = copies.begin(); file != copies.end(); ++file) {
    ++drill.files_in_point;
    drill.bytes_in_point += file->second.size;
    if (const auto at = membership.of(file->first)) {
      ++plan.whole[*at].files;
      plan.whole[*at].bytes += file->second.size;
      if (largest[*at] == copies.end() || file->second.size > largest[*at]->second.size) largest[*at] = file;
    }
    if (canary_of(request.canaries, file->first) != nullptr) always.insert(file->first);
    // Each file has the same chance, however many there are.
    if (sample.size() < request.sample_files)
      sample.push_back(file);
    else if (const std::uint64_t place = random() % (seen + 1); place < sample.size())
      sample[place] = file;
    ++seen;
  }
  for (const auto& file : largest)
    if (file != copies.end()) always.insert(file->first);
  for (const auto& file : sample) always.insert(file->first);
  for (const auto& [path, copy] : copies) {
    if (request.sample_files != 0 && !always.contains(path)) continue;
    plan.files.push_back({path, copy.size, canary_of(request.canaries, path), membership.of(path)});
    plan.bytes += copy.size;
  }
  return plan;
}

// One line of what came back; their digest stands in the proof.
std::string manifest_line(std::string_view path, std::uint64_t size, const crypto::Sha256Digest& digest) {
  return fmt::format("{}  {}  {}\n", digest.hex(), size, path);
}

class Drill {
 public:
  Drill(const DrillRequest& request, const formats::ArchiveReader& reader, const formats::RestorePoint& point,
        const io::ScratchFolder& scratch, const io::Tree& scratch_tree, Drilled& drilled)
      : request_(request),
        reader_(reader),
        point_(point),
        scratch_(scratch),
        tree_(scratch_tree),
        drilled_(drilled),
        check_{backups::Question::restorable, Outcome::passed, {}, 0} {}

  // An error ends the drill: the person asked, or the scratch disk is full or gone.
  Result<void> restore(const Chosen& file) {
    if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
    crypto::Sha256Digest came;
    std::uint64_t size = 0;
    const auto written = TRY(write(file, came, size));
    if (!written) return {};
    const auto read_back = TRY(hash_of(file.path));
    if (read_back != came || size != file.size.value) {
      wrong(file, "restore-differs", "");
      return {};
    }
    const std::string line = manifest_line(file.path, size, came);
    manifest_.update(std::as_bytes(std::span(line)));
    if (file.canary != nullptr && came == file.canary->sha256) {
      canaries_back_.insert(file.canary->file_name);
    } else if (file.canary != nullptr) {
      wrong(file, "canary-changed", "");
      return {};
    }
    open(file);
    return {};
  }

  backups::Check finish() {
    backups::DrillResult& result = drilled_.result;
    result.digest = manifest_.finish();
    for (const ExpectedCanary& canary : request_.canaries) {
      if (canary.made_at > point_.time) continue;  // planted since: the next restore point will hold it
      ++result.canaries_expected;
      if (canaries_back_.contains(canary.file_name)) continue;
      check_.outcome = Outcome::failed;
      check_.add({"canary-missing", canary.file_name, ""});
    }
    result.canaries_back = canaries_back_.size();
    if (result.files_restored == 0 && check_.outcome == Outcome::passed) {
      check_.outcome = Outcome::not_established;
      check_.add({"nothing-restored", "", ""});
    }
    return std::move(check_);
  }

  void wrong(const Chosen& file, std::string kind, std::string detail) {
    check_.outcome = Outcome::failed;
    check_.add({std::move(kind), file.path, std::move(detail)});
    ++drilled_.result.files_wrong;
    if (file.data_set) drilled_.run.data_sets[*file.data_set].hit_by_damage = true;
  }

 private:
  // False: it was refused or did not come whole, and that was noted.
  Result<bool> write(const Chosen& file, crypto::Sha256Digest& digest, std::uint64_t& size) {
    if (io::is_device_name(base_name(file.path))) {
      check_.outcome = backups::worse(check_.outcome, Outcome::not_established);
      check_.add({"device-name", file.path, ""});
      return false;
    }
    auto out = io::ScratchFile::create(scratch_, file.path);
    if (!out) {
      if (out.error().kind == ErrorKind::no_space || out.error().kind == ErrorKind::unreadable) return out.error();
      wrong(file, out.error().kind == ErrorKind::conflict ? "path-twice" : "unsafe-path", out.error().detail);
      return false;
    }
    std::optional<Error> scratch_failed;
    const auto read = reader_.read(point_, file.path, [&](std::span<const std::byte> bytes) -> Result<void> {
      if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
      content_.update(bytes);
      size += bytes.size();
      if (auto written = out->write(bytes); !written) {
        scratch_failed = written.error();
        return written;
      }
      return {};
    });
    digest = content_.finish();
    if (scratch_failed) return *scratch_failed;
    if (read) return true;
    if (read.error().kind == ErrorKind::cancelled) return read.error();
    wrong(file, "does-not-restore", read.error().detail);
    return false;
  }

  Result<crypto::Sha256Digest> hash_of(const std::string& path) {
    const auto file = TRY(tree_.open(path, io::Access::sequential));
    file->drop_cached(0, file->size());
    std::uint64_t offset = 0;
    for (;;) {
      const std::size_t count = TRY(file->read_at(offset, buffer_));
      if (count == 0) break;
      content_.update(std::span(buffer_).first(count));
      offset += count;
    }
    return content_.finish();
  }

  void open(const Chosen& file) {
    backups::DrillResult& result = drilled_.result;
    const RestoredFile opened = open_restored(tree_, file.path, scratch_.path().string());
    if (opened.state == RestoredFile::State::broken) return wrong(file, "does-not-open", opened.detail);
    ++(opened.state == RestoredFile::State::opened ? result.files_opened : result.files_not_opened);
    ++result.files_restored;
    result.bytes_restored += file.size;
    if (file.data_set) ++drilled_.run.data_sets[*file.data_set].files;
  }

  const DrillRequest& request_;
  const formats::ArchiveReader& reader_;
  const formats::RestorePoint& point_;
  const io::ScratchFolder& scratch_;
  const io::Tree& tree_;
  Drilled& drilled_;
  backups::Check check_;
  crypto::Sha256 content_;
  crypto::Sha256 manifest_;
  std::set<std::string> canaries_back_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(256 * 1024);
};

Result<void> require_room(const fs::path& scratch, ByteCount needed, ByteCount spare) {
  const auto access = TRY(io::access_to(scratch.string()));
  if (access.free.value >= needed.value && access.free.value - needed.value >= spare.value) return {};
  return Error{
      ErrorKind::no_space, scratch.string(), std::nullopt,
      fmt::format("{} bytes to restore, {} to leave free, {} free", needed.value, spare.value, access.free.value)};
}

// What is wiped as it goes keeps the scratch folder small when a sample is restored; everything stays until the end, as
// after a real recovery.
Result<void> restore_all(const Plan& plan, const DrillRequest& request, Drill& drill) {
  formats::Progress progress{{}, plan.bytes, 0};
  for (const Chosen& file : plan.files) {
    TRY(drill.restore(file));
    progress.done += file.size;
    if (request.on_progress) request.on_progress(progress);
  }
  return {};
}

}  // namespace

Result<Drilled> drill_backup(const DrillRequest& request, const crypto::SecretBytes& password,
                             const CheckSetting& setting) {
  io::sweep_scratch_folders(request.scratch);
  Drilled drilled;
  drilled.run.begun = setting.clock();
  drilled.run.destination = request.destination;
  const auto tree = TRY(io::DiskTree::open(request.destination));
  auto opened = open_backup(*tree, request.kind, password);
  if (!opened) {
    Error error = opened.error();
    if (error.subject.empty()) error.subject = request.destination;
    return error;
  }
  drilled.run.kind = opened->kind.name;
  drilled.run.restore_points = TRY(opened->reader->restore_points([](const formats::Damage&) {}));
  const auto finish = [&](backups::Check check) {
    drilled.run.checks.push_back(std::move(check));
    drilled.run.coverage.level = formats::Level::content;
    drilled.run.coverage.bytes_read = drilled.result.bytes_restored;
    drilled.run.coverage.bytes_total = drilled.result.bytes_in_point;
    drilled.run.length = setting.clock() - drilled.run.begun;
  };
  if (drilled.run.restore_points.empty()) {
    backups::Check check{backups::Question::restorable, Outcome::failed, {}, 0};
    check.add({"no-restore-point", "", ""});
    finish(std::move(check));
    return drilled;
  }

  const formats::RestorePoint& point = drilled.run.restore_points.back();
  drilled.result.point = point.id;
  drilled.result.point_time = point.time;
  const CopiedFiles copies = TRY(copied_files(*opened->reader, point));
  const Membership membership(request, copies, drilled.run.data_sets);
  const Plan plan = choose(request, copies, membership, drilled.run.data_sets, drilled.result);
  TRY(require_room(request.scratch, plan.bytes, setting.thresholds.spare_space));
  const auto scratch = TRY(io::ScratchFolder::create(request.scratch));
  const auto scratch_tree = TRY(io::DiskTree::open(scratch.path().string()));
  Drill drill(request, *opened->reader, point, scratch, *scratch_tree, drilled);
  const Instant before = setting.clock();
  TRY(restore_all(plan, request, drill));
  drilled.result.restoring = setting.clock() - before;
  backups::Check check = drill.finish();
  for (std::size_t i = 0; i < drilled.run.data_sets.size(); ++i) {
    backups::DataSetResult& result = drilled.run.data_sets[i];
    result.bytes = plan.whole[i].bytes;
    result.full_recovery = backups::full_recovery_of(drilled.result, plan.whole[i].files, plan.whole[i].bytes);
  }
  finish(std::move(check));
  return drilled;
}

}  // namespace garde::actions
