#include "tests/visitor.h"

#include <fmt/format.h>

namespace garde::tests {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

std::optional<http::Answer> ask(std::uint16_t port, const std::string& request) {
  http::TestClient client(port);
  client.send(request);
  return client.read_answer();
}

std::string part(std::string_view name, std::string_view value, std::string_view more = "") {
  return fmt::format("--b\r\nContent-Disposition: form-data; name=\"{}\"{}\r\n\r\n{}\r\n", name, more, value);
}

}  // namespace

Visitor::Visitor(std::uint16_t port, std::string host, const std::string& link) : port_(port), host_(std::move(host)) {
  const auto opened = get(link);
  if (!opened || opened->status != 303) return;
  const std::string cookie(opened->headers.get("Set-Cookie").value_or(""));
  cookie_ = cookie.substr(0, cookie.find(';'));
  const auto page = get("/settings");
  constexpr std::string_view kField = "name=\"form_token\" value=\"";
  const std::size_t at = page ? page->body.find(kField) : std::string::npos;
  if (at == std::string::npos) return;
  form_token_ = page->body.substr(at + kField.size(), 64);
}

std::optional<http::Answer> Visitor::get(const std::string& path) const {
  return ask(port_, fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n", path, host_,
                                cookie_));
}

std::string Visitor::head_of_post(const std::string& path, std::string_view type, std::size_t size) const {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}\r\nOrigin: http://{}\r\nCookie: {}\r\nConnection: close\r\n"
      "Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
      path, host_, host_, cookie_, type, size);
}

std::optional<http::Answer> Visitor::post(const std::string& path, const std::string& fields) const {
  const std::string body = "form_token=" + form_token_ + "&" + fields;
  return ask(port_, head_of_post(path, kForm, body.size()) + body);
}

std::optional<http::Answer> Visitor::post_document(const std::string& path, const std::string& fields,
                                                   std::string_view content) const {
  std::string body = part("form_token", form_token_);
  for (std::string_view rest = fields; !rest.empty();) {
    const std::string_view field = rest.substr(0, rest.find('&'));
    body += part(field.substr(0, field.find('=')), field.substr(field.find('=') + 1));
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
  }
  body += part("document", content, "; filename=\"lettre.pdf\"\r\nContent-Type: application/pdf") + "--b--\r\n";
  return ask(port_, head_of_post(path, "multipart/form-data; boundary=b", body.size()) + body);
}

}  // namespace garde::tests
