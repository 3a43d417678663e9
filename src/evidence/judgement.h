// What a verdict rests on. Nothing unread, unopened or unanswered ever counts as good: a judgement passes only when
// what was looked at is enough by the rule of its question, and carries what was looked at and what was not.
//
//   Judged judged{.units = 38, .of = 40};
//   judged.leave_out(LeftOut::unreadable, "dossiers/scan.tif");
//   Judgement::by(Enough{.units_percent = 100}, judged).outcome() == Outcome::not_established
//   Judgement::failed(judged): something bad is established, however little was looked at
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"

namespace garde::evidence {

enum class Outcome : std::uint8_t { passed, failed, not_established };
std::string_view name(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view text);

// The worse of two: failed, then not established.
Outcome worse(Outcome a, Outcome b);

// Why something was not judged.
enum class LeftOut : std::uint8_t {
  unreadable,    // the system refused, or its bytes contradict their own format
  unlisted,      // lies in a part whose content could not be listed: how much is not known
  unknown_form,  // of a form that says nothing of itself, and nothing older to hold it against
  not_opened,    // of a form that this program does not open: copied, no more
  not_reached,   // the time given ended before
  not_drawn,     // of a sample, on purpose
  unanswered,    // nobody said, and nothing shows it
};
std::string_view name(LeftOut reason);
std::optional<LeftOut> parse_left_out(std::string_view text);

// Units are files, lines of a backup, rows of an export, questions: the question says which. Bytes stay zero where
// nothing has any.
struct Judged {
  std::uint64_t units = 0;
  std::uint64_t of = 0;
  ByteCount bytes = {};
  ByteCount of_bytes = {};

  struct Missing {
    LeftOut reason{};
    std::uint64_t units = 0;
    ByteCount bytes = {};
    std::vector<std::string> examples = {};  // at most kMaxExamples
    bool operator==(const Missing&) const = default;
  };
  std::vector<Missing> left_out = {};  // one for each reason

  // Counted among all (`of`), and judged.
  void add(ByteCount size = {});
  void add_many(std::uint64_t many, ByteCount size);
  void add(const Judged& part);
  // Counted among all, and not judged.
  void leave_out(LeftOut reason, std::string example, ByteCount size = {});
  void leave_out_many(LeftOut reason, std::uint64_t many, ByteCount size);
  bool operator==(const Judged&) const = default;
};
inline constexpr std::size_t kMaxExamples = 5;

// How much of it answers a question. Nothing is never enough.
struct Enough {
  unsigned units_percent = 100;
  unsigned bytes_percent = 100;
  std::uint64_t least_units = 1;
  // So many, drawn at random, speak for all that were not drawn. Zero: none do.
  std::uint64_t sample_units = 0;
  // A part of unknown size, of which nothing was seen, leaves the question open whatever the shares of the rest.
  bool holds(const Judged& judged) const;
};

class Judgement {
 public:
  Judgement() = default;  // of nothing: not established

  // Something bad is established.
  static Judgement failed(Judged judged);
  static Judgement not_established(Judged judged);
  // Nothing bad was found: passed if what was judged is enough, else not established.
  static Judgement by(const Enough& enough, Judged judged);
  // By the worst that was found: as failed(), not_established() and by().
  static Judgement of(Outcome worst, const Enough& enough, Judged judged);
  // As it was kept. One that passed before Garde kept shares rests on nothing that is known: not established.
  static Judgement kept(Outcome outcome, std::optional<Judged> judged);

  Outcome outcome() const { return outcome_; }
  const Judged& judged() const { return judged_; }
  bool operator==(const Judgement&) const = default;

 private:
  Judgement(Outcome outcome, Judged judged) : outcome_(outcome), judged_(std::move(judged)) {}

  Outcome outcome_ = Outcome::not_established;
  Judged judged_;
};

}  // namespace garde::evidence
