#include "tools/content_strings.h"

#include <algorithm>

#include <toml++/toml.h>

namespace garde::tools {
namespace {

void collect(const toml::node& node, ContentString place, std::vector<ContentString>& strings) {
  if (const auto* text = node.as_string()) {
    place.line = static_cast<int>(node.source().begin.line);
    place.value = text->get();
    strings.push_back(std::move(place));
  } else if (const auto* array = node.as_array()) {
    for (const toml::node& element : *array) collect(element, place, strings);
  } else if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) {
      ContentString inner = place;
      inner.name = key.str();
      inner.key = place.key.empty() ? inner.name : place.key + "." + inner.name;
      collect(value, std::move(inner), strings);
    }
  }
}

}  // namespace

Result<std::vector<ContentString>> content_strings(const std::string& file, std::string_view toml) {
  try {
    std::vector<ContentString> strings;
    collect(toml::parse(toml, file), {file, 0, {}, {}, {}}, strings);
    std::ranges::sort(strings, {}, [](const ContentString& text) { return std::pair(text.line, text.key); });
    return strings;
  } catch (const toml::parse_error& error) {
    return Error{ErrorKind::damaged, file + ":" + std::to_string(error.source().begin.line), std::nullopt,
                 std::string(error.description())};
  }
}

}  // namespace garde::tools
