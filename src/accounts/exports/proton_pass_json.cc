#include "accounts/exports/proton_pass_json.h"

#include <string>

#include "accounts/exports/export_builder.h"
#include "accounts/exports/other_file.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;

Result<void> add_item(ExportBuilder& builder, std::uint64_t number, const json::value& item, const json::value& vault) {
  constexpr std::int64_t kActive = 1;  // 2: in the bin
  const json::value* data = member(&item, "data");
  const json::value* content = member(data, "content");
  const std::string_view password = text_of(member(content, "password"));
  if (const auto state = integer_of(member(&item, "state")); state && *state != kActive)
    return builder.skip(number, SkipReason::discarded);
  if (text_of(member(data, "type")) != "login" && password.empty())
    return builder.skip(number, SkipReason::not_a_login);
  Account account;
  account.line = number;
  account.name = text_of(member(member(data, "metadata"), "name"));
  for (const json::value& url : elements_of(member(content, "urls")))
    if (!text_of(&url).empty()) account.urls.emplace_back(text_of(&url));
  for (const std::string_view key : {"itemUsername", "username", "itemEmail"})
    if (account.username.empty()) account.username = text_of(member(content, key));
  account.one_time_code = !text_of(member(content, "totpUri")).empty();
  account.passkey = !elements_of(member(content, "passkeys")).empty();
  if (const auto seconds = integer_of(member(&item, "modifyTime")))
    account.unchanged_since = epoch_time(*seconds, EpochUnit::seconds);
  account.collection = text_of(member(&vault, "name"));
  account.shared = is_true(member(&vault, "shared"));
  return builder.add(std::move(account), password);
}

}  // namespace

bool is_proton_pass(const json::value& file) {
  const json::value* vaults = member(&file, "vaults");
  return member(&file, "version") != nullptr && vaults != nullptr && vaults->is_object();
}

Result<Export> read_proton_pass_json(std::string_view subject, const json::value& file) {
  if (is_true(member(&file, "encrypted"))) return unsupported(subject, OtherFile::proton_pass_encrypted);
  ExportBuilder builder(subject, ExportFormat::proton_pass_json);
  std::uint64_t number = 0;
  for (const auto& [id, vault] : member(&file, "vaults")->get_object())
    for (const json::value& item : elements_of(member(&vault, "items"))) TRY(add_item(builder, ++number, item, vault));
  return std::move(builder).finish();
}

}  // namespace garde::accounts
