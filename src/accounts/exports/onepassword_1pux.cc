#include "accounts/exports/onepassword_1pux.h"

#include <optional>
#include <string>

#include "accounts/exports/export_builder.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;

// Of the fields of a login form, the one that plays this part.
std::string_view designated(const json::value* details, std::string_view part) {
  for (const json::value& field : elements_of(member(details, "loginFields")))
    if (text_of(member(&field, "designation")) == part) return text_of(member(&field, "value"));
  return {};
}

bool has_one_time_code(const json::value* details) {
  for (const json::value& section : elements_of(member(details, "sections")))
    for (const json::value& field : elements_of(member(&section, "fields")))
      if (!text_of(member(member(&field, "value"), "totp")).empty()) return true;
  return false;
}

std::vector<std::string> urls_of(const json::value* overview) {
  std::vector<std::string> urls = one_url(text_of(member(overview, "url")));
  for (const json::value& entry : elements_of(member(overview, "urls"))) {
    const std::string_view url = text_of(member(&entry, "url"));
    if (!url.empty() && (urls.empty() || url != urls.front())) urls.emplace_back(url);
  }
  return urls;
}

Result<void> add_item(ExportBuilder& builder, std::uint64_t number, const json::value& item, std::string_view vault) {
  constexpr std::string_view kLogin = "001";
  constexpr std::string_view kPassword = "005";
  const json::value* overview = member(&item, "overview");
  const json::value* details = member(&item, "details");
  const std::string_view category = text_of(member(&item, "categoryUuid"));
  std::string_view password = designated(details, "password");
  if (password.empty()) password = text_of(member(details, "password"));
  if (category != kLogin && category != kPassword && password.empty())
    return builder.skip(number, SkipReason::not_a_login);
  if (const auto state = text_of(member(&item, "state"));
      (!state.empty() && state != "active") || is_true(member(&item, "trashed")))
    return builder.skip(number, SkipReason::discarded);
  Account account;
  account.line = number;
  account.name = text_of(member(overview, "title"));
  account.urls = urls_of(overview);
  account.username = designated(details, "username");
  account.one_time_code = has_one_time_code(details);
  account.passkey = member(member(details, "passkey"), "credentialId") != nullptr;
  if (const auto seconds = integer_of(member(&item, "updatedAt")))
    account.unchanged_since = epoch_time(*seconds, EpochUnit::seconds);
  account.collection = vault;
  return builder.add(std::move(account), password);
}

}  // namespace

Result<Export> read_1pux(std::string_view subject, const json::value& file) {
  ExportBuilder builder(subject, ExportFormat::onepassword_1pux);
  std::uint64_t number = 0;
  for (const json::value& account : elements_of(member(&file, "accounts")))
    for (const json::value& vault : elements_of(member(&account, "vaults"))) {
      const std::string_view name = text_of(member(member(&vault, "attrs"), "name"));
      for (const json::value& entry : elements_of(member(&vault, "items"))) {
        const json::value* wrapped = member(&entry, "item");  // older files wrap each
        TRY(add_item(builder, ++number, wrapped == nullptr ? entry : *wrapped, name));
      }
    }
  return std::move(builder).finish();
}

}  // namespace garde::accounts
