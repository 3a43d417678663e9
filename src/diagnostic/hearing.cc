#include "diagnostic/hearing.h"

#include <algorithm>
#include <ranges>

#include "diagnostic/potential.h"
#include "diagnostic/ranking.h"
#include "evidence/statement.h"

namespace garde::diagnostic {
namespace {

using evidence::Claim;
using evidence::Evidence;
using Claims = std::set<Claim>;

constexpr HarmLevels kLowEverywhere;

Evidence weakest(const Claims& claims, const Standings& standings) {
  std::vector<Claim> all(claims.begin(), claims.end());
  const auto weaker = [&](const Claim& a, const Claim& b) {
    const auto strength = [&](const Claim& claim) {
      const Evidence& by = *standings.of(claim).by;
      return std::tie(by.level, by.established_at);
    };
    return strength(a) < strength(b);
  };
  return *standings.of(*std::ranges::min_element(all, weaker)).by;
}

// False of what content no longer knows: it says nothing.
bool answers(const Question& question, const Value& value) {
  if (question.kind == QuestionKind::text) return true;
  if (question.kind == QuestionKind::date && std::holds_alternative<Date>(value)) return true;
  if (is_better_chosen(question) && std::holds_alternative<Choices>(value)) return true;
  return !chosen_answers(question, value).empty();
}

class Hearing {
 public:
  Hearing(const Question& question, const GivenAnswer* given, std::span<const Evidence> declared,
          const HarmLevels& potential, const Standings& standings)
      : question_(question),
        given_(given != nullptr && answers(question, given->value) ? given : nullptr),
        declared_(declared),
        potential_(potential),
        standings_(standings) {}

  Heard run() {
    if (given_ != nullptr) {
      heard_.counts_as = given_->value;
      heard_.harms = harms_of(question_, given_->value);
    }
    if (question_.kind == QuestionKind::date) {
      hear_date();
    } else if (is_better_chosen(question_)) {
      hear_choices();
    } else if (question_.neutral || question_.kind == QuestionKind::text) {
      if (given_ == nullptr) heard_.possible = potential_;
      find_implications();
    } else {
      hear_one();
    }
    return std::move(heard_);
  }

 private:
  bool holds(const Claim& claim) const { return standings_.holds(claim); }
  bool holds_beyond(const Claim& claim) const {
    return given_ == nullptr ? holds(claim) : standings_.holds_beyond(claim, given_->answered_at);
  }
  bool is_shown_beyond(const Claims& claims) const {
    return !claims.empty() && std::ranges::all_of(claims, [&](const Claim& claim) { return holds_beyond(claim); });
  }
  bool is_proved(const Claims& claims) const {
    return !claims.empty() &&
           std::ranges::all_of(claims, [&](const Claim& claim) { return standings_.is_proved(claim); });
  }
  bool is_unknown() const {
    return given_ != nullptr && std::ranges::any_of(chosen_answers(question_, given_->value), &Answer::unknown);
  }
  // Not to know keeps the harms that content gives it, and leaves the others open.
  void leave_open(const HarmLevels& worst) {
    for (const Harm harm : kHarms)
      if (heard_.harms[harm] == HarmLevel::low) heard_.possible.raise(harm, worst[harm]);
  }
  // Declared once, and nothing valid says so any more. What fails is known, and weighs by itself.
  bool has_ended(const std::vector<Claim>& declared) const {
    return std::ranges::any_of(declared, [&](const Claim& claim) { return !holds(claim) && !standings_.fails(claim); });
  }
  void mend(const Claims& by, const HarmLevels& after) {
    heard_.mended.push_back({question_.id, given_->value, std::nullopt, weakest(by, standings_), heard_.harms, after});
  }
  void find_implications() {
    if (given_ == nullptr) return;
    for (const Answer* answer : chosen_answers(question_, given_->value))
      heard_.implications.push_back(&answer->when_chosen);
    for (const Answer* answer : left_answers(question_, given_->value))
      heard_.implications.push_back(&answer->when_left);
  }

