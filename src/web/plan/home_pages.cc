#include "web/plan/home_pages.h"

#include "actions/practice/diagnostic.h"
#include "web/page/answers.h"
#include "web/plan/templates.h"

namespace garde::web {

Result<http::Response> show_home(Visitor& visitor, const http::Request&) {
  const actions::Library& library = visitor.practice.library();
  const auto answers = TRY(actions::load_answers(visitor.practice));
  if (!answers.empty()) return http::Response::see_other("/result");
  WelcomePage page{make_frame(visitor, Section::none, say(visitor, "home.title")), {}};
  for (const plan::Measure& measure : library.measures.measures())
    if (measure.essential) page.essentials.push_back({measure.title, measure.why});
  return page_response(visitor, render_plan_welcome, page);
}

}  // namespace garde::web
