#include "accounts/exports/json_export.h"

#include <algorithm>

#include "accounts/exports/bitwarden_json.h"
#include "accounts/exports/enpass_json.h"
#include "accounts/exports/keeper_json.h"
#include "accounts/exports/onepassword_1pux.h"
#include "accounts/exports/other_file.h"
#include "accounts/exports/proton_pass_json.h"
#include "accounts/exports/secret_json.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;

bool all_have(const json::value* list, std::string_view key) {
  return std::ranges::all_of(elements_of(list),
                             [&](const json::value& element) { return member(&element, key) != nullptr; });
}

bool is_array(const json::value* value) { return value != nullptr && value->is_array(); }

}  // namespace

// One word proves nothing: half of all tools call their accounts "items".
Result<Export> read_json_export(std::string_view subject, std::span<const char> text,
                                const crypto::SecretBytes* password) {
  SecretJsonMemory memory;
  const json::value file = TRY(parse_secret_json(subject, text, memory));
  if (is_bitwarden(file)) return read_bitwarden_json(subject, file, password);
  if (is_proton_pass(file)) return read_proton_pass_json(subject, file);
  if (is_enpass(file)) return read_enpass_json(subject, file);
  if (is_keeper(file)) return read_keeper_json(subject, file);
  const json::value* accounts = member(&file, "accounts");
  if (is_array(accounts) && all_have(accounts, "vaults")) return read_1pux(subject, file);
  if (is_array(accounts) && all_have(accounts, "items") && member(&file, "version") != nullptr)
    return unsupported(subject, OtherFile::fido_cxf);
  const json::value* logins = member(&file, "logins");
  if (is_array(logins) && all_have(logins, "encryptedPassword")) return unsupported(subject, OtherFile::firefox_logins);
  return unsupported(subject, OtherFile::other_json);
}

}  // namespace garde::accounts
