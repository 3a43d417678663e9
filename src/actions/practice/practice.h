// One practice: its stored data, its folder, the content it is read with, its clock and its zone. Every use case takes
// it.
#pragma once

#include <atomic>
#include <concepts>
#include <filesystem>
#include <functional>
#include <memory>

#include "actions/practice/library.h"
#include "base/guarded.h"
#include "base/message.h"
#include "cage/reading.h"
#include "storage/connection.h"
#include "storage/practice_store.h"
#include "storage/transaction.h"
#include "text/french.h"

namespace garde::actions {

using Clock = std::function<Instant()>;

class Practice {
 public:
  // `library` must outlive this. `folder` exists and is private to its owner; what is not a row is kept in it.
  // `readers` read what somebody else may have written.
  Practice(const Library& library, std::unique_ptr<storage::Connection> connection, std::filesystem::path folder,
           text::Zone zone, Clock clock, cage::Runner readers);

  const Library& library() const { return library_; }
  // As it is set now: practice_zone.h changes it while pages are shown.
  text::Zone zone() const { return zone_; }
  const storage::PracticeId& id() const { return id_; }
  const std::filesystem::path& folder() const { return folder_; }
  const Clock& clock() const { return clock_; }
  const cage::Runner& readers() const { return readers_; }
  Instant now() const { return clock_(); }
  Date today() const { return zone().day_of(now()); }

  void set_zone(text::Zone zone) { zone_ = zone; }

  // One caller at a time has the storage. To ask for it while having it is checked: it would be waited for, for ever.
  //
  // Several calls, and nobody of this program between them: work(connection).
  template <class Work>
    requires std::invocable<Work&, storage::Connection&>
  auto with_storage(Work work) {
    return connection_.with([&](const auto& connection) { return work(*connection); });
  }
  // One: with_storage(storage::load_run, run) is storage::load_run(connection, id(), run).
  template <class Call, class... Rest>
    requires std::invocable<Call&, storage::Connection&, const storage::PracticeId&, const Rest&...>
  auto with_storage(Call call, const Rest&... rest) {
    return with_storage([&](storage::Connection& connection) { return call(connection, id_, rest...); });
  }

  // The same, whose changes all happen or none; may be called several times, as transact() says.
  template <class Work>
    requires std::invocable<Work&, storage::Connection&>
  auto in_transaction(Work work) {
    return with_storage([&](storage::Connection& connection) {
      return storage::transact(connection, [&] { return work(connection); });
    });
  }
  template <class Call, class... Rest>
    requires std::invocable<Call&, storage::Connection&, const storage::PracticeId&, const Rest&...>
  auto in_transaction(Call call, const Rest&... rest) {
    return in_transaction([&](storage::Connection& connection) { return call(connection, id_, rest...); });
  }

 private:
  const Library& library_;
  std::atomic<text::Zone> zone_;
  Clock clock_;
  cage::Runner readers_;
  storage::PracticeId id_;
  std::filesystem::path folder_;
  Guarded<std::unique_ptr<storage::Connection>> connection_;
};

// One field of a form that cannot be taken as it is. A form returns all of them at once, or does its work.
struct FieldProblem {
  std::string field;
  Message message;
  bool operator==(const FieldProblem&) const = default;
};
using FieldProblems = std::vector<FieldProblem>;

}  // namespace garde::actions
