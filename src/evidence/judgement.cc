#include "evidence/judgement.h"

#include <algorithm>

#include "base/enumerators.h"
#include "base/result.h"

namespace garde::evidence {
namespace {

// Of counts that may be near the end of what 64 bits hold.
bool is_share(std::uint64_t part, std::uint64_t whole, unsigned percent) {
  constexpr long double kAll = 100;
  return static_cast<long double>(part) * kAll >= static_cast<long double>(whole) * percent;
}

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed: return "passed";
    case Outcome::failed: return "failed";
    case Outcome::not_established: return "not_established";
  }
  fail_check("an Outcome outside its enum", __FILE__, __LINE__);
}

std::optional<Outcome> parse_outcome(std::string_view text) { return parse_enumerator<Outcome>(text); }

Outcome worse(Outcome a, Outcome b) {
  if (a == Outcome::failed || b == Outcome::failed) return Outcome::failed;
  if (a == Outcome::not_established || b == Outcome::not_established) return Outcome::not_established;
  return Outcome::passed;
}

std::string_view name(LeftOut reason) {
  switch (reason) {
    case LeftOut::unreadable: return "unreadable";
    case LeftOut::unlisted: return "unlisted";
    case LeftOut::unknown_form: return "unknown-form";
    case LeftOut::not_opened: return "not-opened";
    case LeftOut::not_reached: return "not-reached";
    case LeftOut::not_drawn: return "not-drawn";
    case LeftOut::unanswered: return "unanswered";
  }
  fail_check("a LeftOut outside its enum", __FILE__, __LINE__);
}

std::optional<LeftOut> parse_left_out(std::string_view text) { return parse_enumerator<LeftOut>(text); }

void Judged::add(ByteCount size) {
  ++units;
  ++of;
  bytes += size;
  of_bytes += size;
}

void Judged::add_many(std::uint64_t many, ByteCount size) {
  units += many;
  of += many;
  bytes += size;
  of_bytes += size;
}

void Judged::add(const Judged& part) {
  units += part.units;
  of += part.of;
  bytes += part.bytes;
  of_bytes += part.of_bytes;
  for (const Missing& missing : part.left_out) {
    auto known = std::ranges::find(left_out, missing.reason, &Missing::reason);
    if (known == left_out.end()) known = left_out.insert(left_out.end(), Missing{.reason = missing.reason});
    known->units += missing.units;
    known->bytes += missing.bytes;
    for (const std::string& example : missing.examples)
      if (known->examples.size() < kMaxExamples) known->examples.push_back(example);
  }
}

void Judged::leave_out(LeftOut reason, std::string example, ByteCount size) {
  leave_out_many(reason, 1, size);
  Missing& missing = *std::ranges::find(left_out, reason, &Missing::reason);
  if (missing.examples.size() < kMaxExamples) missing.examples.push_back(std::move(example));
}

void Judged::leave_out_many(LeftOut reason, std::uint64_t many, ByteCount size) {
  if (many == 0) return;
  of += many;
  of_bytes += size;
  auto missing = std::ranges::find(left_out, reason, &Missing::reason);
  if (missing == left_out.end()) missing = left_out.insert(left_out.end(), Missing{.reason = reason});
  missing->units += many;
  missing->bytes += size;
}

bool Enough::holds(const Judged& judged) const {
  std::uint64_t of = judged.of;
  std::uint64_t of_bytes = judged.of_bytes.value;
  for (const Judged::Missing& missing : judged.left_out) {
    if (missing.reason == LeftOut::unlisted) return false;
    if (missing.reason != LeftOut::not_drawn || sample_units == 0 || judged.units < sample_units) continue;
    of -= std::min(of, missing.units);
    of_bytes -= std::min(of_bytes, missing.bytes.value);
  }
  return judged.units >= std::max<std::uint64_t>(least_units, 1) && is_share(judged.units, of, units_percent) &&
         is_share(judged.bytes.value, of_bytes, bytes_percent);
}

Judgement Judgement::failed(Judged judged) { return {Outcome::failed, std::move(judged)}; }

Judgement Judgement::not_established(Judged judged) { return {Outcome::not_established, std::move(judged)}; }

Judgement Judgement::by(const Enough& enough, Judged judged) {
  const Outcome outcome = enough.holds(judged) ? Outcome::passed : Outcome::not_established;
  return {outcome, std::move(judged)};
}

Judgement Judgement::of(Outcome worst, const Enough& enough, Judged judged) {
  if (worst == Outcome::passed) return by(enough, std::move(judged));
  return {worst, std::move(judged)};
}

Judgement Judgement::kept(Outcome outcome, std::optional<Judged> judged) {
  const bool rests_on_nothing = !judged || judged->units == 0;
  if (outcome == Outcome::passed && rests_on_nothing) outcome = Outcome::not_established;
  return {outcome, std::move(judged).value_or(Judged{})};
}

}  // namespace garde::evidence
