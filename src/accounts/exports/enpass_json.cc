#include "accounts/exports/enpass_json.h"

#include <algorithm>
#include <map>
#include <string>

#include "accounts/exports/export_builder.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;

// Of a field that was taken out of the form the value may still stand there.
bool is_kept(const json::value& field) { return integer_of(member(&field, "deleted")).value_or(0) == 0; }

Result<void> add_item(ExportBuilder& builder, std::uint64_t number, const json::value& item,
                      const std::map<std::string_view, std::string_view>& folders) {
  if (integer_of(member(&item, "trashed")).value_or(0) != 0 || integer_of(member(&item, "archived")).value_or(0) != 0)
    return builder.skip(number, SkipReason::discarded);
  Account account;
  account.line = number;
  account.name = text_of(member(&item, "title"));
  std::string_view password;
  std::string_view email;
  for (const json::value& field : elements_of(member(&item, "fields"))) {
    const std::string_view value = text_of(member(&field, "value"));
    const std::string_view type = text_of(member(&field, "type"));
    if (value.empty() || !is_kept(field)) continue;
    if (type == "username" && account.username.empty()) account.username = value;
    if (type == "email" && email.empty()) email = value;
    if (type == "password" && password.empty()) password = value;
    if (type == "url" || type == ".Android#") account.urls.emplace_back(value);
    if (type == "totp") account.one_time_code = true;
  }
  if (account.username.empty()) account.username = email;
  const std::string_view kind = text_of(member(&item, "template_type"));
  if (password.empty() && !kind.starts_with("login.") && !kind.starts_with("password."))
    return builder.skip(number, SkipReason::not_a_login);
  if (const auto seconds = integer_of(member(&item, "updated_at")))
    account.unchanged_since = epoch_time(*seconds, EpochUnit::seconds);
  for (const json::value& folder : elements_of(member(&item, "folders")))
    if (const auto found = folders.find(text_of(&folder)); found != folders.end() && account.collection.empty())
      account.collection = found->second;
  return builder.add(std::move(account), password);
}

}  // namespace

bool is_enpass(const json::value& file) {
  const json::value* items = member(&file, "items");
  if (items == nullptr || !items->is_array() || items->get_array().empty()) return false;
  return std::ranges::all_of(elements_of(items), [](const json::value& item) {
    return member(&item, "template_type") != nullptr && member(&item, "title") != nullptr;
  });
}

Result<Export> read_enpass_json(std::string_view subject, const json::value& file) {
  std::map<std::string_view, std::string_view> folders;
  for (const json::value& folder : elements_of(member(&file, "folders")))
    folders.emplace(text_of(member(&folder, "uuid")), text_of(member(&folder, "title")));
  ExportBuilder builder(subject, ExportFormat::enpass_json);
  std::uint64_t number = 0;
  for (const json::value& item : elements_of(member(&file, "items"))) TRY(add_item(builder, ++number, item, folders));
  return std::move(builder).finish();
}

}  // namespace garde::accounts
