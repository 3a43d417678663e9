// What a check and a drill found, as it crosses back from a worker.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/check_backup.h"
#include "restorer/drill.h"
#include "worker/backups/finding_layouts.h"

namespace garde::worker {

constexpr std::size_t kMaxSources = 1000;           // of a practice: places of its data
constexpr std::size_t kMaxRestorePoints = 200'000;  // hourly for twenty years
constexpr std::size_t kMaxPaths = 10'000;           // that one restore point says it is of

}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<formats::Sample> {
  static void describe(auto& form, auto& sample) { form.fields(sample.share, sample.seed); }
};
template <>
struct Layout<formats::Rotation> {
  static void describe(auto& form, auto& rotation) { form.fields(rotation.share); }
};

template <>
struct Layout<formats::ChangeSummary> {
  static void describe(auto& form, auto& summary) {
    form.fields(summary.files_new, summary.files_changed, summary.files_unmodified, summary.data_added);
  }
};

template <>
struct Layout<formats::RestorePoint> {
  static void describe(auto& form, auto& point) {
    describe_names(form, point.id, point.host);
    describe_foreign_time(form, point.time);
    form.list(point.paths, worker::kMaxPaths, [](auto& inner, auto& path) { describe_names(inner, path); });
    form.fields(point.files, point.bytes, point.summary);
  }
};

template <>
struct Layout<formats::Unjudged> {
  static void describe(auto& form, auto& unjudged) {
    describe_names(form, unjudged.container, unjudged.piece);
    form.fields(unjudged.reason);
  }
};

template <>
struct Layout<formats::Coverage> {
  static void describe(auto& form, auto& coverage) {
    form.fields(coverage.level, coverage.ending, coverage.bytes_total, coverage.bytes_read, coverage.units_total,
                coverage.units_verified, coverage.units_bytes, coverage.pieces_verified, coverage.losses,
                coverage.decays, coverage.untidy, coverage.unjudged_count);
    form.list(coverage.unjudged, formats::kMaxListedUnjudged);
    form.fields(coverage.bytes_without_checksum);
  }
};

template <>
struct Layout<backups::Judged::Missing> {
  static void describe(auto& form, auto& missing) {
    form.fields(missing.reason, missing.units, missing.bytes);
    form.list(missing.examples, evidence::kMaxExamples, [](auto& inner, auto& name) { describe_names(inner, name); });
  }
};

template <>
struct Layout<backups::Judged> {
  static void describe(auto& form, auto& judged) {
    form.fields(judged.units, judged.of, judged.bytes, judged.of_bytes);
    form.list(judged.left_out, kEnumerators<backups::LeftOut>.size());
  }
};

// What passed upon nothing is not believed of a worker either.
template <>
struct Layout<backups::Judgement> {
  static void describe(auto& form, auto& judgement) {
    backups::Outcome outcome = judgement.outcome();
    backups::Judged judged = judgement.judged();
    form.fields(outcome, judged);
    if constexpr (std::remove_cvref_t<decltype(form)>::kReads)
      judgement = backups::Judgement::kept(outcome, std::move(judged));
  }
};

template <>
struct Layout<backups::Check> {
  static void describe(auto& form, auto& check) {
    form.fields(check.question, check.judgement);
    form.list(check.findings, backups::kMaxFindings);
    form.fields(check.finding_count);
    if (check.finding_count < check.findings.size()) form.fail("more findings than it counts");
  }
};

template <>
struct Layout<backups::DataSetResult> {
  static backups::DataSetResult blank() { return {.data_set = cage::blank<backups::DataSetId>()}; }
  static void describe(auto& form, auto& result) {
    form.fields(result.data_set, result.complete, result.files, result.bytes, result.hit_by_damage,
                result.full_recovery);
  }
};

template <>
struct Layout<backups::Protection> {
  static void describe(auto& form, auto& protection) {
    form.fields(protection.encrypted, protection.disconnected, protection.elsewhere);
  }
};

template <>
struct Layout<backups::CheckRun> {
  static void describe(auto& form, auto& run) {
    describe_names(form, run.destination);
    form.fields(run.kind, run.begun);
    form.list(run.restore_points, worker::kMaxRestorePoints);
    form.list(run.checks, kEnumerators<backups::Question>.size());
    form.list(run.data_sets, worker::kMaxSources);
    form.fields(run.protection, run.coverage, run.scope, run.length);
  }
};

// What a worker finds out of them.
template <>
struct Layout<backups::ProtectionFacts> {
  static void describe(auto& form, auto& facts) {
    form.fields(facts.encrypted, facts.same_volume, facts.writable, facts.root_of_an_empty_mount,
                facts.one_version_only);
  }
};

template <>
struct Layout<checker::Looked> {
  static void describe(auto& form, auto& looked) { form.fields(looked.run, looked.is_read, looked.facts); }
};

template <>
struct Layout<backups::DrillResult> {
  static void describe(auto& form, auto& drill) {
    describe_names(form, drill.point);
    describe_foreign_time(form, drill.point_time);
    form.fields(drill.files_in_point, drill.bytes_in_point, drill.files_restored, drill.bytes_restored,
                drill.files_opened, drill.files_not_opened, drill.files_wrong, drill.canaries_expected,
                drill.canaries_back, drill.restoring, drill.digest);
  }
};

template <>
struct Layout<restorer::RestoredDump> {
  static void describe(auto& form, auto& dump) {
    describe_names(form, dump.path);
    form.fields(dump.kind, dump.size, dump.data_set);
  }
};

template <>
struct Layout<restorer::Drilled> {
  static void describe(auto& form, auto& drilled) {
    form.fields(drilled.run, drilled.result, drilled.worst);
    form.list(drilled.dumps, restorer::kMaxDumps);
    form.list(drilled.opened, worker::kMaxSources);
  }
};

}  // namespace garde::cage
