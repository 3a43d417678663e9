#include "actions/incident/incident_file.h"

#include "actions/contacts/contacts.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "actions/incident/measured_recovery.h"
#include "actions/practice/field_check.h"
#include "actions/practice/practice_name.h"
#include "storage/setting_store.h"

namespace garde::actions {
namespace {

constexpr std::size_t kMaxProcedureLength = 2000;  // code points: a page of the kit
constexpr std::size_t kMaxWhoLength = 120;         // code points: two names and their functions
constexpr double kMostHours = 24.0 * 30;
constexpr int kMostPlaces = 99;

// Of the services' settings; one for each thing that can be changed.
std::string setting_name(const incident::ServiceId& service, std::string_view what) {
  return fmt::format("recovery.{}.{}", service.text(), what);
}

// As it stood before the entry that filed the initial notification, which a complement completes.
std::optional<incident::Incident> as_first_notified(const IncidentStatus& status) {
  const auto found = status.incident.declarations.find(incident::declaration::cnil_initial());
  if (found == status.incident.declarations.end() || found->second.state != incident::DeclarationState::filed)
    return std::nullopt;
  std::vector<journal::Entry> earlier;
  for (const journal::Entry& entry : status.entries)
    if (entry.sequence < found->second.entry) earlier.push_back(entry);
  journal::Header header{
      .id = status.incident.id, .created = status.incident.opened, .exercise = status.incident.exercise, .key = {}};
  auto before = incident::read_incident(header, earlier);
  if (!before) return std::nullopt;
  return std::move(before).take();
}

std::optional<double> parse_hours(std::string_view typed) {
  std::string text(typed);
  std::ranges::replace(text, ',', '.');
  double hours = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), hours);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !(hours > 0) || hours > kMostHours)
    return std::nullopt;
  return hours;
}

std::optional<int> parse_place(std::string_view text) {
  int place = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), place);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || place < 1 || place > kMostPlaces)
    return std::nullopt;
  return place;
}

void check(const incident::ServiceId& service, const ServiceForm& form, FieldProblems& problems) {
  if (!form.hours.empty() && !parse_hours(form.hours))
    problems.push_back({fmt::format("hours-{}", service.text()), {"incident-page.problem.hours", {}}});
  if (!form.place.empty() && !parse_place(form.place))
    problems.push_back({fmt::format("place-{}", service.text()), {"incident-page.problem.place", {}}});
  check_text(fmt::format("who-{}", service.text()), form.who, kMaxWhoLength, LineBreaks::refused, problems);
  check_text(fmt::format("procedure-{}", service.text()), form.procedure, kMaxProcedureLength, LineBreaks::allowed,
             problems);
}

documents::IncidentFile file_of(const Practice& practice, const IncidentStatus& status, const std::string& name,
                                const std::optional<incident::Incident>& before) {
  const Library& library = practice.library();
  return {.practice = name,
          .now = status.now,
          .zone = practice.zone(),
          .texts = library.texts,
          .content = library.incident_documents,
          .path = library.breach_path,
          .services = library.recovery_services,
          .rules = library.incident,
          .incident = status.incident,
          .entries = status.entries,
          .clocks = status.clocks,
          .before = before,
          .witness = status.journal.witness_words};
}

}  // namespace

documents::IncidentFile LoadedIncident::file(const Practice& practice_in_use) const {
  return file_of(practice_in_use, *status, practice, before);
}

Result<std::unique_ptr<const LoadedIncident>> load_incident(Practice& practice, const IncidentId& id) {
  auto loaded = std::make_unique<LoadedIncident>();
  loaded->status = TRY(incident_status(practice, id));
  loaded->practice = TRY(practice_name(practice));
  loaded->before = as_first_notified(*loaded->status);
  return std::unique_ptr<const LoadedIncident>(std::move(loaded));
}

Result<std::vector<documents::RegisterRow>> incident_register(Practice& practice) {
  const std::string name = TRY(practice_name(practice));
  std::vector<std::pair<Instant, documents::RegisterRow>> found;
  TRY(visit_incidents(practice, [&](const IncidentSummary& summary, const IncidentStatus* status) -> Result<void> {
    if (status != nullptr && summary.exercise == incident::Exercise::no)
      found.emplace_back(summary.opened, documents::register_row(file_of(practice, *status, name, std::nullopt)));
    return {};
  }));
  std::ranges::stable_sort(found, std::ranges::greater(), &std::pair<Instant, documents::RegisterRow>::first);
  std::vector<documents::RegisterRow> rows;
  for (auto& [opened, row] : found) rows.push_back(std::move(row));
  return rows;
}

