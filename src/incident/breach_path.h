// The questions that decide whether a breach puts people at risk, and the rules that answer them: content/incident/
// breach.toml, read and held to what makes the decision safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "content/table.h"
#include "incident/source.h"

namespace garde::incident {

using BreachQuestionId = Id<struct BreachQuestionTag>;
using BreachAnswerId = Id<struct BreachAnswerTag>;

enum class Verdict : std::uint8_t { none, risk, high };  // for the persons concerned, the best first
std::string_view name(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view text);

struct BreachAnswer {
  BreachAnswerId id;
  std::string text;
  bool unknown = false;
  std::string evidence;  // what must be written for it to count; empty when nothing must
};

// True of the answers that stand at `answer` or after it.
struct AtLeast {
  BreachQuestionId question;
  BreachAnswerId answer;
};

struct BreachQuestion {
  BreachQuestionId id;
  std::string title;
  std::string help;
  std::optional<AtLeast> asked_if;    // of an earlier question
  std::vector<BreachAnswer> answers;  // from the best to the worst

  std::size_t rank(const BreachAnswerId& answer) const;  // answers.size() when it is none of them
  const BreachAnswer& unknown() const;
};

struct BreachRule {
  Verdict verdict{};
  std::string reason;
  std::vector<AtLeast> when;  // all of them
  std::vector<Source> sources;
};

struct BreachAdvice {
  std::string title;
  std::string text;
  std::vector<Source> sources;
};

// ENISA's severity: data × identification + circumstances, in quarters of a point.
struct SeverityChoice {
  std::int64_t quarters = 0;
  std::string text;
};
struct SeverityFactor {
  std::string id;  // the first two are multiplied, the others added
  std::string title;
  std::vector<SeverityChoice> choices;
};
struct SeverityBand {
  std::int64_t from_quarters = 0;
  std::string text;
};
struct SeverityScale {
  std::string caveat;
  std::vector<SeverityFactor> factors;
  std::vector<SeverityBand> bands;  // by from_quarters, the first at 0
  std::vector<Source> sources;
};

// Read from content: every threshold names an answer, every question has exactly one unknown, and not knowing the
// answer of any question is at least a risk.
class BreachPath {
 public:
  static BreachPath read(const content::Files& files, content::Problems& problems);

  const std::vector<BreachQuestion>& questions() const { return questions_; }
  const std::vector<BreachRule>& rules() const { return rules_; }
  const BreachAdvice& advice(Verdict verdict) const;
  const SeverityScale& severity() const { return severity_; }
  const BreachQuestion* find(const BreachQuestionId& id) const;

 private:
  void read_advice(content::Table& document);
  std::vector<BreachQuestion> questions_;
  std::vector<BreachRule> rules_;
  std::vector<std::pair<Verdict, BreachAdvice>> advice_;
  SeverityScale severity_;
};

}  // namespace garde::incident
