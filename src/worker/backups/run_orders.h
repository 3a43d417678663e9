// What a check and a drill are told when they cross to a worker, and what it answers.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "worker/backups/run_layouts.h"

namespace garde::worker {

constexpr std::size_t kMaxCanaries = 1000;       // planted files
constexpr std::size_t kMaxMemory = 100U << 20U;  // bytes of what is remembered between runs, of some million units
constexpr std::size_t kMaxPassword = 4096;       // bytes

// What a check is told. What it remembers of earlier ones comes back changed.
struct LookOrder {
  std::string destination;
  std::optional<formats::Kind> kind;
  std::vector<checker::LiveSource> sources;
  std::optional<std::chrono::hours> max_age;
  std::vector<backups::Question> also;
  formats::Level level{};
  formats::Scope scope;
  std::optional<std::chrono::milliseconds> time_limit;
  std::optional<std::vector<std::byte>> memory;
  std::vector<checker::ExpectedCanary> canaries;
  std::optional<Instant> proved_good;
  Instant now;
  crypto::SecretBytes password;
};
// On the way: as what the destination is read, once that is known; then how far it is.
using RunEvent = std::variant<formats::Kind, formats::Progress>;
struct LookAnswer {
  checker::Looked looked;
  std::optional<std::vector<std::byte>> memory;
};

struct DrillOrder {
  std::string destination;
  std::optional<formats::Kind> kind;
  std::vector<checker::LiveSource> sources;
  std::optional<backups::DataSetId> whole;
  std::vector<checker::ExpectedCanary> canaries;
  std::uint64_t sample_files = 0;
  std::uint64_t seed = 0;
  std::string scratch;  // the folder that was made for it
  std::uint32_t threads = 0;
  Instant now;
  crypto::SecretBytes password;
};

}  // namespace garde::worker

namespace garde::cage {

template <>
struct Layout<backups::Source> {
  static void describe(auto& form, auto& source) {
    form.fields(source.kind);
    describe_names(form, source.place);
  }
};

template <>
struct Layout<checker::LiveSource> {
  static void describe(auto& form, auto& live) {
    form.fields(live.data_set, live.source);  // where its disk is, the worker looks for
  }
};

template <>
struct Layout<checker::ExpectedCanary> {
  static void describe(auto& form, auto& canary) {
    describe_names(form, canary.file_name);
    form.fields(canary.sha256, canary.made_at);
  }
};

template <>
struct Layout<formats::Progress> {
  static void describe(auto& form, auto& progress) { form.fields(progress.done, progress.total, progress.damages); }
};

template <>
struct Layout<worker::LookOrder> {
  static void describe(auto& form, auto& order) {
    describe_names(form, order.destination);
    form.fields(order.kind);
    form.list(order.sources, worker::kMaxSources);
    form.fields(order.max_age);
    form.list(order.also, kEnumerators<backups::Question>.size());
    form.fields(order.level, order.scope, order.time_limit);
    form.optional(order.memory, [](auto& inner, auto& memory) { inner.bytes(memory, worker::kMaxMemory); });
    form.list(order.canaries, worker::kMaxCanaries);
    form.optional(order.proved_good, [](auto& inner, auto& time) { describe_foreign_time(inner, time); });
    form.fields(order.now);
    form.secret(order.password, worker::kMaxPassword);
  }
};

template <>
struct Layout<worker::DrillOrder> {
  static void describe(auto& form, auto& order) {
    describe_names(form, order.destination, order.scratch);
    form.fields(order.kind);
    form.list(order.sources, worker::kMaxSources);
    form.fields(order.whole);
    form.list(order.canaries, worker::kMaxCanaries);
    form.fields(order.sample_files, order.seed, order.threads, order.now);
    form.secret(order.password, worker::kMaxPassword);
  }
};

template <>
struct Layout<worker::LookAnswer> {
  static void describe(auto& form, auto& answer) {
    form.fields(answer.looked);
    form.optional(answer.memory, [](auto& inner, auto& memory) { inner.bytes(memory, worker::kMaxMemory); });
  }
};

}  // namespace garde::cage
