#include "web/incident/incident_report_pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "documents/incident/incident_document.h"
#include "documents/incident/incident_values.h"
#include "web/incident/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using documents::Vocabulary;
using incident::Incident;

constexpr std::array kVerdicts = {incident::Verdict::none, incident::Verdict::risk, incident::Verdict::high};
constexpr std::array kDeclared = {incident::DeclarationState::filed, incident::DeclarationState::drafted,
                                  incident::DeclarationState::not_needed, incident::DeclarationState::withdrawn};

std::string time(const Visitor& visitor, Instant instant) { return visitor.practice.zone().day_and_time_of(instant); }

std::string length_words(std::chrono::seconds length) {
  return text::minutes(std::chrono::duration_cast<std::chrono::minutes>(length));
}

std::string left_words(const Visitor& visitor, const incident::Clock& clock, std::chrono::seconds left) {
  const std::string key = fmt::format("incident-clock.{}", incident::name(clock.state));
  if (clock.state == incident::ClockState::not_started || clock.state == incident::ClockState::met)
    return say(visitor, key);
  return say(visitor, {key, {{"length", length_words(left < left.zero() ? -left : left)}}});
}

std::string start_words(const Visitor& visitor, const incident::Clock& clock) {
  if (!clock.start) return say(visitor, fmt::format("incident-clock.reason.{}", incident::name(clock.reason)));
  std::string what;
  if (clock.start_moment)
    if (const incident::MomentKind* kind = visitor.practice.library().incident.find(*clock.start_moment))
      what = kind->title;
  std::string words = say(visitor, {"incident-clock.start", {{"when", time(visitor, *clock.start)}, {"what", what}}});
  if (clock.reason == incident::StartReason::precaution)
    words += " " + say(visitor, "incident-clock.reason.precaution");
  if (!clock.reason_text.empty()) words += " " + clock.reason_text;
  return words;
}

ClockView clock_view(const Visitor& visitor, const Incident& incident, const incident::Clock& clock, Instant now) {
  const incident::ClockRule& rule = *clock.rule;
  ClockView view{.id = rule.id.text(),
                 .title = rule.title,
                 .state = std::string(incident::name(clock.state)),
                 .left = {},
                 .due = {},
                 .start = start_words(visitor, clock),
                 .earliest = {},
                 .why = rule.why,
                 .length_field = {},
                 .length = {},
                 .late_address = incident_url(incident.id, fmt::format("/late/{}", rule.id.text())),
                 .late_reason = clock.late_reason ? clock.late_reason->text : std::string(),
                 .source = rule.source.title,
                 .source_address = {}};
  if (const auto address = Url::parse(rule.source.url); address && !rule.source.url.empty())
    view.source_address = *address;
  std::chrono::seconds left{};
  if (clock.due) {
    const Instant counted = incident::counted(incident, visitor.practice.library().incident, now);
    left = std::chrono::duration_cast<std::chrono::seconds>(*clock.due - counted);
    view.due = say(visitor, {"incident-clock.due", {{"when", time(visitor, *clock.due)}}});
    view.left_seconds = left.count();
    view.ticks = clock.state == incident::ClockState::running || clock.state == incident::ClockState::late;
  }
  if (clock.state == incident::ClockState::met && clock.met_at)
    view.due = say(visitor, {clock.met_late ? "incident-clock.met-late" : "incident-clock.met-at",
                             {{"when", time(visitor, *clock.met_at)}}});
  view.left = left_words(visitor, clock, left);
  if (clock.earliest_due && clock.earliest_due != clock.due && view.ticks)
    view.earliest = say(visitor, {"incident-clock.earliest", {{"when", time(visitor, *clock.earliest_due)}}});
  if (rule.length_field && clock.state != incident::ClockState::met) {
    view.asks_length = true;
    view.length_field = rule.length_field->text();
    view.length = incident.field(*rule.length_field);
  }
  view.asks_why = clock.lacks_late_reason;
  return view;
}

