#include "http/target.h"

#include <algorithm>

#include "base/utf8.h"
#include "http/percent.h"

namespace garde::http {
namespace {

Error refused(std::size_t offset, std::string detail) {
  return {ErrorKind::invalid_input, "request target", offset, std::move(detail)};
}

// RFC 3986 pchar, and '%' which decoding checks.
bool may_stand_in_path(char c) {
  const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || (c != '\0' && std::string_view("-._~!$&'()*+,;=:@%").find(c) != std::string_view::npos);
}

Result<std::string> decode_segment(std::string_view raw, std::size_t offset) {
  if (!std::ranges::all_of(raw, may_stand_in_path)) return refused(offset, "a byte that must be percent-encoded");
  auto segment = percent_decoded(raw, PlusSign::literal);
  if (!segment) return refused(offset, "'%' without two hexadecimal digits");
  if (!is_utf8(*segment) || has_control_character(*segment, LineBreaks::refused)) return refused(offset, "not text");
  if (segment->find_first_of("/\\") != std::string::npos) return refused(offset, "a separator inside a segment");
  if (*segment == "." || *segment == "..") return refused(offset, "a dot segment");
  return std::move(*segment);
}

Result<std::string> decode_path(std::string_view raw) {
  if (!raw.starts_with('/')) return refused(0, "not an absolute path");
  std::string path;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = std::min(raw.find('/', at + 1), raw.size());
    const std::string_view segment = raw.substr(at + 1, end - at - 1);
    if (segment.empty() && end != raw.size()) return refused(at, "an empty segment");
    path += '/';
    path += TRY(decode_segment(segment, at + 1));
    at = end;
  }
  return path;
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  const std::size_t question = text.find('?');
  Target target;
  target.path = TRY(decode_path(text.substr(0, question)));
  if (question != std::string_view::npos) {
    const std::string_view query = text.substr(question + 1);
    const std::size_t delimiter = query.find_first_of("#\"<>");
    if (delimiter != std::string_view::npos) return refused(question + 1 + delimiter, "a delimiter in the query");
    target.query = TRY(parse_urlencoded(query));
  }
  return target;
}

bool is_local_target(std::string_view text) {
  const std::size_t hash = std::min(text.find('#'), text.size());
  const std::string_view fragment = text.substr(std::min(hash + 1, text.size()));
  return parse_target(text.substr(0, hash)) && std::ranges::all_of(fragment, may_stand_in_path);
}

}  // namespace garde::http