  // Of one answer among several. The evidence does not tell apart answers that are shown to be true by the same claims:
  // each such group counts for its worst.
  struct Group {
    Claims claims;
    std::size_t worst;  // its place among the answers
  };
  std::vector<Group> groups() const {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < question_.answers.size(); ++i) {
      const Answer& answer = question_.answers[i];
      if (answer.unknown || (question_.kind == QuestionKind::multiple && !answer.alone)) continue;
      Claims claims = shown_by(answer);
      if (claims.empty()) continue;
      const auto same = std::ranges::find(groups, claims, &Group::claims);
      if (same == groups.end()) {
        groups.push_back({std::move(claims), i});
      } else {
        same->worst = i;
      }
    }
    return groups;
  }
  Value value_of(const Answer& answer) const {
    return question_.kind == QuestionKind::multiple ? Value(Choices{answer.id}) : Value(answer.id);
  }

  void hear_one() {
    const std::vector<const Answer*> chosen =
        given_ == nullptr ? std::vector<const Answer*>() : chosen_answers(question_, given_->value);
    const bool ranked = chosen.size() == 1 && !chosen.front()->unknown &&
                        (question_.kind == QuestionKind::single || chosen.front()->alone);
    const std::size_t place =
        ranked ? static_cast<std::size_t>(chosen.front() - question_.answers.data()) : question_.answers.size();
    Claims own;
    Claims own_that_hold;
    if (ranked) {
      own = shown_by(*chosen.front());
      for (const Claim& claim : chosen.front()->when_chosen.declares)
        if (holds(claim)) own_that_hold.insert(claim);
    }
    std::optional<Group> best;
    std::set<Harm> harmless;  // by what is shown, whichever of the answers it goes with is true
    for (const Group& group : groups()) {
      const bool more = group.claims != own && std::ranges::includes(group.claims, own);
      const bool shown = std::ranges::all_of(
          group.claims, [&](const Claim& claim) { return own_that_hold.contains(claim) || holds_beyond(claim); });
      if (more && shown && group.worst < place && (!best || group.worst < best->worst)) best = group;
      if (shown) add_harmless(group, harmless);
      if (is_proved(group.claims)) add_harmless(group, heard_.proved);
    }
    if (best) count_as(*best);
    const bool is_open = given_ == nullptr || (ranked && has_ended(chosen.front()->when_chosen.declares));
    const HarmLevels worst = given_ == nullptr ? potential_ : worst_of(question_);
    for (const Harm harm : kHarms)
      if (!harmless.contains(harm) && (is_open || (is_unknown() && heard_.harms[harm] == HarmLevel::low)))
        heard_.possible.raise(harm, worst[harm]);
    find_implications();
  }

  void count_as(const Group& group) {
    const Answer& answer = question_.answers[group.worst];
    const HarmLevels& harms = answer.when_chosen.harms;
    heard_.counts_as = value_of(answer);
    if (given_ == nullptr) return;  // nobody said, and the worst that goes with what is shown may not be so
    HarmLevels after = heard_.harms;
    after.lower(harms);
    if (after != heard_.harms) mend(group.claims, after);
    heard_.harms = after;
  }

  void add_harmless(const Group& group, std::set<Harm>& harmless) const {
    for (const Harm harm : kHarms)
      if (question_.answers[group.worst].when_chosen.harms[harm] == HarmLevel::low) harmless.insert(harm);
  }

  void hear_date() {
    const Claims claims(question_.dates.begin(), question_.dates.end());
    if (is_proved(claims)) heard_.proved.insert(kHarms.begin(), kHarms.end());
    if (is_shown_beyond(claims)) {
      if (given_ != nullptr && std::holds_alternative<Choice>(given_->value) && heard_.harms != kLowEverywhere)
        mend(claims, kLowEverywhere);
      heard_.harms = kLowEverywhere;
      return;
    }
    if (given_ == nullptr) {
      heard_.possible = potential_;
      return;
    }
    find_implications();
    if (is_unknown()) leave_open(worst_of(question_));
    if (!std::holds_alternative<Date>(given_->value)) return;
    const bool is_stale = std::ranges::any_of(
        declared_, [&](const Evidence& item) { return item.valid_until <= standings_.now() && !holds(item.claim); });
    if (is_stale) {
      heard_.implications.push_back(&question_.when_stale);
      heard_.harms.raise(question_.when_stale.harms);
    } else if (has_ended(question_.dates)) {
      heard_.possible = worst_of(question_);
    }
  }

