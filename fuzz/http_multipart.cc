// Multipart forms with the boundary "b": what is read is bounded, and reads the same again once written.
#include <cstdint>

#include "base/result.h"
#include "base/utf8.h"
#include "http/multipart.h"

namespace {

constexpr std::size_t kMaxInput = 65536;  // enough to pass kMaxParts and kMaxPartHead

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("%22") : std::string(1, c);
  return text + "\"";
}

std::string written(const garde::http::Form& form) {
  std::string body;
  for (const auto& [name, value] : form.fields.entries())
    body += "--b\r\nContent-Disposition: form-data; name=" + quoted(name) + "\r\n\r\n" + value + "\r\n";
  for (const auto& file : form.files) {
    body += "--b\r\nContent-Disposition: form-data; name=" + quoted(file.name) +
            "; filename=" + quoted(file.file_name) + "\r\n";
    if (!file.media_type.empty()) body += "Content-Type: " + file.media_type + "\r\n";
    body.append("\r\n").append(file.content).append("\r\n");
  }
  return body + "--b--\r\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxInput) return 0;
  const auto form = garde::http::parse_multipart({reinterpret_cast<const char*>(data), size}, "b");
  if (!form) return 0;
  GARDE_CHECK(form->fields.entries().size() + form->files.size() <= garde::http::kMaxParts);
  std::size_t content = 0;
  for (const auto& [name, value] : form->fields.entries()) {
    GARDE_CHECK(!name.empty() && garde::is_utf8(name) && garde::is_utf8(value));
    content += name.size() + value.size();
  }
  for (const auto& file : form->files) content += file.content.size();
  GARDE_CHECK(content <= size);
  const std::string body = written(*form);
  const auto again = garde::http::parse_multipart(body, "b");
  GARDE_CHECK(again);
  GARDE_CHECK(again->fields == form->fields && again->files == form->files);
  return 0;
}
