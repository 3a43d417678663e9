#include "actions/accounts/accesses.h"

#include <algorithm>

#include "accounts/access_evidence.h"
#include "actions/accounts/export_traces.h"
#include "actions/practice/field_check.h"
#include "actions/practice/new_id.h"
#include "actions/practice/own_words.h"
#include "storage/access_store.h"
#include "storage/password_audit_store.h"

namespace garde::actions {
namespace {

using accounts::Access;
using accounts::AccessId;
using accounts::Person;
using accounts::PersonId;
using accounts::Register;
using accounts::UsedTool;
using accounts::UsedToolId;

constexpr std::size_t kMaxBecauseLength = 500;  // code points: a sentence or two
constexpr Days kLongestAcceptance{366};         // a risk nobody looks at again within a year is forgotten, not accepted

Error not_found(std::string_view what, const std::string& id) {
  return {ErrorKind::not_found, id, std::nullopt, "no such " + std::string(what)};
}

std::string name_field(const std::string& field, std::string_view typed, FieldProblems& problems) {
  std::string name(trimmed(typed));
  if (name.empty()) problems.push_back({field, {"form.problem.missing", {}}});
  check_text(field, name, accounts::kMaxNameLength, LineBreaks::refused, problems);
  return name;
}

void refuse_too_many(std::size_t there, std::size_t limit, FieldProblems& problems) {
  if (there >= limit) problems.push_back({"form", {"accesses.problem.too-many", {}}});
}

std::optional<accounts::ToolId> known_tool(const Practice& practice, const std::string& typed,
                                           FieldProblems& problems) {
  if (typed.empty()) return std::nullopt;
  auto id = accounts::ToolId::parse(typed);
  if (id && practice.library().accounts.tools.find(*id) != nullptr) return std::move(id).take();
  problems.push_back({"known", {"form.problem.choice", {}}});
  return std::nullopt;
}

Person read_person(const Practice& practice, PersonId id, const PersonForm& form, FieldProblems& problems) {
  Person person{.id = std::move(id),
                .name = name_field("name", form.name, problems),
                .role = std::string(trimmed(form.role)),
                .left_on = check_past_day("left_on", form.left_on, practice.today(), problems)};
  check_text("role", person.role, accounts::kMaxNameLength, LineBreaks::refused, problems);
  const auto card = accounts::parse_card(form.card);
  const auto lends = accounts::parse_yes_no(form.lends_card);
  if (!card) problems.push_back({"card", {"form.problem.choice", {}}});
  if (!lends) problems.push_back({"lends_card", {"form.problem.choice", {}}});
  person.card = card.value_or(accounts::Card::unknown);
  person.lends_card = lends.value_or(accounts::YesNo::unknown);
  return person;
}

// The ids among `typed` that `find` knows; another one is a form nobody of ours sent.
template <class Id>
std::vector<Id> read_ids(const std::vector<std::string>& typed, const Register& known, const std::string& field,
                         FieldProblems& problems) {
  std::vector<Id> ids;
  for (const std::string& text : typed) {
    auto id = Id::parse(text);
    if (!id || known.find(*id) == nullptr) {
      problems.push_back({field, {"form.problem.choice", {}}});
    } else if (std::ranges::find(ids, *id) == ids.end()) {
      ids.push_back(std::move(id).take());
    }
  }
  std::ranges::sort(ids);
  return ids;
}

std::vector<std::string> read_words(std::string_view typed) {
  std::vector<std::string> words;
  while (!typed.empty()) {
    const std::size_t comma = std::min(typed.find(','), typed.size());
    const std::string word(trimmed(typed.substr(0, comma)));
    if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(word);
    typed.remove_prefix(std::min(comma + 1, typed.size()));
  }
  return words;
}

Access read_access(const Register& known, AccessId id, UsedToolId tool, const AccessForm& form, Instant now,
                   FieldProblems& problems) {
  Access access{.id = std::move(id),
                .tool = std::move(tool),
                .label = name_field("label", form.label, problems),
                .shared = form.shared,
                .holders = read_ids<PersonId>(form.holders, known, "holders", problems),
                .recoveries = {},
                .changed_at = now};
  const auto second_factor = accounts::parse_yes_no(form.second_factor);
  if (!second_factor) problems.push_back({"second_factor", {"form.problem.choice", {}}});
  access.second_factor = second_factor.value_or(accounts::YesNo::unknown);
  for (AccessId& by : read_ids<AccessId>(form.recovery_accesses, known, "recovery_accesses", problems))
    if (by != access.id) access.recoveries.push_back({std::move(by), ""});
  for (std::string& other : read_words(form.recovery_others)) {
    check_text("recovery_others", other, accounts::kMaxNameLength, LineBreaks::refused, problems);
    access.recoveries.push_back({std::nullopt, std::move(other)});
  }
  if (access.recoveries.size() > accounts::kMaxRecoveries)
    problems.push_back({"recovery_others", {"accesses.problem.too-many-recoveries", {}}});
  return access;
}

}  // namespace

Result<Register> access_register(Practice& practice) {
  Register loaded = TRY(practice.with_storage(storage::load_register));
  accounts::add_essential_tools(loaded);
  return loaded;
}

Result<FieldProblems> add_tool(Practice& practice, const ToolForm& form) {
  const Register known = TRY(access_register(practice));
  FieldProblems problems;
  refuse_too_many(known.tools.size(), accounts::kMaxTools, problems);
  const auto directory = known_tool(practice, form.known, problems);
  std::string typed = form.name;
  if (trimmed(typed).empty() && directory) typed = practice.library().accounts.tools.find(*directory)->name;
  UsedTool tool{.id = new_id<UsedToolId>(), .name = name_field("name", typed, problems), .known = directory};
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_tool, tool, practice.now()));
  return problems;
}

