#include "http/multipart.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "http/http.h"

namespace garde::http {
namespace {

constexpr std::string_view kFormData = "multipart/form-data";

Error refused(std::size_t offset, std::string detail) {
  return {ErrorKind::invalid_input, "multipart form", offset, std::move(detail)};
}

// RFC 2046 bcharsnospace: a boundary with anything else would need quoting rules that nobody sends.
bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= kMaxBoundaryLength && std::ranges::all_of(text, [](char c) {
    const bool letter_or_digit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter_or_digit || (c != '\0' && std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos);
  });
}

// Takes `prefix` off the front of `text` if it is there.
bool consume(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes `name="value"` off the front. Browsers write a quote inside as %22 (WHATWG), and nothing as a backslash
// escape; no other %XX means anything here.
std::optional<std::string> consume_quoted(std::string_view& text, std::string_view name) {
  if (!consume(text, name) || !consume(text, "=\"")) return std::nullopt;
  const std::size_t end = text.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  std::string value(text.substr(0, end));
  text.remove_prefix(end + 1);
  for (std::size_t at = 0; (at = value.find("%22", at)) != std::string::npos; ++at) value.replace(at, 3, 1, '"');
  return value;
}

struct PartHead {
  std::string name;
  std::optional<std::string> file_name;
  std::string media_type;
};

Result<PartHead> parse_disposition(std::string_view value, std::size_t offset) {
  PartHead head;
  if (!consume(value, "form-data; ")) return refused(offset, "not a form-data part");
  auto name = consume_quoted(value, "name");
  if (!name || name->empty()) return refused(offset, "a part without a name");
  head.name = std::move(*name);
  if (consume(value, "; ")) {
    head.file_name = consume_quoted(value, "filename");
    if (!head.file_name) return refused(offset, "a parameter we do not read");
  }
  if (!value.empty()) return refused(offset, "more after the parameters");
  const bool text = is_utf8(head.name) && is_utf8(head.file_name.value_or(""));
  if (!text || has_control_character(head.name + head.file_name.value_or(""), LineBreaks::refused))
    return refused(offset, "a name that is not text");
  return head;
}

// `lines` are the header lines of a part, each with its CRLF.
Result<PartHead> parse_part_head(std::string_view lines, std::size_t offset) {
  std::optional<PartHead> head;
  std::optional<std::string> media_type;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return refused(offset, "not a header");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = line.substr(colon + 2);
    if (equals_ignoring_case(name, "Content-Disposition") && !head) {
      head = TRY(parse_disposition(value, offset));
    } else if (equals_ignoring_case(name, "Content-Type") && !media_type) {
      if (!is_utf8(value) || has_control_character(value, LineBreaks::refused)) return refused(offset, "not a type");
      media_type = std::string(value);
    } else {
      return refused(offset, "a header we do not read");
    }
    lines.remove_prefix(end + 2);
    offset += end + 2;
  }
  if (!head) return refused(offset, "no Content-Disposition");
  head->media_type = std::move(media_type).value_or("");
  return std::move(*head);
}

}  // namespace

Result<std::string> multipart_boundary(std::string_view content_type) {
  if (!equals_ignoring_case(content_type.substr(0, kFormData.size()), kFormData)) return refused(0, "another type");
  std::string_view rest = trimmed(content_type.substr(kFormData.size()));
  if (!consume(rest, ";")) return refused(kFormData.size(), "no boundary");
  rest = trimmed(rest);
  if (!consume(rest, "boundary=")) return refused(kFormData.size(), "no boundary");
  if (rest.size() >= 2 && rest.front() == '"' && rest.back() == '"') rest = rest.substr(1, rest.size() - 2);
  if (!is_boundary(rest)) return refused(kFormData.size(), "a boundary nobody sends");
  return std::string(rest);
}

Result<Form> parse_multipart(std::string_view body, std::string_view boundary) {
  const std::string opening = "--" + std::string(boundary);
  const std::string delimiter = "\r\n" + opening;
  if (!body.starts_with(opening)) return refused(0, "no boundary at the start");

  Form form;
  std::vector<Field> fields;
  fields.reserve(kMaxParts);  // a vector that grows leaves copies of short values behind
  std::size_t parts = 0;
  std::size_t at = opening.size();
  while (body.substr(at, 2) == "\r\n") {
    if (parts++ == kMaxParts) return refused(at, "too many parts");
    const std::size_t head_at = at + 2;
    const std::size_t head_end =
        body.substr(0, std::min(body.size(), head_at + kMaxPartHead.value)).find("\r\n\r\n", at);
    if (head_end == std::string_view::npos) return refused(head_at, "headers too long or not ended");
    if (head_end < head_at) return refused(head_at, "no headers");
    PartHead head = TRY(parse_part_head(body.substr(head_at, head_end + 2 - head_at), head_at));

    const std::size_t content_at = head_end + 4;
    const std::size_t content_end = body.find(delimiter, content_at);
    if (content_end == std::string_view::npos) return refused(content_at, "no boundary at the end");
    const std::string_view content = body.substr(content_at, content_end - content_at);
    if (head.file_name) {
      const bool left_empty = head.file_name->empty() && content.empty();
      if (!left_empty)
        form.files.push_back({std::move(head.name), std::move(*head.file_name), std::move(head.media_type), content});
    } else {
      if (!is_utf8(content) || content.find('\0') != std::string_view::npos)
        return refused(content_at, "a field that is not UTF-8 text");
      fields.push_back({std::move(head.name), std::string(content)});
    }
    at = content_end + delimiter.size();
  }
  const std::string_view end = body.substr(at);
  if (end != "--" && end != "--\r\n") return refused(at, "neither a part nor the end");
  form.fields = Fields(std::move(fields));
  return form;
}

}  // namespace garde::http
