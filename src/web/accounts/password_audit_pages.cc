#include "web/accounts/password_audit_pages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "accounts/exports/other_file.h"
#include "actions/accounts/account_audit.h"
#include "actions/accounts/export_traces.h"
#include "actions/practice/own_password.h"
#include "base/as_text.h"
#include "base/utf8.h"
#include "documents/accounts/account_audit.h"
#include "http/secret_body.h"
#include "web/accounts/templates.h"
#include "web/page/answers.h"

namespace garde::web {
namespace {

using accounts::AuditedAccount;
using accounts::AuditReport;

constexpr std::size_t kExports = 3;  // people's, on one form
constexpr Days kUsualAcceptance{182};

// A page that another fetches for its message alone.
bool wants_json(const http::Request& request) {
  return request.headers.get("Accept").value_or("").find("application/json") != std::string_view::npos;
}
http::Response message_response(const std::string& message, bool fine) {
  return http::Response::json(boost::json::serialize(boost::json::object{{"message", message}, {"fine", fine}}));
}

// By whom, until when.
std::string accepted_words(const Visitor& visitor, const accounts::AcceptedRisk& risk) {
  return say(visitor, {"accesses.risk.accepted", {{"by", risk.accepted_by}, {"day", text::long_day(risk.review_on)}}});
}

Result<http::Response> render_audit(Visitor& visitor, std::string problem, std::string flash) {
  const auto audits = TRY(actions::kept_audits(visitor.practice));
  const auto risks = TRY(actions::accepted_risks(visitor.practice));
  AuditPage page{.frame = make_frame(visitor, Section::accesses, say(visitor, "accesses.audit.title")),
                 .problem = std::move(problem),
                 .exports = {},
                 .last_audit = "",
                 .risks = {}};
  page.frame.flash = std::move(flash);
  for (std::size_t i = 1; i <= kExports; ++i) page.exports.push_back({std::to_string(i), i == 1});
  if (!audits.empty()) page.last_audit = audit_words(visitor, audits.front());
  for (const accounts::AcceptedRisk& risk : risks)
    page.risks.push_back({.account = risk.account,
                          .reason_id = std::string(name(risk.reason)),
                          .reason = say(visitor, fmt::format("accounts.kind.{}", name(risk.reason))),
                          .because = risk.because,
                          .accepted = accepted_words(visitor, risk)});
  const http::Status status = page.problem.empty() ? http::Status::ok : http::Status::unprocessable_content;
  return page_response(visitor, render_accounts_audit, page, status);
}

std::string corpus_sentence(const Visitor& visitor, const accounts::CorpusAnswer& corpus) {
  if (corpus.shipped) return say(visitor, {"accesses.audit.corpus-shipped", {{"count", text::number(corpus.entries)}}});
  if (corpus.established()) return say(visitor, {"accounts.corpus-used", {{"count", text::number(corpus.entries)}}});
  return say(visitor, "accounts.corpus-not-established") + " " +
         say(visitor, fmt::format("accounts.corpus.{}", name(corpus.doubt)));
}

FindingView finding_view(const Visitor& visitor, const AuditReport& report, std::size_t index) {
  const AuditedAccount& account = report.audit.accounts[index];
  FindingView view{
      .anchor = std::to_string(index),
      .title = account.name.empty() ? say(visitor, "accounts.unnamed") : account.name,
      .detail = account.username,
      .group = account.group ? say(visitor, {"accesses.audit.group", {{"group", text::number(*account.group)}}}) : "",
      .reasons = {},
      .action = "",
      .strength = documents::strength_sentence(account, texts_of(visitor)),
      .hidden = account.key.empty() ? say(visitor, {"accounts.hidden", {{"line", text::number(account.line)}}}) : "",
      .key = account.key,
      .reason_choices = {}};
  if (!account.url.empty()) view.detail += (view.detail.empty() ? "" : " · ") + account.url;
  if (report.files.size() > 1 && !report.files.at(account.file).person.empty())
    view.detail += " · " + report.files.at(account.file).person;
  for (const accounts::Reason reason : account.reasons) {
    ReasonView shown{say(visitor, explanation(account, reason)), ""};
    if (reason == accounts::Reason::breached && account.breach_count)
      shown.text += " " + say(visitor, {"accounts.breach-count", {{"count", text::number(*account.breach_count)}}});
    if (const accounts::AcceptedRisk* risk = accounts::accepted(report.accepted, account, reason)) {
      shown.accepted = accepted_words(visitor, *risk) + " " + risk->because;
    } else {
      view.reason_choices.push_back(
          {std::string(name(reason)), say(visitor, fmt::format("accounts.kind.{}", name(reason))), false});
    }
    view.reasons.push_back(std::move(shown));
  }
  const auto open = open_reasons(report.accepted, account);
  if (!open.empty()) view.action = say(visitor, accounts::next_action(open.front()));
  return view;
}

// Where an export still lies, and what copies it from there.
std::string place_of(const Visitor& visitor, const actions::ExportTrace& trace) {
  std::string place = say(visitor, {"accesses.audit.place", {{"folder", trace.folder}}});
  if (trace.service) place += " " + say(visitor, {"accesses.audit.synced", {{"service", *trace.service}}});
  if (trace.backed_up_by)
    place += " " + say(visitor, {"accesses.audit.backed-up", {{"destination", *trace.backed_up_by}}});
  return place;
}

std::string silent_sentence(const Visitor& visitor, const std::vector<std::string>& folders) {
  constexpr std::size_t kMostNamed = 5;
  std::vector<std::string> names;
  for (const std::string& folder : std::span(folders).first(std::min(folders.size(), kMostNamed)))
    names.push_back(as_text(folder));
  if (names.size() < folders.size()) names.emplace_back("…");
  return say(visitor, {"accesses.audit.silent", {{"folders", text::list(names)}}});
}

// Where the exports in clear still lie; nothing is looked for when there are none.
actions::FoundTraces traces_of(const Visitor& visitor, const AuditReport& report, const std::vector<std::size_t>& sizes,
                               std::span<const accounts::BackedUpFolder> backed_up) {
  std::vector<actions::LookedFor> in_clear;
  for (std::size_t i = 0; i < report.files.size(); ++i)
    if (report.files[i].in_clear) in_clear.push_back({report.files[i].subject, ByteCount{sizes.at(i)}});
  actions::FoundTraces found;
  if (!in_clear.empty())
    found = actions::find_export_traces(visitor.practice.readers(), visitor.home, in_clear,
                                        visitor.practice.library().accounts.synced_folders, backed_up);
  // One for each file of the report.
  auto traces = found.of_files.begin();
  std::vector<std::vector<actions::ExportTrace>> of_files;
  for (const accounts::AuditedFile& file : report.files)
    of_files.push_back(file.in_clear ? std::move(*traces++) : std::vector<actions::ExportTrace>());
  return {std::move(of_files), std::move(found.silent)};
}

Result<http::Response> render_result(Visitor& visitor, const AuditReport& report, const std::vector<std::size_t>& sizes,
                                     std::span<const accounts::BackedUpFolder> backed_up) {
  AuditResultPage page{.frame = make_frame(visitor, Section::accesses, say(visitor, "accesses.audit.result-title")),
                       .summary = "",
                       .findings = {},
                       .accepted = {},
                       .corpus = corpus_sentence(visitor, report.corpus),
                       .exports = {},
                       .next_year = to_iso(plus_days(visitor.practice.today(), kUsualAcceptance))};
  for (const std::size_t index : accounts::in_order_of_mending(report.audit)) {
    FindingView view = finding_view(visitor, report, index);
    (view.action.empty() ? page.accepted : page.findings).push_back(std::move(view));
  }
  const actions::FoundTraces traces = traces_of(visitor, report, sizes, backed_up);
  page.summary = documents::account_audit_headline(report, page.findings.size(), texts_of(visitor));
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    const accounts::AuditedFile& file = report.files[i];
    ExportView view{.name = file.subject,
                    .size = std::to_string(sizes.at(i)),
                    .read = say(visitor, {"accounts.read", {{"count", text::number(file.accounts)}}}),
                    .in_clear = file.in_clear,
                    .places = {},
                    .skipped = {}};
    for (const actions::ExportTrace& trace : traces.of_files.at(i)) view.places.push_back(place_of(visitor, trace));
    if (file.in_clear && !traces.silent.empty()) view.places.push_back(silent_sentence(visitor, traces.silent));
    for (const accounts::SkippedRow& row : file.skipped)
      view.skipped.push_back(
          {text::number(row.line), say(visitor, fmt::format("accounts.skipped.{}", name(row.reason)))});
    page.exports.push_back(std::move(view));
  }
  return page_response(visitor, render_accounts_audit_result, page);
}

// The exports of the form with what opens them, and the size of each.
struct HandedIn {
  accounts::GivenExports given;
  std::vector<std::size_t> sizes;  // in bytes
};

HandedIn handed_in(const Visitor& visitor, const http::Form& form) {
  HandedIn handed{.given = {.exports = {}, .now = visitor.practice.now()}, .sizes = {}};
  const auto password = form.fields.get("password").value_or("");
  for (const http::FilePart& file : form.files)
    if (file.name == "key-file") handed.given.key_file = {file.file_name, crypto::SecretBytes::copy_of(file.content)};
  for (std::size_t i = 1; i <= kExports; ++i) {
    for (const http::FilePart& file : form.files) {
      if (file.name != fmt::format("file-{}", i)) continue;
      handed.given.exports.push_back(
          {.subject = file.file_name,
           .person = std::string(trimmed(form.fields.get(fmt::format("person-{}", i)).value_or(""))),
           .file = crypto::SecretBytes::copy_of(file.content)});
      if (!password.empty()) handed.given.exports.back().password = crypto::SecretBytes::copy_of(password);
      handed.sizes.push_back(file.content.size());
    }
  }
  return handed;
}

std::string problem_sentence(const Visitor& visitor, const accounts::GivenExports& given,
                             const actions::AuditProblem& problem) {
  using About = actions::AuditProblem::About;
  if (problem.about == About::reading) return say(visitor, cage::explanation(problem.ending));
  const bool is_key = problem.about == About::key_file;
  if (const auto other = is_key ? std::nullopt : accounts::other_file_of(problem.error))
    return say(visitor, {fmt::format("accounts.other-file.{}", name(*other)),
                         {{"file", given.exports.at(problem.file).subject}}});
  const std::string of = is_key ? "accesses.audit.key-problem" : "accesses.audit.problem";
  const std::string key = fmt::format("{}.{}", of, name(problem.error.kind));
  return say(visitor, {texts_of(visitor).has(key) ? key : of + ".damaged",
                       {{"file", is_key ? given.key_file->subject : given.exports.at(problem.file).subject}}});
}

}  // namespace