  // Of several answers, the more the better. Each stands by itself.
  void hear_choices() {
    const Choices* given = given_ == nullptr ? nullptr : std::get_if<Choices>(&given_->value);
    Choices said;   // with what is shown beyond the answer
    Choices holds;  // less what is shown to fail: that weighs by itself
    HarmLevels unsaid;
    bool is_alone = false;
    heard_.proved.insert(kHarms.begin(), kHarms.end());
    for (const Answer& answer : question_.answers) {
      const bool is_chosen = given != nullptr && given->contains(answer.id);
      if (answer.alone) {
        is_alone = is_alone || is_chosen;
        continue;
      }
      const HarmLevels& left = answer.when_left.harms;
      const Claims claims = shown_by(answer);
      const bool fails = std::ranges::any_of(claims, [&](const Claim& claim) { return standings_.fails(claim); });
      const bool beyond = is_shown_beyond(claims);
      if (is_chosen || beyond) said.insert(answer.id);
      if ((is_chosen || beyond) && !fails) holds.insert(answer.id);
      if (!beyond && !fails) unsaid.raise(left);
      if (beyond && !is_chosen && given != nullptr && left != kLowEverywhere)
        heard_.mended.push_back(
            {question_.id, given_->value, answer.id, weakest(claims, standings_), left, kLowEverywhere});
      const bool is_open = given == nullptr ? !beyond : is_chosen && has_ended(answer.when_chosen.declares);
      if (is_open && !fails) heard_.possible.raise(left);
      if (!is_proved(claims)) std::erase_if(heard_.proved, [&](Harm harm) { return left[harm] != HarmLevel::low; });
    }
    if (given == nullptr) {
      if (said.empty()) heard_.possible = potential_;
      if (!holds.empty()) heard_.counts_as = holds;
      return;
    }
    if (!is_alone || !said.empty()) {
      heard_.harms.lower(harms_of(question_, said));
      heard_.counts_as = holds;
    }
    if (is_unknown()) leave_open(unsaid);
    find_implications();
  }

  const Question& question_;
  const GivenAnswer* given_;
  std::span<const Evidence> declared_;
  const HarmLevels& potential_;
  const Standings& standings_;
  Heard heard_;
};

}  // namespace

std::set<Claim> shown_by(const Answer& answer) {
  Claims claims(answer.when_chosen.declares.begin(), answer.when_chosen.declares.end());
  claims.insert(answer.shown_by.begin(), answer.shown_by.end());
  return claims;
}

std::set<Claim> claims_of(const Question& question) {
  std::set<Claim> claims(question.dates.begin(), question.dates.end());
  for (const Answer& answer : question.answers) claims.merge(shown_by(answer));
  return claims;
}

std::vector<Evidence> declared_by(const Question& question, const GivenAnswer& given,
                                  const evidence::ClaimKinds& kinds) {
  std::vector<Evidence> evidence;
  const auto declare = [&](const evidence::Claim& claim, Instant since) {
    evidence.push_back(kinds.make(claim, evidence::ProofLevel::declared, true, since, "answer " + question.id.text()));
  };
  for (const Answer* answer : chosen_answers(question, given.value))
    for (const evidence::Claim& claim : answer->when_chosen.declares) declare(claim, given.answered_at);
  if (const auto* date = std::get_if<Date>(&given.value)) {
    const Instant since = evidence::since_day(*date, given.answered_at);
    for (const evidence::Claim& claim : question.dates) declare(claim, since);
  }
  return evidence;
}

Heard hear(const Question& question, const GivenAnswer* given, std::span<const Evidence> declared,
           const HarmLevels& potential, const Standings& standings) {
  return Hearing(question, given, declared, potential, standings).run();
}

}  // namespace garde::diagnostic
