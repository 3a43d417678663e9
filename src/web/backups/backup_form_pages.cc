#include "web/backups/backup_form_pages.h"

#include <algorithm>

#include <fmt/format.h>

#include "actions/backups/backup_destinations.h"
#include "actions/backups/place_jobs.h"
#include "base/as_text.h"
#include "web/backups/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using actions::DataSetForm;
using actions::DestinationForm;

constexpr std::string_view kNew = "new";
// A disk of the computer has answered by then; who waits for a share waits on a page that says so.
constexpr std::chrono::milliseconds kLongestWait{500};

FormField text_field(const Visitor& visitor, const actions::FieldProblems& problems, std::string name,
                     std::string value) {
  const std::string key = fmt::format("backups.field.{}", name);
  const std::string hint_key = fmt::format("backups.field.{}-hint", name);
  const bool has_hint = texts_of(visitor).has(hint_key);
  return form_field(visitor, problems, std::move(name), say(visitor, key), has_hint ? say(visitor, hint_key) : "",
                    std::move(value));
}

Result<http::Response> render_new_destination(Visitor& visitor, const DestinationForm& form,
                                              const actions::FieldProblems& problems, http::Status status) {
  const auto sets = TRY(actions::data_sets(visitor.practice));
  NewDestinationPage page{
      .frame = make_frame(visitor, Section::backups, say(visitor, "backups.new.title")),
      .problems = problem_list(visitor, problems),
      .fields = {text_field(visitor, problems, "name", form.name), text_field(visitor, problems, "folder", form.folder),
                 text_field(visitor, problems, "max_age", form.max_age)},
      .data_sets = {},
      .data_sets_problem = problem_of(visitor, problems, "data_sets"),
      .facts = {{"b-elsewhere", "elsewhere", "yes", say(visitor, "backups.field.elsewhere"), form.elsewhere},
                {"b-online", "online", "yes", say(visitor, "backups.field.online"), form.online}},
      .certified = {{"yes", say(visitor, "backups.certified.yes"), form.hosting_certified == "yes"},
                    {"no", say(visitor, "backups.certified.no"), form.hosting_certified == "no"},
                    {"", say(visitor, "backups.certified.unknown"), form.hosting_certified.empty()}}};
  for (const backups::DataSet& data_set : sets) {
    const bool chosen = std::ranges::find(form.data_sets, data_set.id.text()) != form.data_sets.end();
    page.data_sets.push_back({"b-" + data_set.id.text(), "data_sets", data_set.id.text(), data_set.title, chosen});
  }
  return page_response(visitor, render_backups_new, page, status);
}

// What came of it, with this status where there are problems; the page that waits while nothing has.
Result<http::Response> render_addition(Visitor& visitor, const actions::Addition& addition, http::Status status) {
  if (addition.error && addition.state == actions::JobState::failed) return *addition.error;
  if (addition.added.id) return http::Response::see_other("/backups/destinations/" + addition.added.id->text());
  if (is_over(addition.state)) return render_new_destination(visitor, addition.form, addition.added.problems, status);
  const AdditionPage page{.frame = make_frame(visitor, Section::backups, say(visitor, "backups.addition.title")),
                          .id = addition.id.text(),
                          .name = as_text(addition.form.name),
                          .folder = as_text(addition.form.folder)};
  return page_response(visitor, render_backups_addition, page);
}

Result<http::Response> render_data_set(Visitor& visitor, const DataSetForm& form, bool always,
                                       const actions::FieldProblems& problems) {
  const bool is_new = form.id.empty();
  const std::string title = is_new ? say(visitor, "backups.data-set.new") : form.title;
  DataSetPage page{.frame = make_frame(visitor, Section::backups, title),
                   .id = is_new ? std::string(kNew) : form.id,
                   .title = title,
                   .is_new = is_new,
                   .renamable = !always,
                   .problems = problem_list(visitor, problems),
                   .fields = {},
                   .hosting = {}};
  if (page.renamable) page.fields.push_back(text_field(visitor, problems, "title", form.title));
  FormField sources = text_field(visitor, problems, "sources", form.sources);
  sources.multiline = true;
  page.fields.push_back(std::move(sources));
  page.fields.push_back(text_field(visitor, problems, "vendor", form.vendor));
  for (const std::string_view value : {"here", "vendor"})
    page.hosting.push_back({std::string(value), say(visitor, fmt::format("backups.hosting.{}", value)),
                            form.hosting == value || (form.hosting.empty() && value == "here")});
  return page_response(visitor, render_backups_data_set, page, status_of(problems));
}