DocumentView document_view(const Visitor& visitor, const documents::IncidentFile& file,
                           const documents::DocumentTemplate& wanted) {
  const std::string& id = wanted.id.text();
  const std::size_t missing = documents::missing_in_document(file, wanted);
  DocumentView view{
      .id = id,
      .title = wanted.title,
      .state = {},
      .how = wanted.how,
      .link = {},
      .missing = missing == 0 ? say(visitor, "incident-page.report.complete")
                              : say(visitor, {"incident-page.report.missing", {{"count", std::to_string(missing)}}}),
      .forms = {},
      .declaration = wanted.declaration.has_value(),
      .declare_address = incident_url(
          file.incident.id,
          fmt::format("/declarations/{}", wanted.declaration ? wanted.declaration->text() : std::string("none"))),
      .states = {},
      .number = {},
      .reason = {}};
  if (const auto link = Url::parse(wanted.url)) view.link = *link;
  const auto add = [&](std::string_view query, std::string_view key) {
    view.forms.push_back(
        {incident_url(file.incident.id, fmt::format("/documents/{}?{}", id, query)), say(visitor, key)});
  };
  add("as=pdf", "incident-page.report.as-pdf");
  add("as=text", "incident-page.report.text");
  if (wanted.vocabularies) add("as=pdf&labels=draft", "incident-page.report.draft");
  incident::DeclarationState current = incident::DeclarationState::filed;
  if (wanted.declaration) {
    if (const auto found = file.incident.declarations.find(*wanted.declaration);
        found != file.incident.declarations.end()) {
      current = found->second.state;
      view.state = say(visitor, fmt::format("incident-document.state.{}", incident::name(current)));
      view.number = found->second.number;
      view.reason = found->second.reason;
    }
    for (const incident::DeclarationState state : kDeclared)
      view.states.push_back({std::string(incident::name(state)),
                             say(visitor, fmt::format("incident-document.state.{}", incident::name(state))),
                             state == current});
  }
  return view;
}

Result<http::Response> render_report(Visitor& visitor, const http::Request& request, Typed typed,
                                     const actions::FieldProblems& problems) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const actions::Library& library = visitor.practice.library();
    const documents::IncidentFile file = loaded.file(visitor.practice);
    const Incident& incident = loaded.status->incident;
    const auto assessment =
        incident::assess_breach(library.breach_path, incident::breach_answers(incident, library.breach_path));
    const incident::BreachAdvice& advice = library.breach_path.advice(assessment.verdict);
    ReportPage page{.frame = make_incident_frame(visitor, loaded, IncidentStep::report,
                                                 say(visitor, "incident-page.report.title"), request, problems),
                    .advice_title = advice.title,
                    .advice_text = advice.text,
                    .advice_is_serious = assessment.verdict != incident::Verdict::none,
                    .risk_address = incident_url(incident.id, "/risk"),
                    .facts_address = incident_url(incident.id, "/facts"),
                    .clocks = {},
                    .pace = file.is_exercise() ? library.incident.exercise_pace : 1,
                    .moment_address = incident_url(incident.id, "/moments"),
                    .moments = {},
                    .moment_at = typed_or(typed, "at", ""),
                    .moment_reason = typed_or(typed, "reason", ""),
                    .documents = {},
                    .next = incident_url(incident.id, "/journal")};
    for (const incident::Clock& clock : loaded.status->clocks)
      page.clocks.push_back(clock_view(visitor, incident, clock, loaded.status->now));
    const std::string chosen = typed_or(typed, "moment", "aware");
    for (const incident::MomentKind& kind : library.incident.moments)
      page.moments.push_back({kind.id.text(), kind.title, kind.id.text() == chosen});
    for (const documents::DocumentTemplate& wanted : library.incident_documents.documents)
      if (std::ranges::count(wanted.situations, incident.situation) > 0)
        page.documents.push_back(document_view(visitor, file, wanted));
    return page_response(visitor, render_incident_report, page);
  });
}

