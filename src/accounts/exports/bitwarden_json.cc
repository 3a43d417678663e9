#include "accounts/exports/bitwarden_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "accounts/exports/export_builder.h"
#include "accounts/exports/other_file.h"
#include "base/base64.h"
#include "crypto/aes_cbc.h"
#include "crypto/argon2.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"

namespace garde::accounts {
namespace {

namespace json = boost::json;
using crypto::SecretBytes;

constexpr std::size_t kKeySize = 32;

struct Keys {
  SecretBytes encryption;
  SecretBytes authentication;
};

std::span<const char> chars_of(const SecretBytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.bytes().data()), bytes.size()};
}

// HKDF-Expand of RFC 5869 for one block: HMAC(key, info ‖ 1).
SecretBytes expand(const SecretBytes& key, std::string_view info) {
  const std::string message = std::string(info) + '\x01';
  crypto::Sha256Digest block = crypto::HmacSha256(key.bytes()).of(std::as_bytes(std::span(message)));
  SecretBytes expanded = SecretBytes::copy_of(block.bytes);
  crypto::wipe(block.bytes);
  return expanded;
}

Result<SecretBytes> derive(std::string_view subject, const json::value& file, const SecretBytes& password) {
  const std::string_view salt = text_of(member(&file, "salt"));
  const auto kind = integer_of(member(&file, "kdfType"));
  const auto passes = integer_of(member(&file, "kdfIterations"));
  constexpr std::int64_t kMost = 0xFFFFFFFF;
  if (!kind || !passes || *passes < 1 || *passes > kMost)
    return Error{ErrorKind::damaged, std::string(subject), std::nullopt, "no key derivation"};
  const auto salt_bytes = std::as_bytes(std::span(salt));
  if (*kind == 0)
    return crypto::pbkdf2_sha256(password.bytes(), salt_bytes, static_cast<std::uint32_t>(*passes), kKeySize);
  const auto mebibytes = integer_of(member(&file, "kdfMemory"));
  const auto lanes = integer_of(member(&file, "kdfParallelism"));
  if (*kind != 1 || !mebibytes || *mebibytes < 1 || *mebibytes > kMost || !lanes || *lanes < 1 || *lanes > kMost)
    return Error{ErrorKind::unsupported, std::string(subject), std::nullopt, "an unknown key derivation"};
  const crypto::Argon2Cost cost{.memory = {static_cast<std::uint64_t>(*mebibytes) << 20U},
                                .passes = static_cast<std::uint64_t>(*passes),
                                .lanes = static_cast<std::uint32_t>(*lanes)};
  return crypto::argon2(crypto::Argon2Variant::id, crypto::Argon2Version::v13, password.bytes(),
                        crypto::sha256(salt_bytes).bytes, cost, kKeySize);
}

// "2.iv|text|mac", each in base64. wrong_secret when the MAC is not that of the keys.
Result<SecretBytes> open_sealed(std::string_view subject, std::string_view sealed, const Keys& keys) {
  const Error damaged{ErrorKind::damaged, std::string(subject), std::nullopt, "not an encrypted text"};
  if (!sealed.starts_with("2.")) return damaged;
  sealed.remove_prefix(2);
  std::array<SecretBytes, 3> memory;
  std::array<std::span<const std::byte>, 3> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t bar = sealed.find('|');
    if ((bar == std::string_view::npos) != (i == 2)) return damaged;
    memory[i] = SecretBytes::copy_of(sealed.substr(0, bar));
    if (bar != std::string_view::npos) sealed.remove_prefix(bar + 1);
    const auto bytes = decode_base64_in_place({reinterpret_cast<char*>(memory[i].bytes().data()), memory[i].size()});
    if (!bytes) return damaged;
    parts[i] = *bytes;
  }
  const auto [iv, text, mac] = parts;
  if (iv.size() != 16) return damaged;
  SecretBytes message(iv.size() + text.size());
  std::ranges::copy(iv, message.bytes().begin());
  std::ranges::copy(text, message.bytes().subspan(iv.size()).begin());
  const crypto::Sha256Digest expected = crypto::HmacSha256(keys.authentication.bytes()).of(message.bytes());
  if (!crypto::constant_time_equal(expected.bytes, mac))
    return Error{ErrorKind::wrong_secret, std::string(subject), std::nullopt, "the password does not open it"};
  return crypto::aes_256_cbc_decrypt(keys.encryption.bytes().first<kKeySize>(), iv.first<16>(), text);
}