// The data set of the address; nothing for a new one. not_found for one that does not exist.
Result<std::optional<backups::DataSet>> data_set_asked_for(Visitor& visitor, const http::Request& request) {
  const std::string_view id = request.parameter("data_set");
  if (id == kNew) return std::optional<backups::DataSet>();
  for (backups::DataSet& one : TRY(actions::data_sets(visitor.practice)))
    if (one.id.text() == id) return std::optional(std::move(one));
  return Error{ErrorKind::not_found, std::string(id), std::nullopt, "no such data set"};
}

}  // namespace

Result<http::Response> show_new_destination(Visitor& visitor, const http::Request&) {
  return render_new_destination(visitor, {}, {}, http::Status::ok);
}

Result<http::Response> save_new_destination(Visitor& visitor, const http::Request&, const http::Form& sent) {
  DestinationForm form{
      .name = field_of(sent, "name"), .folder = field_of(sent, "folder"), .max_age = field_of(sent, "max_age")};
  for (const std::string_view data_set : sent.fields.all("data_sets")) form.data_sets.emplace_back(data_set);
  form.elsewhere = sent.fields.get("elsewhere").has_value();
  form.online = sent.fields.get("online").has_value();
  form.hosting_certified = field_of(sent, "hosting_certified");
  const auto id = TRY(visitor.place_jobs.add(form));
  const auto addition = visitor.place_jobs.addition(id, kLongestWait);
  if (addition && is_over(addition->state))
    return render_addition(visitor, *addition, status_of(addition->added.problems));
  return http::Response::see_other("/backups/additions/" + id.text());
}

Result<http::Response> show_addition(Visitor& visitor, const http::Request& request) {
  const auto id = TRY(id_in<actions::JobId>(request, "addition"));
  const auto addition = visitor.place_jobs.addition(id, std::chrono::milliseconds{0});
  if (!addition)
    return http::Response::see_other("/backups");  // of before this program began: it is there, or it is not
  return render_addition(visitor, *addition, http::Status::ok);
}

Result<http::Response> remove_destination(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto id = TRY(id_in<backups::DestinationId>(request, "destination"));
  TRY(actions::remove_destination(visitor.practice, id));
  return http::Response::see_other("/backups?saved=1");
}

Result<http::Response> save_secret(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const auto id = TRY(id_in<backups::DestinationId>(request, "destination"));
  const auto secret = crypto::SecretBytes::copy_of(form.fields.get("secret").value_or(""));
  const auto own = crypto::SecretBytes::copy_of(form.fields.get("own_password").value_or(""));
  TRY(actions::keep_secret(visitor.practice, id, secret, own));
  return http::Response::see_other(fmt::format("/backups/destinations/{}?saved=1", id.text()));
}

Result<http::Response> show_data_set(Visitor& visitor, const http::Request& request) {
  const auto data_set = TRY(data_set_asked_for(visitor, request));
  if (!data_set) return render_data_set(visitor, {}, false, {});
  const backups::DataSet& known = *data_set;
  DataSetForm form{known.id.text(), known.title, std::string(backups::name(known.hosting)), known.vendor, ""};
  for (const backups::Source& source : known.sources) form.sources += source.place + "\n";
  return render_data_set(visitor, form, known.always, {});
}

Result<http::Response> save_data_set(Visitor& visitor, const http::Request& request, const http::Form& sent) {
  const auto data_set = TRY(data_set_asked_for(visitor, request));
  DataSetForm form{"", field_of(sent, "title"), field_of(sent, "hosting"), field_of(sent, "vendor"),
                   field_of(sent, "sources")};
  if (data_set) {
    form.id = data_set->id.text();
    if (form.title.empty()) form.title = data_set->title;
  }
  const auto problems = TRY(actions::save_data_set(visitor.practice, form));
  if (!problems.empty()) return render_data_set(visitor, form, data_set && data_set->always, problems);
  return http::Response::see_other("/backups?saved=1");
}

Result<http::Response> send_canary(Visitor& visitor, const http::Request& request, const http::Form&) {
  const auto data_set = TRY(data_set_asked_for(visitor, request));
  if (!data_set) return no_such_page();
  auto canary = TRY(actions::make_canary(visitor.practice, data_set->id));
  return http::Response::download(std::move(canary.content), "text/plain; charset=utf-8", canary.name);
}

}  // namespace garde::web
