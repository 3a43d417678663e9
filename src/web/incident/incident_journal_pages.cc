#include "web/incident/incident_journal_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "actions/incident/incident_jobs.h"
#include "actions/incident/incident_timestamp.h"
#include "actions/practice/diagnostic.h"
#include "documents/incident/incident_entry.h"
#include "documents/incident/witness_card.h"
#include "incident/kit_notes.h"
#include "web/incident/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using incident::Incident;

EntryView entry_view(const Visitor& visitor, const documents::IncidentFile& file, const journal::Entry& entry) {
  const text::Zone zone = visitor.practice.zone();
  const std::string title = documents::entry_title(file, entry);
  std::string words = documents::entry_words(file, entry);
  if (words.starts_with(title)) words.erase(0, title.size());
  if (words.starts_with("\n")) words.erase(0, 1);
  EntryView view{.number = std::to_string(entry.sequence),
                 .title = title,
                 .fact = zone.day_and_time_of(entry.said.fact),
                 .entered = {},
                 .author = entry.said.author,
                 .words = std::move(words),
                 .lost = {}};
  for (const journal::Attachment& attachment : entry.said.attachments)
    if (!actions::has_attachment(visitor.practice, file.incident.id, attachment))
      view.lost.push_back(say(visitor, {"incident-page.journal.attachment-lost", {{"file", attachment.name}}}));
  const std::string entered = zone.day_and_time_of(entry.said.entered);
  if (entered != view.fact) view.entered = say(visitor, {"incident-page.journal.entered", {{"when", entered}}});
  return view;
}

// The recipient is chosen in the mail program or on the phone.
struct WitnessMessage {
  std::string subject;
  std::string body;
};
WitnessMessage witness_message(const Visitor& visitor, const actions::LoadedIncident& loaded) {
  std::string subject =
      say(visitor, {"incident-page.journal.witness-subject", {{"incident", loaded.status->incident.id.text()}}});
  std::string body = subject + "\n" + loaded.status->journal.witness_words;
  return {std::move(subject), std::move(body)};
}

Result<http::Response> render_journal(Visitor& visitor, const http::Request& request, Typed typed,
                                      const actions::FieldProblems& problems) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const documents::IncidentFile file = loaded.file(visitor.practice);
    const incident::IncidentId& id = loaded.status->incident.id;
    const WitnessMessage message = witness_message(visitor, loaded);
    const bool importing = request.path.ends_with("/import");
    JournalPage page{.frame = make_incident_frame(visitor, loaded, IncidentStep::journal,
                                                  say(visitor, "incident-page.journal.title"), request, problems),
                     .note_address = incident_url(id, "/notes"),
                     .text = importing ? std::string() : typed_or(typed, "text", ""),
                     .fact = typed_or(typed, "fact", ""),
                     .author = typed_or(typed, "author", ""),
                     .witness = loaded.status->journal.witness_words,
                     .witness_code = incident_url(id, fmt::format("/witness.svg?entries={}", file.entries.size())),
                     .witness_mail = mail_url({}, message.subject, message.body),
                     .witness_sms = sms_url(message.body),
                     .witness_address = incident_url(id, "/witness.pdf"),
                     .entries = {},
                     .import_address = incident_url(id, "/import"),
                     .import_typed = importing ? typed_or(typed, "text", "") : std::string(),
                     .export_address = incident_url(id, "/export"),
                     .export_is_large = request.query.get("large").has_value(),
                     .timestamps = {},
                     .timestamp_request = incident_url(id, "/timestamp-request"),
                     .timestamp_address = incident_url(id, "/timestamp")};
    for (const incident::Timestamp& each : loaded.status->incident.timestamps)
      page.timestamps.push_back(actions::timestamp_words(visitor.practice, each));
    for (auto entry = file.entries.rbegin(); entry != file.entries.rend(); ++entry)
      page.entries.push_back(entry_view(visitor, file, *entry));
    return page_response(visitor, render_incident_journal, page);
  });
}

