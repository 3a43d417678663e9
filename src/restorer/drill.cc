#include "restorer/drill.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "formats/parallel.h"
#include "io/disk_tree.h"
#include "io/path.h"
#include "io/scratch.h"
#include "io/volume.h"
#include "restorer/databases_before.h"
#include "restorer/drill_dumps.h"
#include "restorer/drill_plan.h"
#include "restorer/dump_parts.h"
#include "restorer/restored_file.h"

namespace garde::restorer {
namespace {

namespace fs = std::filesystem;
using backups::FileFinding;
using backups::FileRemark;
using backups::Outcome;

// One line of what came back; their digest stands in the proof.
std::string manifest_line(std::string_view path, ByteCount size, const crypto::Sha256Digest& content) {
  return fmt::format("{}  {}  {}\n", content.hex(), size.value, path);
}

// What is concluded from the files, which are told in the order of the plan.
class Verdict {
 public:
  Verdict(const DrillRequest& request, const formats::RestorePoint& point, const DrillPlan& plan, Drilled& drilled)
      : request_(request), point_(point), plan_(plan), drilled_(drilled) {
    drilled_.opened.resize(plan.whole.size());
    for (const ChosenFile& file : plan.files)
      if (checker::base_name(file.path) == kContentsName) parts_[folder_of(file.path)];
  }

  void add(const ChosenFile& file, RestoredFile restored) {
    if (restored.is_whole) {
      // What the format tells goes first, for canaries too: the same content, the same line.
      const std::string line = manifest_line(file.path, file.size, file.content ? *file.content : *restored.sha256);
      manifest_.update(std::as_bytes(std::span(line)));
      if (file.canary != nullptr && *restored.sha256 != file.canary->sha256)
        return wrong(file, FileFinding{FileRemark::canary_changed, file.path});
      if (file.canary != nullptr) canaries_back_.insert(file.canary->file_name);
    }
    // Beside what may be the contents of a dump, until all of it is there.
    const auto parts = restored.is_whole ? parts_.find(folder_of(file.path)) : parts_.end();
    if (parts == parts_.end()) return conclude(file, std::move(restored));
    parts->second.push_back({&file, std::move(restored)});
  }

  // Once every file came back.
  void settle_parts(const io::Tree& scratch) {
    for (auto& [folder, files] : parts_) {
      const std::string contents =
          folder.empty() ? std::string(kContentsName) : fmt::format("{}/{}", folder, kContentsName);
      if (is_contents_of_parts(scratch, contents)) {
        settle(scratch, contents, files);
      } else {
        for (Held& held : files) conclude(*held.file, std::move(held.restored));
      }
    }
    parts_.clear();
  }

  // Databases that came back, with their tables where those were counted.
  const std::vector<RestoredDatabase>& databases() const { return databases_; }
  void add(backups::Outcome outcome, const backups::DwindledDatabase& dwindled) { judging_.found(outcome, dwindled); }
  void not_located(const std::string& source) {
    not_established(backups::SourceFinding{.trouble = backups::SourceTrouble::not_located, .source = source});
  }
  void leave_unlisted(const std::vector<std::string>& parts) {
    for (const std::string& part : parts)
      judging_.judged.leave_out(backups::LeftOut::unlisted, part.empty() ? point_.id : part);
  }

  backups::Check finish() {
    backups::DrillResult& result = drilled_.result;
    result.digest = manifest_.finish();
    for (const checker::ExpectedCanary& canary : request_.canaries) {
      if (canary.made_at > point_.time) continue;  // planted since: the next restore point will hold it
      ++result.canaries_expected;
      if (canaries_back_.contains(canary.file_name)) continue;
      judging_.found(Outcome::failed, FileFinding{FileRemark::canary_missing, canary.file_name});
    }
    result.canaries_back = canaries_back_.size();
    for (const auto& [program, found] : foreign_) not_established(found);
    judging_.judged.leave_out_many(backups::LeftOut::not_drawn, result.files_in_point - plan_.files.size(),
                                   {result.bytes_in_point.value - plan_.bytes.value});
    if (result.files_restored == 0 && drilled_.dumps.empty() && judging_.worst() == Outcome::passed)
      not_established(backups::Remark::nothing_restored);
    drilled_.worst = judging_.worst();
    judging_.lower(outcome_of(drilled_));
    return std::move(judging_).finish(kMostBytes);
  }