Result<SecretBytes> decrypt(std::string_view subject, const json::value& file, const SecretBytes* password) {
  if (!is_true(member(&file, "passwordProtected"))) return unsupported(subject, OtherFile::bitwarden_account_key);
  if (password == nullptr)
    return Error{ErrorKind::wrong_secret, std::string(subject), std::nullopt, "a password is needed"};
  const SecretBytes master = TRY(derive(subject, file, *password));
  const Keys keys{expand(master, "enc"), expand(master, "mac")};
  static_cast<void>(TRY(open_sealed(subject, text_of(member(&file, "encKeyValidation_DO_NOT_EDIT")), keys)));
  return open_sealed(subject, text_of(member(&file, "data")), keys);
}

using Names = std::map<std::string_view, std::string_view>;  // of folders and collections, by id

// Empty when it is in none: a personal export may list one that is null.
std::string_view first_collection(const json::value& item) {
  for (const json::value& id : elements_of(member(&item, "collectionIds")))
    if (!text_of(&id).empty()) return text_of(&id);
  return {};
}

std::string collection_of(const json::value& item, const Names& names) {
  const auto named = [&](std::string_view id) {
    const auto found = names.find(id);
    return std::string(found == names.end() ? std::string_view() : found->second);
  };
  const std::string_view id = first_collection(item);
  return named(id.empty() ? text_of(member(&item, "folderId")) : id);
}

std::optional<Instant> changed(const json::value& item, const json::value* login) {
  for (const json::value* date : {member(login, "passwordRevisionDate"), member(&item, "revisionDate")})
    if (const auto instant = parse_instant(text_of(date))) return *instant;
  return std::nullopt;
}

Result<void> add_item(ExportBuilder& builder, std::uint64_t number, const json::value& item, const Names& names) {
  constexpr std::int64_t kLogin = 1;
  const json::value* login = member(&item, "login");
  const std::string_view password = text_of(member(login, "password"));
  if (integer_of(member(&item, "type")) != kLogin && password.empty())
    return builder.skip(number, SkipReason::not_a_login);
  if (!text_of(member(&item, "deletedDate")).empty() || !text_of(member(&item, "archivedDate")).empty())
    return builder.skip(number, SkipReason::discarded);
  Account account;
  account.line = number;
  account.name = text_of(member(&item, "name"));
  account.username = text_of(member(login, "username"));
  for (const json::value& uri : elements_of(member(login, "uris")))
    if (const auto text = text_of(member(&uri, "uri")); !text.empty()) account.urls.emplace_back(text);
  account.one_time_code = !text_of(member(login, "totp")).empty();
  account.passkey = !elements_of(member(login, "fido2Credentials")).empty();
  account.unchanged_since = changed(item, login);
  account.collection = collection_of(item, names);
  account.shared = !first_collection(item).empty();
  return builder.add(std::move(account), password);
}

bool is_list(const json::value* value) { return value != nullptr && value->is_array(); }

// Every item says its type by a number; no other tool's do.
bool has_items(const json::value& vault) {
  const json::value* items = member(&vault, "items");
  return is_list(items) && std::ranges::all_of(elements_of(items), [](const json::value& item) {
           return integer_of(member(&item, "type")).has_value();
         });
}

Result<Export> read_items(std::string_view subject, const json::value& vault) {
  const json::value* items = member(&vault, "items");
  Names names;
  for (const std::string_view list : {"folders", "collections"})
    for (const json::value& folder : elements_of(member(&vault, list)))
      names.emplace(text_of(member(&folder, "id")), text_of(member(&folder, "name")));
  ExportBuilder builder(subject, ExportFormat::bitwarden_json);
  std::uint64_t number = 0;
  for (const json::value& item : elements_of(items)) TRY(add_item(builder, ++number, item, names));
  return std::move(builder).finish();
}

}  // namespace

bool is_bitwarden(const json::value& file) {
  const json::value* encrypted = member(&file, "encrypted");
  if (encrypted == nullptr || !encrypted->is_bool()) return false;
  if (encrypted->get_bool())
    return member(&file, "passwordProtected") != nullptr || member(&file, "encKeyValidation_DO_NOT_EDIT") != nullptr;
  return (is_list(member(&file, "folders")) || is_list(member(&file, "collections"))) && has_items(file);
}

Result<Export> read_bitwarden_json(std::string_view subject, const json::value& file, const SecretBytes* password) {
  if (!is_true(member(&file, "encrypted"))) return read_items(subject, file);
  const SecretBytes opened = TRY(decrypt(subject, file, password));
  SecretJsonMemory memory;
  const json::value vault = TRY(parse_secret_json(subject, chars_of(opened), memory));
  if (!has_items(vault)) return unsupported(subject, OtherFile::other_json);
  Export read = TRY(read_items(subject, vault));
  read.in_clear = false;
  return read;
}

}  // namespace garde::accounts