RiskQuestion question_view(const incident::BreachQuestion& question, const incident::GivenBreachAnswers& given) {
  RiskQuestion view{question.id.text(), question.title, question.help, {}, "", ""};
  const auto found = given.find(question.id);
  for (const incident::BreachAnswer& answer : question.answers) {
    view.answers.push_back({answer.id.text(), answer.text, found != given.end() && found->second.answer == answer.id});
    if (!answer.evidence.empty()) view.evidence_label = answer.evidence;
  }
  if (found != given.end()) view.evidence = found->second.evidence;
  return view;
}

std::vector<FactorView> factor_views(const incident::SeverityScale& scale, const std::vector<std::string>& chosen) {
  std::vector<FactorView> views;
  for (std::size_t i = 0; i < scale.factors.size(); ++i) {
    FactorView view{scale.factors[i].id, scale.factors[i].title, {}};
    for (std::size_t j = 0; j < scale.factors[i].choices.size(); ++j) {
      const std::string value = std::to_string(j);
      view.choices.push_back({value, scale.factors[i].choices[j].text, i < chosen.size() && chosen[i] == value});
    }
    views.push_back(std::move(view));
  }
  return views;
}

Result<http::Response> render_risk(Visitor& visitor, const http::Request& request, Typed typed,
                                   const actions::FieldProblems& problems) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const actions::Library& library = visitor.practice.library();
    const incident::BreachPath& path = library.breach_path;
    const Incident& incident = loaded.status->incident;
    const auto given = incident::breach_answers(incident, path);
    const auto assessment = incident::assess_breach(path, given);
    const incident::BreachAdvice& advice = path.advice(assessment.verdict);
    const auto decided = incident::decided(incident);
    const std::vector<std::string> severity = incident::split_choices(incident.field(incident::severity_field()));
    RiskPage page{
        .frame = make_incident_frame(visitor, loaded, IncidentStep::report, say(visitor, "incident-page.risk.title"),
                                     request, problems),
        .back = incident_url(incident.id, "/report"),
        .action = incident_url(incident.id, "/risk"),
        .questions = {},
        .advice_title = advice.title,
        .advice_text = advice.text,
        .is_serious = assessment.verdict != incident::Verdict::none,
        .in_doubt = assessment.uncertain.empty() ? std::string() : say(visitor, "incident-page.risk.in-doubt"),
        .reasons = {},
        .sources = source_links(advice.sources),
        .decide_action = incident_url(incident.id, "/decision"),
        .verdicts = {},
        .reason = typed_or(typed, "reason", incident::decision_reason(incident)),
        .severity_caveat = path.severity().caveat,
        .factors = factor_views(path.severity(), severity),
        .severity = documents::incident_value(loaded.file(visitor.practice), incident, "severity", Vocabulary::cnil),
        .severity_action = incident_url(incident.id, "/severity"),
        .severity_sources = source_links(path.severity().sources),
        .facts_address = incident_url(incident.id, "/facts")};
    for (const incident::BreachQuestion* question : assessment.asked)
      page.questions.push_back(question_view(*question, given));
    // What alone would lead to less says nothing more beside what leads to more.
    for (const incident::BreachRule* rule : assessment.reasons)
      if (rule->verdict == assessment.verdict) page.reasons.push_back({rule->reason, source_links(rule->sources)});
    const std::string chosen = typed_or(typed, "verdict", decided ? std::string(incident::name(*decided)) : "");
    for (const incident::Verdict verdict : kVerdicts)
      page.verdicts.push_back({std::string(incident::name(verdict)),
                               say(visitor, fmt::format("incident-document.decision.{}", incident::name(verdict))),
                               chosen == incident::name(verdict)});
    return page_response(visitor, render_incident_risk, page);
  });
}

