#include "tools/text_keys.h"

#include <algorithm>
#include <array>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/catalogue.h"

namespace garde::tools {
namespace {

bool is_key_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

// At least two names joined by dots: "plan.title", "error.", "harm.{}.title".
bool has_form_of_key(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z' || text.find('.') == std::string_view::npos)
    return false;
  static constexpr std::array<std::string_view, 18> kFileEndings{".html", ".toml", ".css", ".js",  ".json", ".pdf",
                                                                 ".csv",  ".ics",  ".txt", ".svg", ".png",  ".db",
                                                                 ".h",    ".cc",   ".sql", ".vcf", ".zip",  ".lock"};
  if (std::ranges::any_of(kFileEndings, [&](std::string_view ending) { return text.ends_with(ending); })) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("{}"))
      ++i;
    else if (text[i] == '.' ? text.substr(i + 1).starts_with('.') : !is_key_character(text[i]))
      return false;
  }
  return true;
}

// {} stands for one or more characters that are not a dot; a pattern that ends with '.' or '-' goes on.
bool matches(std::string_view pattern, std::string_view key) {
  const std::size_t place = pattern.find("{}");
  if (place == std::string_view::npos)
    return pattern.ends_with('.') || pattern.ends_with('-') ? key.starts_with(pattern) : key == pattern;
  if (!key.starts_with(pattern.substr(0, place))) return false;
  for (std::size_t end = place + 1; end <= key.size() && key[end - 1] != '.'; ++end)
    if (matches(pattern.substr(place + 2), key.substr(end))) return true;
  return false;
}

// Moves over C++ and gives its literals with what stands around them.
class SourceReader {
 public:
  SourceReader(const std::string& file, std::string_view source, std::vector<TextUse>& uses)
      : file_(file), source_(source), uses_(uses) {}

  void read() {
    while (at_ < source_.size()) {
      const std::string_view rest = source_.substr(at_);
      if (rest.starts_with("//") || rest.starts_with("#include"))
        skip_to("\n");
      else if (rest.starts_with("/*"))
        skip_to("*/");
      else if (rest.starts_with("R\"") && (at_ == 0 || !is_key_character(source_[at_ - 1])))
        skip_to(")" + std::string(rest.substr(2, rest.find('(') - 2)) + "\"");
      else if (rest.starts_with('\''))
        at_ += is_digit_separator() ? 1 : quoted(rest).size() + 2;
      else if (rest.starts_with('"'))
        read_literal(quoted(rest));
      else
        ++at_;
    }
  }

 private:
  void skip_to(std::string_view end) {
    const std::size_t found = source_.find(end, at_ + 1);
    at_ = found == std::string_view::npos ? source_.size() : found + end.size();
  }

  bool is_digit_separator() const { return at_ > 0 && source_[at_ - 1] >= '0' && source_[at_ - 1] <= '9'; }

  // What stands between the quotation mark that `rest` starts with and its end.
  static std::string_view quoted(std::string_view rest) {
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != rest.front() && rest[end] != '\n') end += rest[end] == '\\' ? 2U : 1U;
    if (end >= rest.size() || rest[end] == '\n') return {rest.data() + 1, 0};
    return rest.substr(1, end - 1);
  }

  void read_literal(std::string_view literal) {
    const std::size_t start = at_;
    at_ += literal.size() + 2;
    if (!has_form_of_key(literal)) return;
    const std::string_view before = source_.substr(0, start);
    const bool is_alone = before.ends_with("sentence(");
    const bool is_certain =
        is_alone || before.ends_with("sentence({") || before.ends_with("Message{") || before.ends_with("message(");
    const int line = 1 + static_cast<int>(std::ranges::count(before, '\n'));
    auto parameters = parameters_at(at_);
    if (!parameters && is_alone && source_.substr(at_).starts_with(')')) parameters.emplace();
    uses_.push_back({file_, line, std::string(literal), std::move(parameters), is_certain});
  }

  // The names in `, {{"count", n}, {"name", x}}`, which may follow a key.
  std::optional<std::set<std::string>> parameters_at(std::size_t at) const {
    const auto skip_blanks = [&] { at = std::min(source_.find_first_not_of(" \n", at), source_.size()); };
    skip_blanks();
    if (!source_.substr(at).starts_with(',')) return std::nullopt;
    ++at;
    skip_blanks();
    if (!source_.substr(at).starts_with('{')) return std::nullopt;
    std::set<std::string> names;
    int depth = 0;
    for (; at < source_.size(); ++at) {
      const char c = source_[at];
      if (c == '{') ++depth;
      if (c == '}' && --depth == 0) return names;
      if (c != '"') continue;
      const std::string_view literal = quoted(source_.substr(at));
      if (depth == 2 && source_[at - 1] == '{') names.emplace(literal);
      at += literal.size() + 1;
    }
    return std::nullopt;
  }

  std::string file_;
  std::string_view source_;
  std::vector<TextUse>& uses_;
  std::size_t at_ = 0;
};

void add_node_uses(const std::string& file, const std::vector<Node>& nodes, std::vector<TextUse>& uses) {
  for (const Node& node : nodes) {
    if (const auto* each = std::get_if<Each>(&node.part)) add_node_uses(file, each->body, uses);
    if (const auto* condition = std::get_if<If>(&node.part)) {
      add_node_uses(file, condition->body, uses);
      add_node_uses(file, condition->otherwise, uses);
    }
    if (const auto* sentence = std::get_if<Sentence>(&node.part)) {
      std::set<std::string> names;
      for (const auto& [name, expression] : sentence->parameters) names.insert(name);
      uses.push_back({file, node.line, sentence->key, std::move(names), true});
    }
  }
}

