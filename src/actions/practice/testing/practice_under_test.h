// A practice of its own for each test, on every engine, with the content of the program and a clock the test sets.
//
//   class Answering : public PracticeUnderTest {};
//   TEST_P(Answering, KeepsAnAnswer) { ... practice(), pass(Days{183}) ... }
//   GARDE_ON_EVERY_ENGINE(Answering);
#pragma once

#include <string>

#include "actions/practice/practice.h"
#include "diagnostic/answers.h"
#include "io/testing/temporary_folder.h"
#include "storage/testing/engines_under_test.h"

namespace garde::actions {

using storage::name;
using storage::ok;
using storage::tested_engines;

class PracticeUnderTest : public storage::EngineTest {
 protected:
  // What it reads is read by `readers`.
  explicit PracticeUnderTest(cage::Runner readers = cage::in_this_process({}));

  static const Library& library();  // what is compiled in, and correct

  Practice& practice() { return *practice_; }
  // As if the program had been closed and started again on the same data; not for the database in memory.
  void restart();
  bool can_restart() const { return GetParam() != storage::TestedEngine::sqlite_in_memory; }

  void set_clock(Instant now) { now_ = now; }
  void pass(std::chrono::milliseconds time) { now_ += time; }
  Instant now() const { return now_; }

  // Answers that must be accepted.
  void give(std::string_view question, const std::vector<std::string>& given);
  // "Je ne sais pas" to every question asked, until none is left.
  void answer_unknown_everywhere();
  // Every claim of the verify-backups action, by answers; the restore tests are of `restored`.
  void answer_that_backups_are_fine(Date restored);

 private:
  Instant now_ = *parse_instant("2026-11-23T09:00:00Z");  // 10 h in Paris
  io::testing::TemporaryFolder folder_;
  cage::Runner readers_;
  std::optional<Practice> practice_;
};

}  // namespace garde::actions