Result<FieldProblems> save_tool(Practice& practice, const UsedToolId& id, const ToolForm& form) {
  const Register known = TRY(access_register(practice));
  const UsedTool* there = known.find(id);
  if (there == nullptr) return not_found("tool", id.text());
  FieldProblems problems;
  UsedTool tool{.id = id, .name = std::string(trimmed(form.name)), .known = known_tool(practice, form.known, problems)};
  check_text("name", tool.name, accounts::kMaxNameLength, LineBreaks::refused, problems);
  if (tool.name.empty() && tool.known) tool.name = practice.library().accounts.tools.find(*tool.known)->name;
  if (tool.name.empty() && !there->essential) problems.push_back({"name", {"form.problem.missing", {}}});
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_tool, tool, practice.now()));
  return problems;
}

Result<void> remove_tool(Practice& practice, const UsedToolId& tool) {
  return practice.in_transaction(storage::remove_tool, tool);
}

Result<FieldProblems> add_person(Practice& practice, const PersonForm& form) {
  const Register known = TRY(access_register(practice));
  FieldProblems problems;
  refuse_too_many(known.people.size(), accounts::kMaxPeople, problems);
  const Person person = read_person(practice, new_id<PersonId>(), form, problems);
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_person, person, practice.now()));
  return problems;
}

Result<FieldProblems> save_person(Practice& practice, const PersonId& id, const PersonForm& form) {
  const Register known = TRY(access_register(practice));
  if (known.find(id) == nullptr) return not_found("person", id.text());
  FieldProblems problems;
  const Person person = read_person(practice, id, form, problems);
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_person, person, practice.now()));
  return problems;
}

Result<void> remove_person(Practice& practice, const PersonId& person) {
  return practice.with_storage(storage::remove_person, person);
}

AccessForm form_of(const Access& access) {
  AccessForm form{.label = access.label,
                  .shared = access.shared,
                  .second_factor = std::string(name(access.second_factor)),
                  .holders = {},
                  .recovery_accesses = {},
                  .recovery_others = {}};
  for (const PersonId& holder : access.holders) form.holders.push_back(holder.text());
  for (const accounts::Recovery& recovery : access.recoveries) {
    if (recovery.access) {
      form.recovery_accesses.push_back(recovery.access->text());
    } else {
      if (!form.recovery_others.empty()) form.recovery_others += ", ";
      form.recovery_others += recovery.other;
    }
  }
  return form;
}

Result<FieldProblems> add_access(Practice& practice, const UsedToolId& tool, const AccessForm& form) {
  const Register known = TRY(access_register(practice));
  if (known.find(tool) == nullptr) return not_found("tool", tool.text());
  FieldProblems problems;
  refuse_too_many(known.accesses.size(), accounts::kMaxAccesses, problems);
  const Access access = read_access(known, new_id<AccessId>(), tool, form, practice.now(), problems);
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction(storage::save_access, access));
  return problems;
}

