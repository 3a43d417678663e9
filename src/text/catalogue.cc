#include "text/catalogue.h"

#include <algorithm>

#include "base/as_text.h"

namespace garde::text {
namespace {

// Calls `on_text` and `on_place` for the parts of a pattern, in order.
template <class OnText, class OnPlace>
void walk(std::string_view pattern, OnText on_text, OnPlace on_place) {
  while (!pattern.empty()) {
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) return on_text(pattern);
    on_text(pattern.substr(0, open));
    on_place(pattern.substr(open + 1, close - open - 1));
    pattern.remove_prefix(close + 1);
  }
}

const std::string* find_param(const std::vector<std::pair<std::string, std::string>>& params, std::string_view name) {
  const auto found = std::ranges::find(params, name, &std::pair<std::string, std::string>::first);
  return found == params.end() ? nullptr : &found->second;
}

}  // namespace

std::string fill(std::string_view pattern, const std::vector<std::pair<std::string, std::string>>& params) {
  std::string sentence;
  walk(
      pattern, [&](std::string_view text) { sentence += text; },
      [&](std::string_view name) {
        const std::string* value = find_param(params, name);
        sentence += value != nullptr ? *value : "{" + std::string(name) + "}";
      });
  return sentence;
}

std::vector<std::string> places(std::string_view pattern) {
  std::vector<std::string> names;
  walk(pattern, [](std::string_view) {}, [&](std::string_view name) { names.emplace_back(name); });
  return names;
}

Catalogue Catalogue::read(const content::Files& files, std::string_view language, content::Problems& problems) {
  Catalogue catalogue;
  for (const content::File* file : files.in("text/" + std::string(language)))
    if (auto table = content::parse(*file, problems)) catalogue.add(*table, "", problems);
  return catalogue;
}

void Catalogue::add(content::Table& table, const std::string& prefix, content::Problems& problems) {
  const std::vector<std::string> keys = table.keys();
  if (keys == std::vector<std::string>{"one", "other"} && !table.holds_table("one")) {
    entries_[prefix] = {table.text("one"), table.text("other")};
    return;
  }
  for (const std::string& key : keys) {
    const std::string path = prefix.empty() ? key : prefix + "." + key;
    if (table.holds_table(key)) {
      if (auto inner = table.table(key)) add(*inner, path, problems);
      continue;
    }
    if (has(path)) table.problem(path + " is written twice");
    entries_[path] = {"", table.text(key)};
  }
}

bool Catalogue::has(std::string_view key) const { return entries_.find(key) != entries_.end(); }

std::vector<std::string> Catalogue::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, entry] : entries_) keys.push_back(key);
  return keys;
}

std::string Catalogue::sentence(const Message& message) const {
  const auto found = entries_.find(message.key);
  if (found == entries_.end()) return message.key;
  const Entry& entry = found->second;
  const std::string* count = find_param(message.params, "count");
  const bool singular = !entry.one.empty() && count != nullptr && (*count == "0" || *count == "1");
  // What is put into a sentence stays within it, and shows.
  auto params = message.params;
  for (auto& [name, value] : params) value = visible_text(value);
  return fill(singular ? entry.one : entry.other, params);
}

}  // namespace garde::text