 private:
  void add_dump(const ChosenFile& file, formats::dumps::DumpKind kind) {
    if (drilled_.dumps.size() < kMaxDumps) {
      drilled_.dumps.push_back({file.path, kind, file.size, file.data_set});
      return;
    }
    not_established(backups::DumpFinding{.trouble = backups::DumpTrouble::not_loaded,
                                         .path = file.path,
                                         .server = server_for(kind),
                                         .reason = backups::LoadingReason::takes_too_long});
    came_back(file, RestoredFile::State::not_opened);
  }
  struct Held {
    const ChosenFile* file;
    RestoredFile restored;
  };
  static std::string folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash));
  }

  void conclude(const ChosenFile& file, RestoredFile restored) {
    if (restored.state == RestoredFile::State::refused) return not_established(std::move(*restored.finding));
    if (restored.state == RestoredFile::State::wrong) return wrong(file, std::move(*restored.finding));
    if (restored.finding) not_established(std::move(*restored.finding));
    if (restored.foreign) {
      backups::ForeignFinding& found = foreign_[*restored.foreign];
      if (found.files++ == 0) found = {*restored.foreign, file.path, 1};
    }
    if (restored.tables) databases_.push_back({file.path, file.size, *restored.tables});
    if (restored.dump)
      add_dump(file, *restored.dump);
    else
      came_back(file, restored.state);
  }

  // A dump in several files: each was read to its end, and nobody loads them.
  void settle(const io::Tree& scratch, const std::string& contents, std::vector<Held>& files) {
    const bool is_whole_drill = request_.sample_files == 0;
    const auto flaw = check_parts(scratch, contents, [&](const std::string& /*path*/) { return is_whole_drill; });
    for (Held& held : files) {
      if (held.file->path == contents && held.restored.tables)
        databases_.push_back({contents, held.file->size, *held.restored.tables});
      if (flaw && held.file->path == flaw->path)
        wrong(*held.file, flaw->finding);
      else
        came_back(*held.file, is_whole_drill && !flaw ? RestoredFile::State::opened : RestoredFile::State::not_opened);
    }
    if (!flaw)
      not_established(backups::DumpFinding{.trouble = backups::DumpTrouble::not_loaded,
                                           .path = contents,
                                           .server = backups::DatabaseServer::postgresql,
                                           .reason = backups::LoadingReason::in_several_files});
  }

  void came_back(const ChosenFile& file, RestoredFile::State state) {
    backups::DrillResult& result = drilled_.result;
    if (state == RestoredFile::State::opened) {
      ++result.files_opened;
      if (file.data_set) ++drilled_.opened[*file.data_set];
      judging_.judged.add(file.size);
    } else {
      ++result.files_not_opened;
      judging_.judged.leave_out(backups::LeftOut::not_opened, file.path, file.size);
    }
    ++result.files_restored;
    result.bytes_restored += file.size;
    if (file.data_set) ++drilled_.run.data_sets[*file.data_set].files;
  }
  void wrong(const ChosenFile& file, backups::Finding finding) {
    judging_.found(Outcome::failed, std::move(finding));
    judging_.judged.leave_out(backups::LeftOut::unreadable, file.path, file.size);
    ++drilled_.result.files_wrong;
    if (file.data_set) drilled_.run.data_sets[*file.data_set].hit_by_damage = true;
  }
  void not_established(backups::Finding finding) { judging_.found(Outcome::not_established, std::move(finding)); }

  const DrillRequest& request_;
  const formats::RestorePoint& point_;
  const DrillPlan& plan_;
  Drilled& drilled_;
  std::map<std::string, std::vector<Held>> parts_;  // by the folder of what may be the contents of a dump
  std::map<backups::Foreign, backups::ForeignFinding> foreign_;
  std::vector<RestoredDatabase> databases_;
  backups::Judging judging_{backups::Question::restorable};
  crypto::Sha256 manifest_;
  std::set<std::string> canaries_back_;
};

// Files as several threads finish them, told to the verdict in the order of the plan.
class InOrder {
 public:
  InOrder(const DrillPlan& plan, Verdict& verdict) : plan_(plan), verdict_(verdict) {}

  // False when the drill is over: another thread met an error. A thread that is far ahead waits for the others.
  bool may_begin(std::size_t file) {
    constexpr std::size_t kFarAhead = 4096;
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return error_ || file < next_ + kFarAhead; });
    return !error_;
  }
  void finished(std::size_t file, Result<RestoredFile> restored) {
    const std::scoped_lock lock(mutex_);
    if (!restored) {
      if (!error_) error_ = restored.error();
    } else {
      waiting_.emplace(file, std::move(*restored));
      for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin()) {
        verdict_.add(plan_.files[next_++], std::move(first->second));
        waiting_.erase(first);
      }
    }
    told_.notify_all();
  }
  // A thread threw, and the others would wait for it.
  void give_up() {
    const std::scoped_lock lock(mutex_);
    if (!error_) error_ = Error{ErrorKind::cancelled, "", std::nullopt, "a drill given up"};
    told_.notify_all();
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const DrillPlan& plan_;
  Verdict& verdict_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::map<std::size_t, RestoredFile> waiting_;
  std::size_t next_ = 0;
  std::optional<Error> error_;
};

