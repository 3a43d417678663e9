#include "web/backups/alarm_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "actions/backups/alarms.h"
#include "actions/backups/backup_runs.h"
#include "base/enumerators.h"
#include "documents/backups/backup_sentences.h"
#include "web/backups/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using backups::Alarm;

constexpr std::size_t kFindingsShown = 20;

Result<Alarm> alarm_asked_for(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<backups::AlarmId>(request, "alarm"));
  const auto all = TRY(actions::alarms(visitor.practice));
  const auto found = std::ranges::find(all, id, &Alarm::id);
  if (found == all.end()) return no_such_page();
  return *found;
}

std::string closing_sentence(const Visitor& visitor, const backups::AlarmClosing& closing) {
  return say(visitor, {fmt::format("alarm.closed.{}", backups::name(closing.how)),
                       {{"day", text::long_day(visitor.practice.zone().day_of(closing.closed_at))}}});
}

// Of a destination that was removed, the run went with it.
Result<void> add_what_was_seen(Visitor& visitor, const Alarm& alarm, AlarmPage& page) {
  const auto run = actions::find_run(visitor.practice, alarm.run);
  if (!run && run.error().kind == ErrorKind::not_found) return {};
  if (!run) return run.error();
  page.destination_id = run->destination.text();
  page.run = run->id.text();
  const backups::Check* check = run->run.find(backups::Question::not_attacked);
  if (check == nullptr) return {};
  for (std::size_t i = 0; i < std::min(kFindingsShown, check->findings.size()); ++i)
    page.seen.push_back(documents::finding_sentence(check->findings[i], texts_of(visitor), visitor.practice.zone()));
  if (check->finding_count > page.seen.size())
    page.more = say(visitor, {"backups.more", {{"count", text::number(check->finding_count - page.seen.size())}}});
  return {};
}

SelectField how_field(const Visitor& visitor, const actions::FieldProblems& problems, const std::string& chosen) {
  SelectField field{.name = "how",
                    .label = say(visitor, "alarm.how"),
                    .choices = {{"", say(visitor, "alarm.how-none"), chosen.empty()}}};
  for (const backups::AlarmEnd end : kEnumerators<backups::AlarmEnd>) {
    const std::string value{backups::name(end)};
    field.choices.push_back({value, say(visitor, fmt::format("alarm.end.{}", value)), value == chosen});
  }
  field.problem = problem_of(visitor, problems, field.name);
  return field;
}

Result<http::Response> render_alarm(Visitor& visitor, const Alarm& alarm, const actions::FieldProblems& problems,
                                    const actions::AlarmClosingForm& typed) {
  const AlarmLink link = alarm_link(visitor, alarm);
  AlarmPage page{.frame = make_frame(visitor, Section::backups, link.title),
                 .id = alarm.id.text(),
                 .title = link.title,
                 .destination_id = {},
                 .run = {},
                 .seen = {},
                 .more = {},
                 .is_open = alarm.is_open(),
                 .closed = link.state,
                 .reason = alarm.closing ? alarm.closing->reason : "",
                 .problems = problem_list(visitor, problems)};
  TRY(add_what_was_seen(visitor, alarm, page));
  if (alarm.is_open()) {
    page.how.push_back(how_field(visitor, problems, typed.how));
    page.fields.push_back(form_field(visitor, problems, "reason", say(visitor, "alarm.reason"),
                                     say(visitor, "alarm.reason-hint"), typed.reason));
    page.fields.back().multiline = true;
  }
  return page_response(visitor, render_backups_alarm, page, status_of(problems));
}

}  // namespace

AlarmLink alarm_link(const Visitor& visitor, const Alarm& alarm) {
  const std::string day = text::long_day(visitor.practice.zone().day_of(alarm.opened_at));
  return {alarm.id.text(), say(visitor, {"alarm.title", {{"day", day}, {"name", alarm.destination_name}}}),
          alarm.closing ? closing_sentence(visitor, *alarm.closing) : ""};
}

Result<http::Response> show_alarm(Visitor& visitor, const http::Request& request) {
  return render_alarm(visitor, TRY(alarm_asked_for(visitor, request)), {}, {});
}

Result<http::Response> close_alarm(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const Alarm alarm = TRY(alarm_asked_for(visitor, request));
  if (!alarm.is_open()) return http::Response::see_other("/backups/alarms/" + alarm.id.text());
  const actions::AlarmClosingForm typed{field_of(form, "how"), field_of(form, "reason")};
  const auto problems = TRY(actions::close_alarm(visitor.practice, alarm.id, typed));
  if (!problems.empty()) return render_alarm(visitor, alarm, problems, typed);
  return http::Response::see_other("/backups/alarms/" + alarm.id.text());
}

}  // namespace garde::web