Result<http::Response> show_audit(Visitor& visitor, const http::Request& request) {
  return render_audit(visitor, "", saved_flash(visitor, request, "accesses.saved"));
}

Result<http::Response> run_audit(Visitor& visitor, const http::Request&, http::Form& form) {
  const actions::Library& library = visitor.practice.library();
  HandedIn handed = handed_in(visitor, form);
  http::wipe(form);
  if (handed.given.exports.empty()) return render_audit(visitor, say(visitor, "accesses.audit.problem.none"), "");
  auto grounds = TRY(actions::practice_grounds(visitor.practice));
  if (const auto corpus = actions::breach_corpus(visitor.practice)) handed.given.corpus = corpus->string();
  handed.given.own_words = std::move(grounds.own_words);
  handed.given.second_factor_on = std::move(grounds.second_factor_on);
  const actions::ExportPlaces places{.paths = std::vector<std::string>(handed.given.exports.size()),
                                     .backed_up = grounds.backed_up,
                                     .accepted = std::move(grounds.accepted)};
  const auto report = actions::audit_exports(visitor.practice.readers(), handed.given, places, library.accounts);
  if (!report) {
    if (report.error().about == actions::AuditProblem::About::corpus) return report.error().error;
    return render_audit(visitor, problem_sentence(visitor, handed.given, report.error()), "");
  }
  TRY(actions::keep_audit(visitor.practice, *report));
  return render_result(visitor, *report, handed.sizes, grounds.backed_up);
}

