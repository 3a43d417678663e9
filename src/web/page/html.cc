#include "web/page/html.h"

namespace garde::web {
namespace {

std::string_view entity_of(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

}  // namespace

void Html::text(const Shown& value) {
  std::string_view rest = value.text();
  while (true) {
    const std::size_t special = rest.find_first_of("&<>\"'");
    html_ += rest.substr(0, special);
    if (special == std::string_view::npos) return;
    html_ += entity_of(rest[special]);
    rest.remove_prefix(special + 1);
  }
}

void Html::sentence(std::string_view key, std::initializer_list<std::pair<std::string_view, Shown>> parameters) {
  Message message{std::string(key), {}};
  for (const auto& [name, value] : parameters) message.params.emplace_back(name, value.text());
  text(message);
}

}  // namespace garde::web
