#include "content/table.h"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace garde::content {
namespace {

const toml::table& toml_of(const void* table) { return *static_cast<const toml::table*>(table); }

}  // namespace

struct Table::Source {
  std::string path;
  toml::table root;
};

std::string describe(const Problem& problem) {
  return fmt::format("{}:{}: {}", problem.file, problem.line, problem.text);
}

std::optional<Table> parse(const File& file, Problems& problems) {
  try {
    auto source = std::make_shared<Table::Source>(Table::Source{file.path, toml::parse(file.bytes, file.path)});
    const void* root = &source->root;
    return Table(std::move(source), root, &problems);
  } catch (const toml::parse_error& error) {
    problems.push_back({file.path, error.source().begin.line, std::string(error.description())});
    return std::nullopt;
  }
}

Table::Table(std::shared_ptr<const Source> source, const void* table, Problems* problems)
    : source_(std::move(source)), table_(table), problems_(problems) {}

const std::string& Table::file() const { return source_->path; }
std::uint32_t Table::line() const { return toml_of(table_).source().begin.line; }
void Table::problem(std::string text) { problems_->push_back({source_->path, line(), std::move(text)}); }

std::optional<std::string> Table::optional_text(std::string_view key) {
  taken_.emplace(key);
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_string()) return value->get();
  problem(fmt::format("{} must be text", key));
  return std::nullopt;
}

std::string Table::text(std::string_view key) {
  const bool present = toml_of(table_).get(key) != nullptr;
  if (!present) problem(fmt::format("{} is missing", key));
  const auto value = optional_text(key);
  if (value && value->empty()) problem(fmt::format("{} is empty", key));
  return value.value_or("");
}

std::optional<std::int64_t> Table::optional_integer(std::string_view key, std::int64_t low, std::int64_t high) {
  taken_.emplace(key);
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = node->as_integer();
  if (value != nullptr && value->get() >= low && value->get() <= high) return value->get();
  problem(fmt::format("{} must be a whole number from {} to {}", key, low, high));
  return std::nullopt;
}

std::int64_t Table::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  if (toml_of(table_).get(key) == nullptr) problem(fmt::format("{} is missing", key));
  return optional_integer(key, low, high).value_or(low);
}

Date Table::date(std::string_view key) {
  taken_.emplace(key);
  const toml::node* node = toml_of(table_).get(key);
  if (const auto* value = node == nullptr ? nullptr : node->as_date()) {
    const toml::date& day = value->get();
    return {std::chrono::year{day.year}, std::chrono::month{day.month}, std::chrono::day{day.day}};
  }
  problem(fmt::format("{} must be a day, unquoted: {} = 2026-11-23", key, key));
  return {std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}};
}

bool Table::flag(std::string_view key) {
  taken_.emplace(key);
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return false;
  if (const auto* value = node->as_boolean()) return value->get();
  problem(fmt::format("{} must be true or false", key));
  return false;
}

std::vector<std::string> Table::texts(std::string_view key) {
  taken_.emplace(key);
  std::vector<std::string> values;
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return values;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    problem(fmt::format("{} must be a list of texts", key));
    return values;
  }
  for (const toml::node& element : *array) {
    if (const auto* value = element.as_string()) {
      values.push_back(value->get());
    } else {
      problem(fmt::format("{} must hold texts only", key));
    }
  }
  return values;
}

std::vector<Table> Table::tables(std::string_view key) {
  taken_.emplace(key);
  std::vector<Table> values;
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return values;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    problem(fmt::format("{} must be a list of tables, written [[{}]]", key, key));
    return values;
  }
  for (const toml::node& element : *array) {
    if (const toml::table* table = element.as_table()) {
      values.push_back(Table(source_, table, problems_));
    } else {
      problem(fmt::format("{} must hold tables only", key));
    }
  }
  return values;
}

std::optional<Table> Table::table(std::string_view key) {
  taken_.emplace(key);
  const toml::node* node = toml_of(table_).get(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* table = node->as_table()) return Table(source_, table, problems_);
  problem(fmt::format("{} must be a table", key));
  return std::nullopt;
}

std::vector<std::string> Table::keys() const {
  std::vector<std::string> names;
  for (const auto& [key, node] : toml_of(table_)) names.emplace_back(key.str());
  return names;
}

bool Table::holds_table(std::string_view key) const {
  const toml::node* node = toml_of(table_).get(key);
  return node != nullptr && node->is_table();
}

void Table::finish() {
  for (const auto& [key, node] : toml_of(table_)) {
    if (!taken_.contains(key.str()))
      problems_->push_back(
          {source_->path, node.source().begin.line, fmt::format("{} is not a key known here", key.str())});
  }
}

}  // namespace garde::content