// Answers of the diagnostic that said all was well, and that have a "je ne sais pas" to go back to.
struct Doubtable {
  const diagnostic::Question* question;
  const diagnostic::Answer* unknown;
};
std::vector<Doubtable> doubtable(const diagnostic::Questionnaire& questionnaire, const diagnostic::Answers& answers) {
  std::vector<Doubtable> found;
  for (const diagnostic::Theme& theme : questionnaire.themes())
    for (const diagnostic::Question& question : theme.questions) {
      const auto given = answers.find(question.id);
      const auto unknown = std::ranges::find_if(question.answers, &diagnostic::Answer::unknown);
      if (given == answers.end() || unknown == question.answers.end()) continue;
      const auto chosen = diagnostic::chosen_answers(question, given->second.value);
      const bool says_well = std::ranges::any_of(
          chosen, [](const diagnostic::Answer* answer) { return !answer->when_chosen.declares.empty(); });
      if (says_well) found.push_back({&question, &*unknown});
    }
  return found;
}

Result<http::Response> render_close(Visitor& visitor, const http::Request& request, Typed typed,
                                    const actions::FieldProblems& problems) {
  const actions::Library& library = visitor.practice.library();
  const auto answers = TRY(actions::load_answers(visitor.practice));
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const Incident& incident = loaded.status->incident;
    const bool closing = request.path.ends_with("/close");
    ClosePage page{.frame = make_incident_frame(visitor, loaded, IncidentStep::close,
                                                say(visitor, "incident-page.close.title"), request, problems),
                   .closed = {},
                   .report_pdf = incident_url(incident.id, "/documents/report?as=pdf"),
                   .export_address = incident_url(incident.id, "/export"),
                   .lessons = {},
                   .lesson_address = incident_url(incident.id, "/lessons"),
                   .lesson = closing ? std::string() : typed_or(typed, "text", ""),
                   .answers = {},
                   .answers_address = incident_url(incident.id, "/answers"),
                   .close_address = incident_url(incident.id, "/close"),
                   .criteria = {},
                   .text = closing ? typed_or(typed, "text", "") : std::string()};
    if (incident.closed)
      page.closed = say(visitor, {"incident-page.close.closed",
                                  {{"when", visitor.practice.zone().day_and_time_of(incident.closed->at)}}});
    for (const incident::Recorded& lesson : incident.lessons) page.lessons.push_back(lesson.text);
    if (incident.exercise == incident::Exercise::no)
      for (const Doubtable& each : doubtable(library.questionnaire, answers))
        page.answers.push_back({each.question->id.text(), each.question->text, false});
    for (const incident::EndCriterion& criterion : library.incident.end_criteria) {
      bool chosen = false;
      if (typed != nullptr) chosen = std::ranges::count(typed->all("criterion"), criterion.id) > 0;
      page.criteria.push_back({criterion.id, criterion.text, chosen});
    }
    return page_response(visitor, render_incident_close, page);
  });
}

}  // namespace

Result<http::Response> show_journal(Visitor& visitor, const http::Request& request) {
  return render_journal(visitor, request, nullptr, {});
}

Result<http::Response> save_note(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    actions::FieldProblems problems;
    incident::Note note{.text = field_of(form, "text"), .fact = read_time(visitor, form, "fact", problems)};
    if (!problems.empty()) return problems;
    for (const http::FilePart& file : form.files)
      note.attachments.push_back(
          TRY(actions::keep_attachment(visitor.practice, id, file.file_name, std::as_bytes(std::span(file.content)))));
    return actions::note(visitor.practice, id, note, field_of(form, "author"));
  };
  return with_form(visitor, request, form, "/journal?saved=1", act, render_journal);
}