FactField fact_field(const documents::IncidentContent& content, const documents::IncidentField& field,
                     const Incident& incident, Typed typed) {
  const std::string name = "field-" + field.id.text();
  FactField view{.id = field.id.text(),
                 .title = field.title,
                 .multiline = field.kind == documents::FieldKind::text,
                 .value = typed_or(typed, name, incident.field(field.id)),
                 .input = field.kind == documents::FieldKind::choice ? "radio" : "checkbox",
                 .options = {}};
  if (!field.list) return view;
  std::vector<std::string> chosen = incident::split_choices(incident.field(field.id));
  if (typed != nullptr) {
    chosen.clear();
    for (const std::string_view value : typed->all(name)) chosen.emplace_back(value);
  }
  for (const documents::ValueItem& item : content.find(*field.list)->items)
    view.options.push_back({item.id, item.label.cnil, std::ranges::count(chosen, item.id) > 0});
  return view;
}

Result<http::Response> render_facts(Visitor& visitor, const http::Request& request, Typed typed,
                                    const actions::FieldProblems& problems) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const actions::Library& library = visitor.practice.library();
    const Incident& incident = loaded.status->incident;
    FactsPage page{make_incident_frame(visitor, loaded, IncidentStep::report, say(visitor, "incident-page.facts.title"),
                                       request, problems),
                   incident_url(incident.id, "/report"),
                   incident_url(incident.id, "/facts"),
                   {}};
    for (const documents::FieldGroup& group : library.incident_documents.groups) {
      FactGroup view{group.title, {}};
      for (const documents::IncidentField& field : group.fields)
        view.fields.push_back(fact_field(library.incident_documents, field, incident, typed));
      page.groups.push_back(std::move(view));
    }
    return page_response(visitor, render_incident_facts, page);
  });
}

// What a choice field may hold: ids of its list only.
std::string read_choices(const documents::IncidentContent& content, const documents::IncidentField& field,
                         const http::Fields& fields) {
  std::vector<std::string> chosen;
  for (const std::string_view value : fields.all("field-" + field.id.text()))
    if (std::ranges::find(content.find(*field.list)->items, value, &documents::ValueItem::id) !=
        content.find(*field.list)->items.end())
      chosen.emplace_back(value);
  return incident::join_choices(chosen);
}

}  // namespace

Result<http::Response> show_report(Visitor& visitor, const http::Request& request) {
  return render_report(visitor, request, nullptr, {});
}

Result<http::Response> save_moment(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    actions::FieldProblems problems;
    const auto moment = TRY(incident::MomentId::parse(field_of(form, "moment")));
    const auto at = read_time(visitor, form, "at", problems);
    if (!at && problems.empty()) problems.push_back({"at", {"incident-page.problem.time", {}}});
    if (!problems.empty()) return problems;
    return actions::record_moment(visitor.practice, id, moment, *at, field_of(form, "reason"));
  };
  return with_form(visitor, request, form, "/report?saved=1", act, render_report);
}

Result<http::Response> save_declaration(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    actions::FieldProblems problems;
    const auto declaration = TRY(incident::DeclarationId::parse(request.parameter("declaration")));
    const auto state = incident::parse_declaration_state(field_of(form, "state"));
    if (!state) problems.push_back({"state", {"form.problem.choice", {}}});
    incident::Declaring said{.at = read_time(visitor, form, "at", problems),
                             .number = field_of(form, "number"),
                             .reason = field_of(form, "reason")};
    if (!problems.empty()) return problems;
    said.state = *state;
    for (const http::FilePart& file : form.files)
      if (file.name == "receipt")
        said.receipt =
            TRY(actions::keep_attachment(visitor.practice, id, file.file_name, std::as_bytes(std::span(file.content))));
    return actions::declare(visitor.practice, id, declaration, said);
  };
  return with_form(visitor, request, form, "/report?saved=1", act, render_report);
}

Result<http::Response> save_late_reason(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    const auto rule = TRY(incident::ClockRuleId::parse(request.parameter("rule")));
    return actions::explain_lateness(visitor.practice, id, rule, field_of(form, "reason"));
  };
  return with_form(visitor, request, form, "/report?saved=1", act, render_report);
}

