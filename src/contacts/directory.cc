#include "contacts/directory.h"

#include <algorithm>

#include <fmt/format.h>

#include "contacts/email.h"

namespace garde::contacts {
namespace {

constexpr std::int64_t kMaxStaleDays = 3660;

// The id of a table; a problem, and nothing, when it is misspelt or was there before.
template <class T>
auto read_id(content::Table& table, const std::vector<T>& before) -> std::optional<decltype(T::id)> {
  const std::string text = table.text("id");
  const auto id = decltype(T::id)::parse(text);
  if (!id) {
    table.problem(fmt::format("\"{}\" is not an id", text));
    return std::nullopt;
  }
  if (std::ranges::find(before, *id, &T::id) != before.end()) {
    table.problem(text + " is there twice");
    return std::nullopt;
  }
  return *id;
}

void read_roles(content::Table& document, Directory& directory) {
  for (content::Table& table : document.tables("role")) {
    const auto id = read_id(table, directory.roles);
    if (!id) continue;
    directory.roles.push_back({*id, table.text("title"), table.flag("supports"), table.flag("awaited"),
                               table.text("hint"), table.text("organisation"), table.text("reference"),
                               table.text("say")});
    table.finish();
  }
}

std::optional<Phone> read_phone(content::Table& table, const NumberingPlan& numbering) {
  const auto typed = table.optional_text("phone");
  if (!typed) return std::nullopt;
  const auto phone = numbering.parse(*typed);
  if (phone) return *phone;
  table.problem(fmt::format("phone: \"{}\" is not a number of the plan", *typed));
  return std::nullopt;
}

void read_services(content::Table& document, Directory& directory) {
  for (content::Table& table : document.tables("service")) {
    const auto id = read_id(table, directory.services);
    if (!id) continue;
    Service service{.id = *id,
                    .name = table.text("name"),
                    .what_for = table.text("what_for"),
                    .hours = table.optional_text("hours").value_or(""),
                    .phone = read_phone(table, directory.numbering),
                    .email = table.optional_text("email").value_or(""),
                    .url = table.optional_text("url").value_or(""),
                    .regions = {},
                    .source = table.text("source"),
                    .source_url = table.optional_text("source_url").value_or(""),
                    .checked = table.date("checked")};
    for (const std::string& text : table.texts("regions")) {
      const auto region = RegionId::parse(text);
      if (region && directory.region(*region) != nullptr)
        service.regions.push_back(*region);
      else
        table.problem(fmt::format("no region is called \"{}\"", text));
    }
    if (!service.email.empty() && !is_email(service.email)) table.problem("email is not an address");
    if (!service.phone && service.url.empty()) table.problem("a service has a phone, a url or both");
    for (const std::string& url : {service.url, service.source_url})
      if (!url.empty() && !url.starts_with("https://")) table.problem(fmt::format("\"{}\" is not https", url));
    table.finish();
    directory.services.push_back(std::move(service));
  }
}

std::optional<SituationCall> read_call(content::Table& table, const Directory& directory) {
  const auto role = table.optional_text("role");
  const auto service = table.optional_text("service");
  SituationCall call{{}, {}, table.text("why")};
  table.finish();
  if (role) {
    const auto id = RoleId::parse(*role);
    if (id && directory.role(*id) != nullptr) call.role = *id;
  }
  if (service) {
    const auto id = ServiceId::parse(*service);
    if (id && directory.service(*id) != nullptr) call.service = *id;
  }
  if (call.role.has_value() != call.service.has_value()) return call;
  table.problem("a call names one role or one service that exists");
  return std::nullopt;
}

void read_situations(content::Table& document, Directory& directory) {
  for (content::Table& table : document.tables("first-step")) {
    directory.first_steps.push_back({table.text("title"), table.text("detail")});
    table.finish();
  }
  for (content::Table& table : document.tables("situation")) {
    const auto id = read_id(table, directory.situations);
    if (!id) continue;
    Situation situation{*id, table.text("title"), {}};
    for (content::Table& each : table.tables("call"))
      if (auto call = read_call(each, directory)) situation.calls.push_back(std::move(*call));
    table.finish();
    if (situation.calls.empty()) table.problem("a situation calls somebody");
    directory.situations.push_back(std::move(situation));
  }
}

void read_regions(content::Table& document, Directory& directory) {
  for (content::Table& table : document.tables("regions")) {
    const auto id = read_id(table, directory.regions);
    if (!id) continue;
    directory.regions.push_back({*id, table.text("title"), table.optional_text("zone").value_or("")});
    table.finish();
  }
}

void read_release(content::Table& document, Directory& directory) {
  directory.released = document.date("released");
  directory.stale_after = Days{document.integer("stale_after_days", 1, kMaxStaleDays)};
}

template <class T, class Id>
const T* find(const std::vector<T>& all, const Id& id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Directory Directory::read(const content::Files& files, content::Problems& problems) {
  Directory directory;
  directory.numbering = NumberingPlan::read(files, problems);
  // The numbers that telephones take, and the tools that accesses open.
  constexpr std::string_view kReadElsewhere[] = {"directory/numbering.toml", "directory/tools.toml"};
  // What is named by another file comes before it.
  struct Part {
    std::string_view path;
    void (*read)(content::Table&, Directory&);
  };
  constexpr Part kParts[] = {{"directory/release.toml", read_release},
                             {"directory/regions.toml", read_regions},
                             {"directory/roles.toml", read_roles},
                             {"directory/services.toml", read_services},
                             {"directory/situations.toml", read_situations}};
  const auto present = files.in("directory");
  for (const Part& part : kParts) {
    const auto file = std::ranges::find(present, part.path, &content::File::path);
    if (file == present.end()) {
      problems.push_back({std::string(part.path), 0, "is missing"});
      continue;
    }
    if (auto document = content::parse(**file, problems)) {
      part.read(*document, directory);
      document->finish();
    }
  }
  for (const content::File* file : present)
    if (std::ranges::find(kReadElsewhere, file->path) == std::end(kReadElsewhere) &&
        std::ranges::find(kParts, file->path, &Part::path) == std::end(kParts))
      problems.push_back({file->path, 0, "is not a file of the directory"});
  return directory;
}

const Role* Directory::role(const RoleId& id) const { return find(roles, id); }
const Service* Directory::service(const ServiceId& id) const { return find(services, id); }
const Region* Directory::region(const RegionId& id) const { return find(regions, id); }
const Situation* Directory::situation(const SituationId& id) const { return find(situations, id); }

bool Directory::is_stale(Date today) const { return days_between(released, today) > stale_after; }

bool serves(const Service& service, const std::optional<RegionId>& region) {
  return service.regions.empty() || (region && std::ranges::find(service.regions, *region) != service.regions.end());
}

}  // namespace garde::contacts