Result<http::Response> import_kit_notes(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    std::string written = field_of(form, "text");
    for (const http::FilePart& file : form.files)
      if (file.name == "file") written = std::string(file.content) + "\n" + written;
    const text::Zone zone = visitor.practice.zone();
    const auto to_instant = [&](Date day, std::chrono::minutes time) { return zone.from_local(start_of(day) + time); };
    actions::FieldProblems problems;
    const incident::KitNotes read = incident::read_kit_notes(written, visitor.practice.today(), to_instant);
    for (const std::size_t line : read.unreadable)
      problems.push_back({"text", {"incident-page.problem.kit-line", {{"line", std::to_string(line)}}}});
    if (read.notes.empty() && problems.empty()) problems.push_back({"text", {"incident-page.problem.kit-empty", {}}});
    // Nothing is taken of a file that is not wholly understood: it can be put right and sent again, once.
    if (!problems.empty()) return problems;
    return actions::note_all(visitor.practice, id, read.notes);
  };
  return with_form(visitor, request, form, "/journal?saved=1", act, render_journal);
}

Result<http::Response> save_timestamp(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    actions::TimestampAnswer answer;
    for (const http::FilePart& file : form.files) {
      if (file.name == "response") answer.response = std::as_bytes(std::span(file.content));
      if (file.name == "certificates") answer.certificates = file.content;
    }
    return actions::keep_timestamp(visitor.practice, id, answer);
  };
  return with_form(visitor, request, form, "/journal?saved=1", act, render_journal);
}

Result<http::Response> send_witness_pdf(Visitor& visitor, const http::Request& request) {
  return with_incident(visitor, request, [&](const actions::LoadedIncident& loaded) -> Result<http::Response> {
    const documents::IncidentFile file = loaded.file(visitor.practice);
    auto bytes = TRY(documents::witness_card_pdf(file, loaded.status->journal.witness_code));
    return http::Response::download(
        std::move(bytes), "application/pdf",
        fmt::format("{}-{}.pdf", say(visitor, "incident-page.witness-file"), file.incident.id.text()));
  });
}

Result<http::Response> show_close(Visitor& visitor, const http::Request& request) {
  return render_close(visitor, request, nullptr, {});
}

Result<http::Response> save_lesson(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    return actions::record_lesson(visitor.practice, id, field_of(form, "text"));
  };
  return with_form(visitor, request, form, "/close?saved=1", act, render_close);
}

Result<http::Response> lower_answers(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) -> Result<actions::FieldProblems> {
    const auto answers = TRY(actions::load_answers(visitor.practice));
    std::string lowered;
    for (const Doubtable& each : doubtable(visitor.practice.library().questionnaire, answers)) {
      if (std::ranges::count(form.fields.all("question"), each.question->id.text()) == 0) continue;
      const auto problem = TRY(actions::answer(visitor.practice, each.question->id, {each.unknown->id.text()}));
      if (!problem) lowered += "\n" + each.question->text;
    }
    if (lowered.empty()) return actions::FieldProblems{{"question", {"form.problem.choice", {}}}};
    return actions::note(visitor.practice, id, {.text = say(visitor, "incident-page.close.lowered") + lowered});
  };
  return with_form(visitor, request, form, "/close?saved=1", act, render_close);
}

Result<http::Response> save_closing(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto act = [&](const incident::IncidentId& id) {
    // A last look at the backups, unless a disk keeps silent for longer than a person waits.
    constexpr std::chrono::seconds kPatience{5};
    visitor.incident_jobs.watch(id);
    visitor.incident_jobs.wait_for_watch(id, kPatience);
    incident::Closing closing{.criteria = {}, .text = field_of(form, "text")};
    for (const std::string_view criterion : form.fields.all("criterion")) closing.criteria.emplace_back(criterion);
    return actions::close_incident(visitor.practice, id, closing);
  };
  return with_form(visitor, request, form, "/close?saved=1", act, render_close);
}

}  // namespace garde::web
