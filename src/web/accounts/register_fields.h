// What the forms of the register have in common, and what its tools and accounts are called.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actions/accounts/accesses.h"
#include "http/response.h"
#include "web/page/form.h"

namespace garde::web {

http::Response saved(const std::string& address);  // back to the page, which says so

SelectField yes_no_field(const Visitor& visitor, std::string name, std::string label, std::string_view chosen,
                         std::string problem);
SelectField card_field(const Visitor& visitor, std::string_view chosen, std::string problem);
// Tools of the directory: all, or those that serve as the essential one of this id.
SelectField known_field(const Visitor& visitor, std::string_view serves, std::string_view chosen, std::string problem);
std::vector<FormField> person_fields(const Visitor& visitor, const actions::PersonForm& form,
                                     const actions::FieldProblems& problems);
std::string state_of(accounts::YesNo second_factor);  // "holds", "fails", "none"

// The account as a person calls it: "Messagerie (Mailo), cabinet".
std::string access_name(const Visitor& visitor, const accounts::Register& known, const accounts::Access& access);
// When the passwords were last audited, and what that found.
std::string audit_words(const Visitor& visitor, const accounts::AuditSummary& audit);
std::string tool_title(const Visitor& visitor, const accounts::UsedTool& tool);  // "Messagerie"

}  // namespace garde::web
