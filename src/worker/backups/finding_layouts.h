// How findings cross from a worker.
#pragma once

#include <algorithm>

#include "backups/finding.h"
#include "cage/layouts.h"

namespace garde::cage {

constexpr std::size_t kMaxServerCode = 64;  // an SQLSTATE, a number

// A time that a file or a record was given by whoever wrote it: one that has no spelling is the nearest that has.
void describe_foreign_time(auto& form, auto& time) {
  using std::chrono::sys_days;
  using std::chrono::year;
  constexpr Instant kFirst{sys_days{year{1} / 1 / 1}};
  constexpr Instant kLast = Instant{sys_days{year{10000} / 1 / 1}} - std::chrono::milliseconds{1};
  if constexpr (std::remove_cvref_t<decltype(form)>::kReads) {
    form.fields(time);
  } else {
    const Instant nearest = std::clamp<Instant>(time, kFirst, kLast);
    form.fields(nearest);
  }
}

// Names of files, of restore points, of what lies in a container.
void describe_names(auto& form, auto&... names) { (form.bytes(names, kMaxPath), ...); }

template <>
struct Layout<backups::DamageFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.consequence, found.damage, found.object_kind, found.offset);
    describe_names(form, found.object, found.within, found.path, found.restore_point);
  }
};

template <>
struct Layout<backups::UnjudgedFinding> {
  static void describe(auto& form, auto& found) {
    describe_names(form, found.container, found.piece);
    form.fields(found.reason);
  }
};

template <>
struct Layout<backups::FileFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.remark);
    describe_names(form, found.path);
  }
};

template <>
struct Layout<backups::SourceFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.trouble);
    describe_names(form, found.source, found.mount_point);
    form.optional(found.newest_file, [](auto& inner, auto& time) { describe_foreign_time(inner, time); });
  }
};

template <>
struct Layout<backups::PointFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.remark);
    describe_names(form, found.restore_point);
    describe_foreign_time(form, found.time);
  }
};

template <>
struct Layout<backups::LineFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.remark, found.points);
    describe_names(form, found.host, found.paths);
    describe_foreign_time(form, found.newest);
  }
};

template <>
struct Layout<backups::CountFinding> {
  static void describe(auto& form, auto& found) { form.fields(found.what, found.count); }
};

template <>
struct Layout<backups::CadenceFinding> {
  static void describe(auto& form, auto& found) { form.fields(found.cadence, found.from, found.to); }
};

template <>
struct Layout<backups::MissedDay> {
  static void describe(auto& form, auto& found) { form.fields(found.day); }
};

template <>
struct Layout<backups::ScheduledJob> {
  static void describe(auto& form, auto& found) { describe_names(form, found.name, found.place); }
};

template <>
struct Layout<backups::FormatNotRead> {
  static void describe(auto& form, auto& found) { form.fields(found.format); }
};

template <>
struct Layout<backups::SuspectFile> {
  static void describe(auto& form, auto& found) {
    form.fields(found.suspicion, found.type);
    describe_names(form, found.path);
  }
};

template <>
struct Layout<backups::RansomFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.sign);
    describe_names(form, found.path, found.family);
  }
};

template <>
struct Layout<backups::UpheavalFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.upheaval, found.files, found.of);
    describe_names(form, found.restore_point);
  }
};

template <>
struct Layout<backups::NotRestored> {
  static void describe(auto& form, auto& found) {
    describe_names(form, found.path);
    form.fields(found.error, found.offset);
  }
};

template <>
struct Layout<backups::NotOpened> {
  static void describe(auto& form, auto& found) {
    describe_names(form, found.path, found.part);
    form.fields(found.reason, found.offset);
  }
};

template <>
struct Layout<backups::DumpFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.trouble, found.server, found.reason, found.line, found.offset);
    describe_names(form, found.path, found.table);
    form.bytes(found.code, kMaxServerCode);
  }
};

template <>
struct Layout<backups::ForeignFinding> {
  static void describe(auto& form, auto& found) {
    form.fields(found.program, found.files);
    describe_names(form, found.path);
  }
};

template <>
struct Layout<backups::DwindledDatabase> {
  static void describe(auto& form, auto& found) {
    form.fields(found.what, found.now, found.before);
    describe_names(form, found.path);
  }
};

}  // namespace garde::cage
