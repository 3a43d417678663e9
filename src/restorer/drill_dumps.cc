#include "restorer/drill_dumps.h"

#include <algorithm>
namespace garde::restorer {
namespace {

using backups::FileFinding;
using backups::FileRemark;
using backups::Outcome;

// What servers said of the dumps, beside what was concluded of the other files.
class DumpVerdict {
 public:
  DumpVerdict(Drilled& drilled, backups::Check& check)
      : drilled_(drilled), check_(check), judged_(check.judgement.judged()) {}

  void add(const RestoredDump& dump, const Loading& loading) {
    switch (loading.outcome) {
      case Loaded::loaded: return opened(dump);
      case Loaded::does_not_load: return wrong(dump, loading);
      case Loaded::not_loaded: return not_established(backups::DumpTrouble::not_loaded, dump, loading);
      case Loaded::no_server: return not_established(backups::DumpTrouble::no_server, dump, loading);
      case Loaded::no_cage: return not_established(backups::DumpTrouble::no_cage, dump, loading);
    }
  }
  void finish() { check_.judgement = backups::Judgement::of(outcome_of(drilled_), kMostBytes, std::move(judged_)); }

 private:
  void say(backups::DumpTrouble trouble, const RestoredDump& dump, const Loading& loading) {
    check_.add(backups::DumpFinding{.trouble = trouble,
                                    .path = dump.path,
                                    .server = server_for(dump.kind),
                                    .reason = loading.reason,
                                    .code = loading.code,
                                    .table = loading.table,
                                    .line = loading.line,
                                    .offset = loading.offset});
  }
  backups::DataSetResult* data_set_of(const RestoredDump& dump) {
    const bool is_known = dump.data_set && *dump.data_set < drilled_.run.data_sets.size();
    return is_known ? &drilled_.run.data_sets[*dump.data_set] : nullptr;
  }
  void came_back(const RestoredDump& dump) {
    ++drilled_.result.files_restored;
    drilled_.result.bytes_restored += dump.size;
    if (auto* data_set = data_set_of(dump)) ++data_set->files;
  }
  void opened(const RestoredDump& dump) {
    check_.add(FileFinding{FileRemark::dump_loaded, dump.path});
    judged_.add(dump.size);
    ++drilled_.result.files_opened;
    if (dump.data_set && *dump.data_set < drilled_.opened.size()) ++drilled_.opened[*dump.data_set];
    came_back(dump);
  }
  void wrong(const RestoredDump& dump, const Loading& loading) {
    drilled_.worst = Outcome::failed;
    say(backups::DumpTrouble::does_not_load, dump, loading);
    judged_.leave_out(backups::LeftOut::unreadable, dump.path, dump.size);
    ++drilled_.result.files_wrong;
    if (auto* data_set = data_set_of(dump)) data_set->hit_by_damage = true;
  }
  // Read to its end mark, which is not opened: nobody knows whether a server takes it back.
  void not_established(backups::DumpTrouble trouble, const RestoredDump& dump, const Loading& loading) {
    drilled_.worst = backups::worse(drilled_.worst, Outcome::not_established);
    say(trouble, dump, loading);
    judged_.leave_out(backups::LeftOut::not_opened, dump.path, dump.size);
    ++drilled_.result.files_not_opened;
    came_back(dump);
  }

  Drilled& drilled_;
  backups::Check& check_;
  backups::Judged judged_;
};

}  // namespace

backups::DatabaseServer server_for(formats::dumps::DumpKind kind) {
  return kind == formats::dumps::DumpKind::mysql ? backups::DatabaseServer::mariadb
                                                 : backups::DatabaseServer::postgresql;
}

backups::Outcome outcome_of(const Drilled& drilled) {
  const std::size_t known = std::min(drilled.opened.size(), drilled.run.data_sets.size());
  for (std::size_t i = 0; i < known; ++i)
    if (drilled.opened[i] == 0 && drilled.run.data_sets[i].files > 0)
      return backups::worse(drilled.worst, Outcome::not_established);
  return drilled.worst;
}

void add_loadings(Drilled& drilled, std::span<const Loading> loadings) {
  GARDE_CHECK(loadings.size() == drilled.dumps.size());
  if (loadings.empty()) return;
  const auto check = std::ranges::find(drilled.run.checks, backups::Question::restorable, &backups::Check::question);
  if (check == drilled.run.checks.end()) return;  // nothing was concluded that a dump could change
  DumpVerdict verdict(drilled, *check);
  for (std::size_t i = 0; i < loadings.size(); ++i) verdict.add(drilled.dumps[i], loadings[i]);
  verdict.finish();
  drilled.run.coverage.bytes_read = drilled.result.bytes_restored;
  drilled.dumps.clear();
}

}  // namespace garde::restorer