Result<FieldProblems> save_access(Practice& practice, const AccessId& id, const AccessForm& form) {
  const Register known = TRY(access_register(practice));
  const Access* there = known.find(id);
  if (there == nullptr) return not_found("account", id.text());
  FieldProblems problems;
  const Access access = read_access(known, id, there->tool, form, practice.now(), problems);
  if (!problems.empty()) return problems;
  TRY(practice.in_transaction(storage::save_access, access));
  return problems;
}

Result<void> remove_access(Practice& practice, const AccessId& access) {
  return practice.with_storage(storage::remove_access, access);
}

Result<FieldProblems> review_accesses(Practice& practice, const std::string& by) {
  FieldProblems problems;
  const accounts::Review review{practice.now(), name_field("by", by, problems)};
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::add_review, review));
  return problems;
}

Result<void> keep_audit(Practice& practice, const accounts::AuditReport& report) {
  const accounts::AuditSummary summary = accounts::summarise(report);
  const bool found_reuse = summary.with(accounts::Reason::reused) + summary.with(accounts::Reason::near_reused) > 0;
  if (!accounts::kEnoughOfAnAudit.holds(accounts::judged(report)) && !found_reuse) return {};
  return practice.with_storage(storage::add_password_audit, summary);
}

Result<std::vector<accounts::AuditSummary>> kept_audits(Practice& practice) {
  return practice.with_storage(storage::load_password_audits);
}

Result<std::vector<evidence::Evidence>> access_evidence(Practice& practice) {
  const auto& claims = practice.library().claims;
  std::vector<evidence::Evidence> shown = accounts::evidence_from(TRY(access_register(practice)), claims);
  const auto measured = accounts::evidence_from(TRY(kept_audits(practice)), claims);
  shown.insert(shown.end(), measured.begin(), measured.end());
  return shown;
}

Result<FieldProblems> accept_risk(Practice& practice, const RiskForm& form) {
  constexpr std::size_t kMaxAccount = 400;  // bytes: a host and a login
  FieldProblems problems;
  const auto reason = accounts::parse_reason(form.reason);
  if (!reason || form.account.empty() || form.account.size() > kMaxAccount)
    return Error{ErrorKind::invalid_input, "accepted risk", std::nullopt, "not one of the findings"};
  accounts::AcceptedRisk risk{.account = form.account,
                              .reason = *reason,
                              .because = std::string(trimmed(form.because)),
                              .accepted_by = name_field("by", form.by, problems),
                              .accepted_at = practice.now(),
                              .review_on = {}};
  check_text("account", risk.account, kMaxAccount, LineBreaks::refused, problems);
  if (risk.because.empty()) problems.push_back({"because", {"form.problem.missing", {}}});
  check_text("because", risk.because, kMaxBecauseLength, LineBreaks::refused, problems);
  const auto day = parse_date(trimmed(form.review_on));
  const Date today = practice.today();
  if (!day)
    problems.push_back({"review_on", {"form.problem.not-a-date", {}}});
  else if (*day <= today || days_between(today, *day) > kLongestAcceptance)
    problems.push_back({"review_on", {"accesses.problem.review-within-a-year", {}}});
  else
    risk.review_on = *day;
  if (!problems.empty()) return problems;
  TRY(practice.with_storage(storage::save_accepted_risk, risk));
  return problems;
}

Result<void> withdraw_risk(Practice& practice, const std::string& account, const std::string& reason) {
  const auto known = accounts::parse_reason(reason);
  if (!known) return not_found("reason", reason);
  return practice.with_storage(storage::remove_accepted_risk, account, *known);
}

Result<std::vector<accounts::AcceptedRisk>> accepted_risks(Practice& practice) {
  return practice.with_storage(storage::load_accepted_risks);
}

Result<PracticeGrounds> practice_grounds(Practice& practice) {
  const Register known = TRY(access_register(practice));
  PracticeGrounds grounds;
  grounds.backed_up = TRY(backed_up_folders(practice));
  grounds.accepted = accounts::in_force(TRY(accepted_risks(practice)), practice.today());
  for (const UsedTool& tool : known.tools) {
    const auto accesses = known.accesses_of(tool.id);
    const bool all_on = !accesses.empty() && std::ranges::all_of(accesses, [](const Access* access) {
      return access->second_factor == accounts::YesNo::yes;
    });
    if (tool.known && all_on) grounds.second_factor_on.push_back(*tool.known);
  }
  grounds.own_words = TRY(own_words(practice));
  return grounds;
}

}  // namespace garde::actions
