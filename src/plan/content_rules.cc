#include "plan/content_rules.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "base/utf8.h"
#include "plan/best_answers.h"
#include "plan/harm_rules.h"
#include "plan/reference_rules.h"

namespace garde::plan {
namespace {

using content::Problems;
using diagnostic::Answer;
using diagnostic::Question;
using diagnostic::QuestionKind;
using diagnostic::Theme;

void themes_ask_something(const Content& content, Problems& problems) {
  for (const Theme& theme : content.questionnaire.themes()) {
    const bool asks = std::ranges::any_of(theme.questions, [](const Question& one) {
      return one.shown_if.empty() && one.kind != QuestionKind::text;  // only these are counted
    });
    if (!asks)
      problems.push_back(
          {theme.file, 1, fmt::format("theme {} may ask nothing: each question has a condition", theme.id.text())});
  }
}

void not_knowing_is_possible(const Content& content, Problems& problems) {
  for (const Question* question : content.questionnaire.questions()) {
    const bool possible = std::ranges::any_of(question->answers, &Answer::unknown);
    if (!possible && question->kind != QuestionKind::text)
      problems.push_back({question->file, question->line, question->id.text() + " has no unknown answer"});
  }
}

void essentials_open_their_phases(const Content& content, Problems& problems) {
  for (const Phase phase : kPhases) {
    std::vector<const Measure*> of_phase;
    for (const Measure& measure : content.catalogue.measures())
      if (measure.phase == phase) of_phase.push_back(&measure);
    const auto essentials = std::ranges::count_if(of_phase, &Measure::essential);
    const auto wanted = phase == Phase::then ? 0 : 1;
    if (essentials != wanted) {
      problems.push_back(
          {"measures", 0,
           fmt::format("phase {} has {} essential measures and needs {}", name(phase), essentials, wanted)});
    } else if (wanted == 1 && !of_phase.front()->essential) {
      problems.push_back(
          {of_phase.front()->file, of_phase.front()->line,
           fmt::format("{} stands before the essential measure of its phase", of_phase.front()->id.text())});
    }
  }
}

void sources_can_be_followed(const Content& content, Problems& problems) {
  for (const Measure& measure : content.catalogue.measures()) {
    if (measure.sources.empty()) problems.push_back({measure.file, measure.line, measure.id.text() + " has no source"});
    for (const Source& source : measure.sources) {
      const std::string_view url = source.url;
      const bool has_space = std::ranges::any_of(url, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
      if (!url.starts_with("https://") || url.size() == std::string_view("https://").size() || has_space)
        problems.push_back(
            {measure.file, measure.line,
             fmt::format("{}: the source \"{}\" needs an https address", measure.id.text(), source.title)});
    }
  }
}

// Says of each text whether it can be shown: not blank, and with no place that nobody fills.
class TextCheck {
 public:
  explicit TextCheck(Problems& problems) : problems_(problems) {}

  void required(const std::string& file, std::uint32_t line, const std::string& what, const std::string& text) {
    if (trimmed(text).empty()) problems_.push_back({file, line, what + " is blank"});
    optional(file, line, what, text);
  }
  void optional(const std::string& file, std::uint32_t line, const std::string& what, const std::string& text) {
    if (text.find_first_of("{}") != std::string::npos)
      problems_.push_back({file, line, what + " has a place in braces that nothing fills"});
  }

 private:
  Problems& problems_;
};

void check_question_texts(const Question& question, TextCheck& check) {
  const auto& [file, line] = std::tie(question.file, question.line);
  const std::string& id = question.id.text();
  check.required(file, line, id + ": the text", question.text);
  check.optional(file, line, id + ": the help", question.help);
  check.optional(file, line, id + ": the common text of its row", question.row_of);
  for (const Answer& answer : question.answers) {
    check.required(file, line, fmt::format("{}: the text of {}", id, answer.id.text()), answer.text);
    check.optional(file, line, fmt::format("{}: the help of {}", id, answer.id.text()), answer.help);
  }
}

void check_measure_texts(const Measure& measure, TextCheck& check) {
  const auto required = [&](std::string_view what, const std::string& text) {
    check.required(measure.file, measure.line, fmt::format("{}: {}", measure.id.text(), what), text);
  };
  required("title", measure.title);
  required("kept_title", measure.kept_title);
  required("why", measure.why);
  required("first", measure.first);
  required("proof", measure.proof);
  for (const Step& step : measure.steps) required("step " + step.id.text(), step.text);
  for (const Source& source : measure.sources) required("the title of a source", source.title);
}

void texts_can_be_shown(const Content& content, Problems& problems) {
  TextCheck check(problems);
  for (const diagnostic::DataSet& data_set : content.questionnaire.data_sets()) {
    const std::string file = "questionnaire/data-sets.toml";
    check.required(file, 0, data_set.id.text() + ": the title", data_set.title);
    check.required(file, 0, data_set.id.text() + ": of_them", data_set.of_them);
  }
  for (const Theme& theme : content.questionnaire.themes()) {
    check.required(theme.file, 1, theme.id.text() + ": the title", theme.title);
    check.required(theme.file, 1, theme.id.text() + ": the intro", theme.intro);
    for (const Question& question : theme.questions) check_question_texts(question, check);
  }
  for (const Measure& measure : content.catalogue.measures()) check_measure_texts(measure, check);
  for (const evidence::ClaimKind& kind : content.kinds.all())
    check.required("claims", 0, kind.id.text() + ": the title", kind.title);
}

constexpr std::array kRules = {
    ContentRule{"texts-can-be-shown", texts_can_be_shown},
    ContentRule{"themes-ask-something", themes_ask_something},
    ContentRule{"not-knowing-is-possible", not_knowing_is_possible},
    ContentRule{"conditions-can-hold", conditions_can_hold},
    ContentRule{"measures-are-known", measures_are_known},
    ContentRule{"claim-kinds-are-known", claim_kinds_are_known},
    ContentRule{"claims-can-be-declared", claims_can_be_declared},
    ContentRule{"measures-can-be-reached", measures_can_be_reached},
    ContentRule{"unknown-answers-lead-on", unknown_answers_lead_on},
    ContentRule{"answers-leave-open-what-they-ask-for", answers_leave_open_what_they_ask_for},
    ContentRule{"unknown-answers-stand-last", unknown_answers_stand_last},
    ContentRule{"worse-answers-harm-no-less", worse_answers_harm_no_less},
    ContentRule{"hiding-a-question-harms-no-less", hiding_a_question_harms_no_less},
    ContentRule{"evidence-keeps-the-order", evidence_keeps_the_order},
    ContentRule{"failures-weigh", failures_weigh},
    ContentRule{"best-answers-demand-nothing", best_answers_demand_nothing},
    ContentRule{"best-answers-settle-every-step", best_answers_settle_every_step},
    ContentRule{"essentials-open-their-phases", essentials_open_their_phases},
    ContentRule{"sources-can-be-followed", sources_can_be_followed},
};

}  // namespace

std::span<const ContentRule> content_rules() { return kRules; }

Problems check_content(const Content& content) {
  Problems all;
  for (const ContentRule& rule : kRules) {
    Problems broken;
    rule.check(content, broken);
    for (content::Problem& problem : broken) {
      problem.text = fmt::format("{}: {}", rule.name, problem.text);
      all.push_back(std::move(problem));
    }
  }
  std::ranges::stable_sort(all, {}, [](const content::Problem& one) { return std::tie(one.file, one.line); });
  return all;
}

}  // namespace garde::plan
