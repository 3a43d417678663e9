#include "web/plan/home_pages.h"

#include "actions/practice/diagnostic.h"
#include "web/plan/templates.h"

namespace garde::web {

http::Response show_home(Visitor& visitor, const http::Request&) {
  const actions::Library& library = visitor.practice.library();
  const auto answers = actions::load_answers(visitor.practice);
  if (!answers) return error_response(library.texts, answers.error());
  if (!answers->empty()) return http::Response::see_other("/result");
  WelcomePage page{make_frame(visitor, Section::none, say(visitor, "home.title")), {}};
  for (const plan::Measure& measure : library.measures.measures())
    if (measure.essential) page.essentials.push_back({measure.title, measure.why});
  Html html(library.texts);
  render_plan_welcome(html, page);
  return http::Response::html(std::move(html).take());
}

}  // namespace garde::web