Result<http::Response> look_for_export(Visitor& visitor, const http::Request& request, const http::Form& form) {
  const std::string name = field_of(form, "name");
  const std::string size_text = field_of(form, "size");
  std::uint64_t size = 0;
  std::from_chars(size_text.data(), size_text.data() + size_text.size(), size);
  const auto backed_up = TRY(actions::backed_up_folders(visitor.practice));
  const std::array looked_for = {actions::LookedFor{name, ByteCount{size}}};
  const auto found = actions::find_export_traces(visitor.practice.readers(), visitor.home, looked_for,
                                                 visitor.practice.library().accounts.synced_folders, backed_up);
  const std::vector<actions::ExportTrace>& traces = found.of_files.front();
  std::string message = say(visitor, {traces.empty() ? "accesses.audit.gone" : "accesses.audit.still-there",
                                      {{"file", name}, {"count", text::number(traces.size())}}});
  for (const actions::ExportTrace& trace : traces) message += " " + place_of(visitor, trace);
  if (!found.silent.empty()) message += " " + silent_sentence(visitor, found.silent);
  if (wants_json(request)) return message_response(message, traces.empty() && found.silent.empty());
  return render_audit(visitor, "", message);
}

Result<http::Response> save_risk(Visitor& visitor, const http::Request& request, const http::Form& form) {
  if (field_of(form, "do") == "withdraw") {
    TRY(actions::withdraw_risk(visitor.practice, field_of(form, "account"), field_of(form, "reason")));
    return http::Response::see_other("/accesses/audit?saved=1");
  }
  const auto problems = TRY(actions::accept_risk(
      visitor.practice, {field_of(form, "account"), field_of(form, "reason"), field_of(form, "because"),
                         field_of(form, "by"), field_of(form, "review_on")}));
  if (problems.empty()) {
    if (wants_json(request)) return message_response(say(visitor, "accesses.risk.saved"), true);
    return http::Response::see_other("/accesses/audit?saved=1");
  }
  std::string message = say(visitor, "form.problems");
  for (const actions::FieldProblem& problem : problems) message += " " + say(visitor, problem.message);
  if (wants_json(request)) return message_response(message, false);
  return render_audit(visitor, message, "");
}

}  // namespace garde::web