std::string listed(const std::set<std::string>& names) {
  return names.empty() ? "no parameters" : fmt::format("{{{}}}", fmt::join(names, "} {"));
}

}  // namespace

void add_template_uses(const Template& page, std::vector<TextUse>& uses) { add_node_uses(page.path, page.body, uses); }

void add_source_uses(const std::string& file, std::string_view source, std::vector<TextUse>& uses) {
  SourceReader(file, source, uses).read();
}

Result<std::vector<TextFamily>> parse_families(const std::string& file, std::string_view text) {
  std::vector<TextFamily> families;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::istringstream words(line.substr(0, line.find('#')));
    TextFamily family;
    if (!(words >> family.pattern)) continue;
    std::string more;
    if (!(words >> family.header >> family.enumeration) || words >> more ||
        family.pattern.find("{}") == std::string::npos)
      return Error{ErrorKind::invalid_input, fmt::format("{}:{}", file, number), std::nullopt,
                   "expected: pattern.{} folder/header.h Enumeration"};
    families.push_back(std::move(family));
  }
  return families;
}

std::vector<std::string> enumerators(std::string_view header, std::string_view enumeration) {
  const std::string opening = fmt::format("enum class {} ", enumeration);
  const std::size_t found = header.find(opening);
  const std::size_t open = header.find('{', found);
  if (found == std::string_view::npos || open == std::string_view::npos) return {};
  std::string body;  // without comments
  std::istringstream lines{std::string(header.substr(open + 1, header.find("};", open) - open - 1))};
  for (std::string line; std::getline(lines, line);) body += line.substr(0, line.find("//")) + ' ';
  std::vector<std::string> names;
  std::istringstream values(body);
  for (std::string value; std::getline(values, value, ',');) {
    std::istringstream words(value);  // "damaged = 3"
    if (std::string name; words >> name) names.push_back(name);
  }
  return names;
}

TextCatalogue::TextCatalogue(const std::vector<ContentString>& strings) {
  std::map<std::string, std::set<std::string>> names_of_tables;
  for (const ContentString& text : strings)
    names_of_tables[text.key.substr(0, text.key.size() - text.name.size())].insert(text.name);
  for (const ContentString& text : strings) {
    const std::string table = text.key.substr(0, text.key.size() - text.name.size());
    const bool is_plural = names_of_tables[table] == std::set<std::string>{"one", "other"} && !table.empty();
    Entry& entry = entries_[is_plural ? table.substr(0, table.size() - 1) : text.key];
    if (entry.file.empty()) {
      entry.file = text.file;
      entry.line = text.line;
    }
    for (std::string& place : text::places(text.value)) entry.parameters.insert(std::move(place));
    if (is_plural) entry.parameters.insert("count");
  }
}

bool TextCatalogue::is_table(std::string_view name) const {
  const std::string start = std::string(name) + '.';
  const auto next = entries_.lower_bound(start);
  return next != entries_.end() && next->first.starts_with(start);
}

bool TextCatalogue::use_all(std::string_view pattern) {
  bool is_any = false;
  for (auto& [key, entry] : entries_) {
    if (!matches(pattern, key)) continue;
    entry.is_used = true;
    is_any = true;
  }
  return is_any;
}

void TextCatalogue::check_uses(const std::vector<TextUse>& uses, std::vector<TextFinding>& findings) {
  for (const TextUse& use : uses) {
    if (const auto found = entries_.find(use.key); found != entries_.end()) {
      found->second.is_used = true;
      if (use.parameters && *use.parameters != found->second.parameters)
        findings.push_back({use.file, use.line,
                            fmt::format("{} is given {} and has {}", use.key, listed(*use.parameters),
                                        listed(found->second.parameters))});
      continue;
    }
    if (use_all(use.key) || (is_table(use.key) && use_all(use.key + "."))) continue;
    if (use.is_certain || is_table(use.key.substr(0, use.key.find('.'))))
      findings.push_back({use.file, use.line, "there is no sentence " + use.key});
  }
}

void TextCatalogue::check_family(const TextFamily& family, const std::vector<std::string>& names,
                                 std::vector<TextFinding>& findings) {
  const auto key_of = [&](const std::string& name) {
    std::string key = family.pattern;
    return key.replace(key.find("{}"), 2, name);
  };
  if (names.empty()) findings.push_back({family.header, 1, "there is no enum class " + family.enumeration});
  std::set<std::string> wanted;
  for (const std::string& name : names) {
    std::string dashed = name;
    std::ranges::replace(dashed, '_', '-');
    wanted.insert({key_of(name), key_of(dashed)});
    if (!entries_.contains(key_of(name)) && !entries_.contains(key_of(dashed)))
      findings.push_back(
          {family.header, 1, fmt::format("{}::{} has no sentence {}", family.enumeration, name, key_of(dashed))});
  }
  for (auto& [key, entry] : entries_) {
    if (!matches(family.pattern, key)) continue;
    entry.is_used = true;
    if (!wanted.contains(key))
      findings.push_back(
          {entry.file, entry.line, fmt::format("{} belongs to no value of {}", key, family.enumeration)});
  }
}

void TextCatalogue::check_all_used(std::vector<TextFinding>& findings) const {
  for (const auto& [key, entry] : entries_)
    if (!entry.is_used) findings.push_back({entry.file, entry.line, key + " is used nowhere"});
}

}  // namespace garde::tools