Result<incident::RecoverySettings> recovery_settings(Practice& practice) {
  return practice.with_storage([&](storage::Connection& connection) -> Result<incident::RecoverySettings> {
    incident::RecoverySettings settings;
    for (const incident::Service& service : practice.library().recovery_services.services) {
      const auto load = [&](std::string_view what) {
        return storage::load_setting(connection, practice.id(), setting_name(service.id, what));
      };
      const auto hours = TRY(load("hours"));
      const auto place = TRY(load("place"));
      const auto who = TRY(load("who"));
      const auto procedure = TRY(load("procedure"));
      const auto unused = TRY(load("unused"));
      incident::ServiceSettings own;
      own.who = who.value_or("");
      own.procedure = procedure.value_or("");
      own.unused = unused.has_value();
      if (hours)
        if (const auto read = parse_hours(*hours))
          own.tolerable = std::chrono::minutes(std::max(1, static_cast<int>(*read * 60)));
      if (place) own.place = parse_place(*place);
      if (own != incident::ServiceSettings{}) settings.emplace(service.id, std::move(own));
    }
    return settings;
  });
}

Result<FieldProblems> save_recovery_settings(Practice& practice,
                                             const std::map<incident::ServiceId, ServiceForm>& forms) {
  FieldProblems problems;
  for (const auto& [service, form] : forms) check(service, form, problems);
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction([&](storage::Connection& connection) -> Result<void> {
    for (const incident::Service& service : practice.library().recovery_services.services) {
      const auto found = forms.find(service.id);
      if (found == forms.end()) continue;
      const ServiceForm& form = found->second;
      for (const auto& [what, value] :
           {std::pair<std::string_view, std::string_view>{"hours", form.hours},
            {"place", form.place},
            {"who", form.who},
            {"procedure", form.procedure == service.procedure ? std::string_view() : std::string_view(form.procedure)},
            {"unused", form.unused ? "yes" : ""}}) {
        const std::string name = setting_name(service.id, what);
        if (value.empty())
          TRY(storage::remove_setting(connection, practice.id(), name));
        else
          TRY(storage::save_setting(connection, practice.id(), name, value));
      }
    }
    return {};
  }));
  return problems;
}

Result<std::vector<incident::BoardRow>> recovery_board(Practice& practice) {
  const incident::RecoverySettings settings = TRY(recovery_settings(practice));
  const incident::MeasuredRecoveries measured = TRY(measured_recoveries(practice));
  return incident::recovery_board(practice.library().recovery_services, settings, measured);
}

Result<std::vector<documents::KitContact>> whom_to_call(Practice& practice, incident::Situation situation) {
  // The vendor attacked: no computer of the practice is, and the order of a suspicious message fits.
  const bool vendor = situation == incident::Situation::vendor;
  const auto order = TRY(contacts::SituationId::parse(vendor ? "suspicious" : incident::name(situation)));
  const text::Catalogue& texts = practice.library().texts;
  std::vector<documents::KitContact> all;
  const std::vector<contacts::CallingStep> steps = TRY(calling_order(practice, order));
  for (const contacts::CallingStep& step : steps) {
    documents::KitContact contact{step.is_missing() ? step.role : step.who, "", step.why, ""};
    if (!step.numbers.empty()) {
      contact.reach = contacts::unbroken(step.numbers.front().phone);
      contact.link = contacts::tel_uri(step.numbers.front().phone);
    } else if (!step.email.empty()) {
      contact.reach = step.email;
      contact.link = "mailto:" + step.email;
    } else if (!step.url.empty()) {
      contact.reach = contact.link = step.url;
    } else {
      contact.reach = texts.sentence("incident-number.missing");
    }
    all.push_back(std::move(contact));
  }
  return all;
}

Result<documents::Kit> current_kit(Practice& practice) {
  const text::Catalogue& texts = practice.library().texts;
  documents::Kit kit {
    TRY(practice_name(practice))
    , practice.today(), {}, {}, TRY(recovery_board(practice))
  };
  for (const std::string_view step : {"incident-first-step.ransom.1", "incident-first-step.ransom.2",
                                      "incident-first-step.ransom.3", "incident-first-step.ransom.4"})
    kit.first_steps.push_back(texts.sentence(step));
  kit.contacts = TRY(whom_to_call(practice, incident::Situation::ransom));
  return kit;
}

}  // namespace garde::actions
