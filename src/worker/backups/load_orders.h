// What is asked and said of a dump that is loaded, as it crosses to a worker and back.
#pragma once

#include <chrono>
#include <string>

#include "restorer/loading.h"
#include "worker/backups/finding_layouts.h"

namespace garde::worker {

constexpr std::size_t kMaxProgram = 4096;  // bytes of its path

// The file of the dump is the call's one descriptor, where there is one.
struct LoadOrder {
  formats::dumps::DumpKind kind{};
  restorer::DatabasePrograms programs = {};
  std::string folder = {};  // of the server
  ByteCount spare_space = {};
  std::chrono::milliseconds limit{};
};

}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<restorer::DatabasePrograms::Postgresql> {
  static void describe(auto& form, auto& programs) {
    form.bytes(programs.initdb, worker::kMaxProgram);
    form.bytes(programs.postgres, worker::kMaxProgram);
    form.bytes(programs.pg_restore, worker::kMaxProgram);
  }
};
template <>
struct Layout<restorer::DatabasePrograms::Mariadb> {
  static void describe(auto& form, auto& programs) {
    form.bytes(programs.install, worker::kMaxProgram);
    form.bytes(programs.server, worker::kMaxProgram);
    form.bytes(programs.client, worker::kMaxProgram);
  }
};
template <>
struct Layout<restorer::DatabasePrograms> {
  static void describe(auto& form, auto& programs) { form.fields(programs.postgresql, programs.mariadb); }
};

template <>
struct Layout<worker::LoadOrder> {
  static void describe(auto& form, auto& order) {
    form.fields(order.kind, order.programs, order.spare_space, order.limit);
    form.bytes(order.folder, kMaxPath);
  }
};

template <>
struct Layout<restorer::Loading> {
  static void describe(auto& form, auto& loading) {
    form.fields(loading.outcome, loading.reason, loading.line, loading.offset, loading.statements);
    describe_names(form, loading.table);
    form.bytes(loading.code, kMaxServerCode);
  }
};

}  // namespace garde::cage