Result<http::Response> show_risk(Visitor& visitor, const http::Request& request) {
  return render_risk(visitor, request, nullptr, {});
}

Result<http::Response> save_risk_answers(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    std::map<incident::FieldId, std::string> values;
    for (const incident::BreachQuestion& question : visitor.practice.library().breach_path.questions()) {
      const auto answer = form.fields.get("q-" + question.id.text());
      if (!answer) continue;  // not asked, or not answered yet
      const auto read = incident::BreachAnswerId::parse(*answer);
      if (!read || question.rank(*read) == question.answers.size()) continue;
      values[incident::breach_field(question.id)] = read->text();
      if (const auto evidence = form.fields.get("e-" + question.id.text()))
        values[incident::breach_evidence_field(question.id)] = std::string(*evidence);
    }
    return actions::set_fields(visitor.practice, id, values);
  };
  return with_form(visitor, request, form, "/risk?saved=1#advice", act, render_risk);
}

Result<http::Response> save_decision(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    const auto verdict = incident::parse_verdict(field_of(form, "verdict"));
    if (!verdict) return actions::FieldProblems{{"verdict", {"form.problem.choice", {}}}};
    return actions::decide(visitor.practice, id, *verdict, field_of(form, "reason"));
  };
  return with_form(visitor, request, form, "/risk?saved=1", act, render_risk);
}

Result<http::Response> save_severity(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    std::vector<std::string> choices;
    for (const incident::SeverityFactor& factor : visitor.practice.library().breach_path.severity().factors)
      choices.push_back(field_of(form, "s-" + factor.id));
    return actions::set_fields(visitor.practice, id, {{incident::severity_field(), incident::join_choices(choices)}});
  };
  return with_form(visitor, request, form, "/risk?saved=1", act, render_risk);
}

Result<http::Response> show_facts(Visitor& visitor, const http::Request& request) {
  return render_facts(visitor, request, nullptr, {});
}

Result<http::Response> save_facts(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    const actions::Library& library = visitor.practice.library();
    const bool whole = form.fields.get("whole").has_value();  // a form with all fields: an empty one takes back
    std::map<incident::FieldId, std::string> values;
    for (const documents::FieldGroup& group : library.incident_documents.groups)
      for (const documents::IncidentField& field : group.fields) {
        const auto sent = form.fields.get("field-" + field.id.text());
        if (field.list && whole)
          values[field.id] = read_choices(library.incident_documents, field, form.fields);
        else if (!field.list && sent)
          values[field.id] = std::string(*sent);
      }
    for (const incident::ClockRule& rule : library.incident.clocks)
      if (rule.length_field)
        if (const auto sent = form.fields.get("field-" + rule.length_field->text()))
          values[*rule.length_field] = std::string(*sent);
    return actions::set_fields(visitor.practice, id, values);
  };
  return with_form(visitor, request, form, "/report?saved=1", act, render_facts);
}

Result<http::Response> send_incident_document(Visitor& visitor, const http::Request& request) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const actions::Library& library = visitor.practice.library();
    const auto id = documents::IncidentDocumentId::parse(request.parameter("document"));
    const documents::DocumentTemplate* wanted = id ? library.incident_documents.find(*id) : nullptr;
    if (wanted == nullptr) return no_such_page();
    const Vocabulary vocabulary =
        documents::parse_vocabulary(request.query.get("labels").value_or("")).value_or(Vocabulary::cnil);
    const auto board = TRY(actions::recovery_board(visitor.practice));
    const documents::IncidentDocument made =
        documents::make_incident_document(loaded.file(visitor.practice), board, *wanted, vocabulary);
    if (request.query.get("as") == "text")
      return http::Response::download(documents::incident_text(made, library.texts), "text/plain; charset=utf-8",
                                      made.file_name + ".txt");
    auto bytes = TRY(documents::incident_pdf(made, library.texts));
    return http::Response::download(std::move(bytes), "application/pdf", made.file_name + ".pdf");
  });
}

}  // namespace garde::web
