// The plan, and one page per action.
#pragma once

#include <optional>

#include "actions/plan/plan.h"
#include "http/request.h"
#include "web/page/form.h"
#include "web/page/frame.h"

namespace garde::web {

// An action in a list. Empty texts are not shown.
struct ActionCard {
  std::string id;
  std::string mark;  // its rank, or a tick
  std::string title;
  std::string first;  // only while it is to do
  std::string state;
  std::string steps;  // "2 étapes sur 7"
  std::string level;
  std::string level_id;
  std::string who;
  std::string effort;
  std::string owner;
  std::string due;
  bool kept = false;
};
ActionCard make_card(const Visitor& visitor, const actions::CurrentPlan& current, const plan::Action& action);

struct PhaseView {
  std::string title;
  std::vector<ActionCard> actions;
};

struct PlanPage {
  Frame frame;
  std::string summary;
  std::string steps;
  std::size_t steps_done = 0;
  std::size_t steps_total = 0;
  std::vector<PhaseView> phases;
  Reflexes reflexes;
};

struct StepView {
  std::string id;
  std::string text;
  bool done = false;
  bool can_take_back = false;  // somebody of the practice said it is done
  std::string proof_id;        // "none", "declared", …
  std::string proof;
  std::string note;  // since when, until when; or why it no longer counts
};

struct SourceView {
  Url address;
  std::string title;
  std::string checked;
};

struct ActionPage {
  Frame frame;
  std::string id;
  std::string title;
  std::string why;
  std::vector<std::string> because;
  std::string first;
  std::optional<Link> tool;
  std::vector<StepView> steps;
  std::string who;
  std::string effort;
  std::string proof;
  bool problems = false;
  std::vector<FormField> fields;
  std::vector<SourceView> sources;
};

Result<http::Response> show_plan(Visitor& visitor, const http::Request& request);
Result<http::Response> show_action(Visitor& visitor, const http::Request& request);
Result<http::Response> save_notes(Visitor& visitor, const http::Request& request, const http::Form& form);
Result<http::Response> save_step(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
