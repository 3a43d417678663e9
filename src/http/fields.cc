#include "http/fields.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>

#include <algorithm>

#include "base/utf8.h"
#include "http/percent.h"

namespace garde::http {
namespace {

Error refused(std::size_t offset, std::string detail) {
  return {ErrorKind::invalid_input, "urlencoded form", offset, std::move(detail)};
}

Result<std::string> decode(std::string_view text, std::size_t offset) {
  for (const char c : text) {
    if (c < '!' || c > '~') return refused(offset, "a byte that must be percent-encoded");
  }
  auto decoded = percent_decoded(text, PlusSign::space);
  if (!decoded) return refused(offset, "'%' without two hexadecimal digits");
  if (!is_utf8(*decoded) || decoded->find('\0') != std::string::npos) return refused(offset, "not UTF-8 text");
  return std::move(*decoded);
}

}  // namespace

std::optional<std::string_view> Fields::get(std::string_view name) const {
  std::optional<std::string_view> found;
  for (const Field& field : entries_) {
    if (field.name != name) continue;
    if (found) return std::nullopt;
    found = field.value;
  }
  return found;
}

void Fields::wipe() {
  for (Field& field : entries_) ::explicit_bzero(field.value.data(), field.value.size());
}

std::vector<std::string_view> Fields::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Field& field : entries_) {
    if (field.name == name) values.push_back(field.value);
  }
  return values;
}

Result<Fields> parse_urlencoded(std::string_view text) {
  std::vector<Field> entries;
  if (text.empty()) return Fields();
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    const std::string_view pair = text.substr(at, end - at);
    if (pair.empty()) return refused(at, "empty pair");
    if (entries.size() == kMaxFields) return refused(at, "too many fields");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::size_t value_at = std::min(equals + 1, pair.size());
    std::string name = TRY(decode(pair.substr(0, equals), at));
    std::string value = TRY(decode(pair.substr(value_at), at + value_at));
    entries.push_back({std::move(name), std::move(value)});
    at = end + 1;
  }
  return Fields(std::move(entries));
}

}  // namespace garde::http