// Counts what all threads restored and tells of it, by one thread at a time.
class Counter {
 public:
  Counter(const DrillRequest& request, ByteCount total) : request_(request), progress_{{}, total, 0} {}
  void add(ByteCount bytes, bool is_wrong = false) {
    if (!request_.on_progress) return;
    const std::scoped_lock lock(mutex_);
    progress_.done = {std::min(progress_.done.value + bytes.value, progress_.total.value)};
    if (is_wrong) ++progress_.damages;
    request_.on_progress(progress_);
  }

 private:
  const DrillRequest& request_;
  std::mutex mutex_;
  formats::Progress progress_;
};

// Everything stays in the scratch folder until the end, as after a real recovery.
Result<void> restore_all(const DrillPlan& plan, const DrillRequest& request, const FileRestorer::Places& places,
                         Verdict& verdict) {
  InOrder in_order(plan, verdict);
  Counter counter(request, plan.bytes);
  // A run of neighbours for each thread: files of one folder together cost least.
  constexpr std::size_t kRun = 16;
  const std::size_t runs = (plan.files.size() + kRun - 1) / kRun;
  formats::for_each_in_parallel(formats::usual_threads(request.threads), runs, [&](auto& next) {
    std::uint64_t told = 0;  // of the file at hand
    FileRestorer restorer(places, request.stop, [&](ByteCount bytes) {
      told += bytes.value;
      counter.add(bytes);
    });
    const auto restore = [&](std::size_t i) {
      if (!in_order.may_begin(i)) return false;
      const ChosenFile& file = plan.files[i];
      told = 0;
      auto restored = restorer.restore(file);
      // What did not come is done with, too.
      counter.add({file.size.value - std::min(told, file.size.value)},
                  restored && restored->state == RestoredFile::State::wrong);
      const bool goes_on = restored.has_value();
      in_order.finished(i, std::move(restored));
      return goes_on;
    };
    try {
      while (const auto run = next())
        for (std::size_t i = *run * kRun; i < std::min(plan.files.size(), (*run + 1) * kRun); ++i)
          if (!restore(i)) return;
    } catch (...) {
      in_order.give_up();
      throw;
    }
  });
  if (in_order.error()) return *in_order.error();
  return {};
}

// How long a whole recovery would take, of all that came out of the backup: a dump too.
void judge_full_recovery(const DrillPlan& plan, Drilled& drilled) {
  backups::DrillResult restored = drilled.result;
  for (const RestoredDump& dump : drilled.dumps) {
    ++restored.files_restored;
    restored.bytes_restored += dump.size;
  }
  for (std::size_t i = 0; i < drilled.run.data_sets.size(); ++i) {
    backups::DataSetResult& result = drilled.run.data_sets[i];
    result.bytes = plan.whole[i].bytes;
    result.full_recovery = backups::full_recovery_of(restored, plan.whole[i].files, plan.whole[i].bytes);
  }
}

Result<void> require_room(const fs::path& scratch, ByteCount needed, ByteCount spare) {
  const auto access = TRY(io::access_to(scratch.string()));
  if (access.free.value >= needed.value && access.free.value - needed.value >= spare.value) return {};
  return Error{
      ErrorKind::no_space, scratch.string(), std::nullopt,
      fmt::format("{} bytes to restore, {} to leave free, {} free", needed.value, spare.value, access.free.value)};
}

// The first place of a data set, or nothing that a person knows it by.
std::string source_of(const DrillRequest& request, const backups::DataSetId& data_set) {
  for (const checker::LiveSource& live : request.sources)
    if (live.data_set == data_set) return live.source.place;
  return data_set.text();
}

// What killed drills left, here and where a database server of theirs was.
void sweep(const DrillRequest& request) {
  std::error_code code;
  io::sweep_scratch_folders(request.scratch);
  io::sweep_scratch_folders(fs::temp_directory_path(code));
}

}  // namespace

