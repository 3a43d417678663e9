#include "incident/recovery_services.h"

#include <algorithm>
#include <set>

namespace garde::incident {
namespace {

constexpr std::string_view kFile = "incident/recovery.toml";
constexpr std::int64_t kMostMinutes = 60LL * 24 * 30;  // a practice without it for a month is closed
constexpr std::int64_t kMostLines = 40;                // of one A4 sheet

template <class AnyId>
std::vector<AnyId> read_ids(content::Table& row, std::string_view key) {
  std::vector<AnyId> ids;
  for (const std::string& text : row.texts(key)) {
    if (auto id = AnyId::parse(text))
      ids.push_back(*id);
    else
      row.problem(std::string(key) + " wants ids");
  }
  return ids;
}

std::optional<Service> read_service(content::Table& row) {
  const auto id = ServiceId::parse(row.text("id"));
  if (!id) {
    row.problem("a service needs an id");
    return std::nullopt;
  }
  Service service{.id = *id,
                  .title = row.text("title"),
                  .why = row.text("why"),
                  .depends = read_ids<ServiceId>(row, "depends"),
                  .tolerable = std::chrono::minutes(row.integer("tolerable_minutes", 1, kMostMinutes)),
                  .procedure = row.text("procedure"),
                  .forms = read_ids<FormId>(row, "forms"),
                  .data_sets = read_ids<evidence::SubjectId>(row, "data_sets"),
                  .back = row.text("back"),
                  .reentry = row.optional_text("reentry").value_or("")};
  row.finish();
  return service;
}

std::optional<BlankForm> read_form(content::Table& row) {
  const auto id = FormId::parse(row.text("id"));
  if (!id) {
    row.problem("a form needs an id");
    return std::nullopt;
  }
  BlankForm form{*id, row.text("title"), row.integer("lines", 1, kMostLines), {}, row.texts("prompts")};
  for (content::Table& column : row.tables("column")) {
    form.columns.push_back({column.text("title"), column.integer("share", 1, 100)});
    column.finish();
  }
  row.finish();
  if (form.columns.empty() == form.prompts.empty()) row.problem("a form has columns or prompts");
  return form;
}

// True if following `depends` from the service comes back to it.
bool leans_on_itself(const RecoveryServices& all, const Service& start) {
  std::set<ServiceId> seen;
  std::vector<ServiceId> open = start.depends;
  while (!open.empty()) {
    const ServiceId id = open.back();
    open.pop_back();
    if (id == start.id) return true;
    const Service* service = all.find(id);
    if (service != nullptr && seen.insert(id).second)
      open.insert(open.end(), service->depends.begin(), service->depends.end());
  }
  return false;
}

}  // namespace

RecoveryServices RecoveryServices::read(const content::Files& files, content::Problems& problems) {
  RecoveryServices all;
  for (const content::File* file : files.in("incident")) {
    if (file->path != kFile) continue;
    auto document = content::parse(*file, problems);
    if (!document) continue;
    static_cast<void>(document->text("version"));
    for (content::Table& row : document->tables("service"))
      if (auto service = read_service(row)) all.services.push_back(std::move(*service));
    for (content::Table& row : document->tables("form"))
      if (auto form = read_form(row)) all.forms.push_back(std::move(*form));
    document->finish();
    for (const Service& service : all.services) {
      const auto known = [&](const ServiceId& id) { return all.find(id) != nullptr; };
      const auto known_form = [&](const FormId& id) { return all.find(id) != nullptr; };
      if (!std::ranges::all_of(service.depends, known) || leans_on_itself(all, service))
        document->problem(service.id.text() + " depends on itself or on no service of this file");
      if (!std::ranges::all_of(service.forms, known_form)) document->problem(service.id.text() + " names no form");
    }
  }
  return all;
}

const Service* RecoveryServices::find(const ServiceId& id) const {
  const auto found = std::ranges::find(services, id, &Service::id);
  return found == services.end() ? nullptr : &*found;
}

const BlankForm* RecoveryServices::find(const FormId& id) const {
  const auto found = std::ranges::find(forms, id, &BlankForm::id);
  return found == forms.end() ? nullptr : &*found;
}

}  // namespace garde::incident
