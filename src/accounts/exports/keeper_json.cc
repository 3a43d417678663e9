#include "accounts/exports/keeper_json.h"

#include <algorithm>
#include <string>

#include "accounts/exports/export_builder.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;

// Custom fields are called by their type and name: "$oneTimeCode::1", "TFC:Keeper".
bool has_field(const json::value& record, std::string_view start) {
  const json::value* fields = member(&record, "custom_fields");
  return fields != nullptr && fields->is_object() && std::ranges::any_of(fields->get_object(), [&](const auto& field) {
           return std::string_view(field.key()).starts_with(start);
         });
}

Result<void> add_record(ExportBuilder& builder, std::uint64_t number, const json::value& record) {
  const std::string_view password = text_of(member(&record, "password"));
  const std::string_view kind = text_of(member(&record, "$type"));
  if (password.empty() && !kind.empty() && kind != "login") return builder.skip(number, SkipReason::not_a_login);
  Account account;
  account.line = number;
  account.name = text_of(member(&record, "title"));
  account.username = text_of(member(&record, "login"));
  account.urls = one_url(text_of(member(&record, "login_url")));
  account.one_time_code = has_field(record, "$oneTimeCode") || has_field(record, "TFC:");
  account.passkey = has_field(record, "$passkey");
  if (const auto seconds = integer_of(member(&record, "last_modified")))
    account.unchanged_since = epoch_time(*seconds, EpochUnit::seconds);
  for (const json::value& folder : elements_of(member(&record, "folders"))) {
    const std::string_view shared = text_of(member(&folder, "shared_folder"));
    if (!shared.empty()) account.shared = true;
    if (account.collection.empty()) account.collection = shared.empty() ? text_of(member(&folder, "folder")) : shared;
  }
  return builder.add(std::move(account), password);
}

}  // namespace

bool is_keeper(const json::value& file) {
  const json::value* records = member(&file, "records");
  return records != nullptr && records->is_array() && !records->get_array().empty() &&
         std::ranges::all_of(elements_of(records),
                             [](const json::value& record) { return member(&record, "title") != nullptr; });
}

Result<Export> read_keeper_json(std::string_view subject, const json::value& file) {
  ExportBuilder builder(subject, ExportFormat::keeper_json);
  std::uint64_t number = 0;
  for (const json::value& record : elements_of(member(&file, "records"))) TRY(add_record(builder, ++number, record));
  return std::move(builder).finish();
}

}  // namespace garde::accounts