// The destination is told by its name alone: whoever makes the folder does not touch a medium that may not answer.
Result<io::ScratchFolder> make_scratch(const DrillRequest& request) {
  std::error_code code;
  const fs::path parent = fs::canonical(request.scratch, code);
  const fs::path destination = fs::absolute(request.destination, code).lexically_normal();
  if (!parent.empty() && io::path_below(destination.string(), parent.string()))
    return Error{ErrorKind::invalid_input, request.scratch.string(), std::nullopt, "it lies inside the backup"};
  sweep(request);
  auto made = io::ScratchFolder::create(request.scratch);
  if (made || made.error().kind == ErrorKind::no_space) return made;
  return Error{ErrorKind::invalid_input, request.scratch.string(), std::nullopt, describe(made.error())};
}

Result<Drilled> drill_backup(const DrillRequest& request, const crypto::SecretBytes& password,
                             const checker::LookSetting& setting) {
  const io::ScratchFolder scratch = TRY(make_scratch(request));
  Drilled drilled = TRY(drill_into(scratch, request, password, setting));
  add_loadings(drilled, std::vector<Loading>(drilled.dumps.size(), Loading{.outcome = Loaded::no_cage}));
  return drilled;
}

Drilled drill_cut_short(const DrillRequest& request, formats::Kind kind, backups::Remark ending, Instant begun,
                        Instant now) {
  Drilled drilled;
  drilled.run.destination = request.destination;
  drilled.run.kind = kind;
  drilled.run.begun = begun;
  drilled.run.checks.push_back(backups::judge_cut_short(backups::Question::restorable, ending));
  drilled.run.coverage = {.level = formats::Level::content, .ending = formats::Ending::stopped};
  drilled.run.length = now - begun;
  return drilled;
}

Result<Drilled> drill_into(const io::ScratchFolder& scratch, const DrillRequest& request,
                           const crypto::SecretBytes& password, const checker::LookSetting& setting) {
  Drilled drilled;
  drilled.run.begun = setting.clock();
  drilled.run.destination = request.destination;
  const auto tree = TRY(io::DiskTree::open(request.destination));
  auto opened = checker::open_backup(*tree, request.kind, password);
  if (!opened) {
    Error error = opened.error();
    if (error.subject.empty()) error.subject = request.destination;
    return error;
  }
  drilled.run.kind = opened->kind.kind;
  if (opened->reader == nullptr) {
    drilled.run.checks.push_back(backups::judge_unread(backups::Question::restorable, opened->kind.kind));
    return drilled;
  }
  drilled.run.restore_points = TRY(opened->reader->restore_points([](const formats::Damage&) {}));
  const auto finish = [&](backups::Check check) {
    drilled.run.checks.push_back(std::move(check));
    drilled.run.coverage.level = formats::Level::content;
    drilled.run.coverage.bytes_read = drilled.result.bytes_restored;
    drilled.run.coverage.bytes_total = drilled.result.bytes_in_point;
    drilled.run.length = setting.clock() - drilled.run.begun;
  };
  if (drilled.run.restore_points.empty()) {
    backups::Judging judging(backups::Question::restorable);
    judging.found(Outcome::failed, backups::Remark::no_restore_point);
    finish(std::move(judging).finish({}));
    return drilled;
  }

  const formats::RestorePoint& point = backups::newest_of(drilled.run.restore_points, drilled.run.begun);
  drilled.result.point = point.id;
  drilled.result.point_time = point.time;
  const checker::CopyListing listing = TRY(checker::list_copy(*opened->reader, point));
  const DrillPlan plan = plan_drill(request, listing.files, drilled.run.data_sets, drilled.result);
  TRY(require_room(scratch.path(), plan.bytes, setting.thresholds.spare_space));
  const auto scratch_tree = TRY(io::DiskTree::open(scratch.path().string()));
  const FileRestorer::Places places{*opened->reader, point, scratch, *scratch_tree};
  Verdict verdict(request, point, plan, drilled);
  verdict.leave_unlisted(listing.unlisted);
  for (std::size_t i = 0; i < plan.whole.size(); ++i)
    if (plan.whole[i].files == 0) verdict.not_located(source_of(request, drilled.run.data_sets[i].data_set));
  const Instant before = setting.clock();
  TRY(restore_all(plan, request, places, verdict));
  drilled.result.restoring = setting.clock() - before;
  verdict.settle_parts(*scratch_tree);
  const auto dwindled = TRY(compare_with_before(places, drilled.run.restore_points, verdict.databases(),
                                                setting.thresholds.spare_space, request.stop));
  for (const auto& [outcome, finding] : dwindled) verdict.add(outcome, finding);
  backups::Check check = verdict.finish();
  judge_full_recovery(plan, drilled);
  finish(std::move(check));
  return drilled;
}

}  // namespace garde::restorer
