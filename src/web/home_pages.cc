#include "web/home_pages.h"

#include "actions/diagnostic.h"
#include "web/templates.h"

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
  render_home_welcome(html, page);
  return http::Response::html(std::move(html).take());
}

http::Response show_incident(Visitor& visitor, const http::Request&) {
  ReflexesPage page{make_frame(visitor, Section::none, say(visitor, "incident.title")),
                    {},
                    Url::of(say(visitor, "incident.help-link")),
                    make_reflexes(visitor)};
  for (const std::string_view gesture : {"incident.gesture.disconnect", "incident.gesture.keep-on",
                                         "incident.gesture.leave", "incident.gesture.note", "incident.gesture.call"})
    page.gestures.push_back(say(visitor, gesture));
  Html html(visitor.practice.library().texts);
  render_incident_reflexes(html, page);
  return http::Response::html(std::move(html).take());
}

}  // namespace garde::web
