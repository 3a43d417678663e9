// One practice: its stored data, its folder, the content it is read with, its clock and its zone. Every use case takes
// it.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

#include "actions/practice/library.h"
#include "base/message.h"
#include "cage/reading.h"
#include "storage/connection.h"
#include "storage/practice_store.h"
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

  // Calls `work(connection)`, one caller at a time. Do not call it from inside itself.
  template <class Work>
  auto with_storage(Work work) {
    const std::scoped_lock lock(mutex_);
    return work(*connection_);
  }

 private:
  const Library& library_;
  std::atomic<text::Zone> zone_;
  Clock clock_;
  cage::Runner readers_;
  storage::PracticeId id_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::unique_ptr<storage::Connection> connection_;
};

// One field of a form that cannot be taken as it is. A form returns all of them at once, or does its work.
struct FieldProblem {
  std::string field;
  Message message;
  bool operator==(const FieldProblem&) const = default;
};
using FieldProblems = std::vector<FieldProblem>;

}  // namespace garde::actions
