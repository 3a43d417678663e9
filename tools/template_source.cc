#include "tools/template_source.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace garde::tools {
namespace {

std::string folder_of(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

// folder/name.html, in letters a C++ function can be named after.
bool is_template_path(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || slash == 0 || !path.ends_with(".html")) return false;
  const std::string_view stem = path.substr(slash + 1, path.size() - slash - 1 - std::string_view(".html").size());
  const auto is_name = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
  };
  return is_name(path.substr(0, slash)) && is_name(stem);
}

int count_contents(const std::vector<Node>& nodes) {
  int count = 0;
  for (const Node& node : nodes) {
    if (std::holds_alternative<Content>(node.part)) ++count;
    if (const auto* each = std::get_if<Each>(&node.part)) count += 2 * count_contents(each->body);
    if (const auto* condition = std::get_if<If>(&node.part))
      count += std::max(count_contents(condition->body), count_contents(condition->otherwise));
  }
  return count;
}

std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': quoted += "\\\""; break;
      case '\\': quoted += "\\\\"; break;
      case '\n': quoted += "\\n"; break;
      case '\r': quoted += "\\r"; break;
      case '\t': quoted += "\\t"; break;
      default: quoted += c;
    }
  }
  return quoted + '"';
}

class Writer {
 public:
  Writer(const std::map<std::string, bool>& is_layout, std::string_view root) : is_layout_(is_layout), root_(root) {}

  Result<std::string> function(const Template& page) {
    page_ = &page;
    source_ = fmt::format("\n{} {{\n", signature(page));
    if (page.layout) {
      if (!TRY(find_layout(page.layout->path, page.layout_line)))
        return error(page.layout_line, page.layout->path + " has no {{content}}: it is not a layout");
      statement(page.layout_line,
                fmt::format("{}(out, {}, [&] {{", function_name(page.layout->path), page.layout->expression));
    }
    TRY(nodes(page.body));
    if (page.layout) source_ += "});\n";
    source_ += "}\n";
    return source_;
  }

  static std::string signature(const Template& page) {
    const bool is_layout = count_contents(page.body) > 0;
    return fmt::format("void {}(Html& out, [[maybe_unused]] const {}& page{})", function_name(page.path), page.view,
                       is_layout ? ", const Content& content" : "");
  }

 private:
  Error error(int line, std::string detail) const { return template_error(page_->path, line, std::move(detail)); }

  void statement(int line, std::string_view code) {
    source_ += fmt::format("#line {} \"{}/{}\"\n{}\n", line, root_, page_->path, code);
  }

  Result<bool> find_layout(const std::string& path, int line) const {
    const auto found = is_layout_.find(path);
    if (found == is_layout_.end()) return error(line, fmt::format("no template '{}' is compiled", path));
    return found->second;
  }

  Result<void> nodes(const std::vector<Node>& nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (std::holds_alternative<Literal>(nodes[i].part)) {
        std::string run;
        for (; i < nodes.size() && std::holds_alternative<Literal>(nodes[i].part); ++i)
          run += std::get<Literal>(nodes[i].part).markup;
        --i;
        source_ += fmt::format("out.literal(Markup({}));\n", literal(run));
      } else {
        TRY(node(nodes[i]));
      }
    }
    return {};
  }

  Result<void> node(const Node& node) {
    return std::visit(Overloaded{
                          [&](const Literal&) { return Result<void>(); },
                          [&](const Value& value) { return write(value, node.line); },
                          [&](const Sentence& sentence) { return write(sentence, node.line); },
                          [&](const Each& each) { return write(each, node.line); },
                          [&](const If& condition) { return write(condition, node.line); },
                          [&](const Include& include) { return write(include, node.line); },
                          [&](const Content&) {
                            statement(node.line, "content();");
                            return Result<void>();
                          },
                      },
                      node.part);
  }

  Result<void> write(const Value& value, int line) {
    switch (value.writing) {
      case Writing::unplaced: fail_check("a template is placed before it is written", __FILE__, __LINE__);
      case Writing::text: statement(line, fmt::format("out.text({});", value.expression)); break;
      case Writing::url: statement(line, fmt::format("out.url({});", value.expression)); break;
      case Writing::url_part: statement(line, fmt::format("out.url_part({});", value.expression)); break;
    }
    return {};
  }

  Result<void> write(const Sentence& sentence, int line) {
    std::string parameters;
    for (const auto& [name, expression] : sentence.parameters)
      parameters += fmt::format("{}{{{}, {}}}", parameters.empty() ? "" : ", ", literal(name), expression);
    statement(line, fmt::format("out.sentence({}, {{{}}});", literal(sentence.key), parameters));
    return {};
  }

  Result<void> write(const Each& each, int line) {
    statement(line, fmt::format("for ([[maybe_unused]] const auto& {} : {}) {{", each.alias, each.expression));
    TRY(nodes(each.body));
    source_ += "}\n";
    return {};
  }

  Result<void> write(const If& condition, int line) {
    statement(line, fmt::format("if ({}is_present({})) {{", condition.is_negated ? "!" : "", condition.expression));
    if (!condition.alias.empty())
      source_ +=
          fmt::format("[[maybe_unused]] const auto& {} = present_value({});\n", condition.alias, condition.expression);
    TRY(nodes(condition.body));
    if (!condition.otherwise.empty()) {
      source_ += "} else {\n";
      TRY(nodes(condition.otherwise));
    }
    source_ += "}\n";
    return {};
  }

  Result<void> write(const Include& include, int line) {
    if (TRY(find_layout(include.path, line)))
      return error(line, include.path + " has a {{content}}: it is a layout, to be named by {{layout}}");
    statement(line, fmt::format("{}(out, {});", function_name(include.path), include.expression));
    return {};
  }

  const std::map<std::string, bool>& is_layout_;
  std::string root_;
  const Template* page_ = nullptr;
  std::string source_;
};

// What each header says: the view structs and the functions of its folders.
std::map<std::string, std::string> headers(const std::vector<Template>& templates, std::string_view pattern) {
  std::map<std::string, std::set<std::string>> views;
  std::map<std::string, std::string> declarations;
  for (const Template& page : templates) {
    const std::string header = header_of(pattern, folder_of(page.path));
    views[header].insert(page.view);
    declarations[header] += Writer::signature(page) + ";\n";
  }
  std::map<std::string, std::string> result;
  for (const auto& [header, functions] : declarations) {
    std::string& text = result[header];
    text =
        "// Written by compile_templates.\n#pragma once\n\n#include \"web/page/html.h\"\n\nnamespace garde::web {\n\n";
    for (const std::string& view : views[header]) text += fmt::format("struct {};\n", view);
    text += fmt::format("\n{}\n}}  // namespace garde::web\n", functions);
  }
  return result;
}

// Paths of the templates that these nodes include, at any depth.
void collect_includes(const std::vector<Node>& nodes, std::set<std::string>& paths) {
  for (const Node& node : nodes) {
    if (const auto* include = std::get_if<Include>(&node.part)) paths.insert(include->path);
    if (const auto* each = std::get_if<Each>(&node.part)) collect_includes(each->body, paths);
    if (const auto* condition = std::get_if<If>(&node.part)) {
      collect_includes(condition->body, paths);
      collect_includes(condition->otherwise, paths);
    }
  }
}

// What the source of each folder includes besides its own header: the view structs shown, and the headers of the other
// folders whose templates it writes.
std::map<std::string, std::set<std::string>> includes_by_folder(const std::vector<Template>& templates,
                                                                std::string_view pattern) {
  std::map<std::string, std::set<std::string>> includes;
  for (const Template& page : templates) {
    const std::string folder = folder_of(page.path);
    std::set<std::string>& included = includes[folder];
    included.insert(page.header);
    std::set<std::string> others;
    if (page.layout) others.insert(page.layout->path);
    collect_includes(page.body, others);
    for (const std::string& other : others) included.insert(header_of(pattern, folder_of(other)));
    included.erase(header_of(pattern, folder));
  }
  return includes;
}

}  // namespace

std::string header_of(std::string_view pattern, std::string_view folder) {
  std::string header(pattern);
  if (const std::size_t star = header.find('*'); star != std::string::npos) header.replace(star, 1, folder);
  return header;
}

std::string function_name(std::string_view path) {
  const std::string folder = folder_of(path);
  const std::size_t start = folder.size() + 1;
  const std::string stem(path.substr(start, path.size() - start - std::string_view(".html").size()));
  return "render_" + (stem == folder ? folder : folder + "_" + stem);
}

Result<TemplateSources> template_sources(const std::vector<Template>& templates, std::string_view root,
                                         std::string_view header) {
  std::map<std::string, bool> is_layout;
  std::set<std::string> functions;
  for (const Template& page : templates) {
    if (!is_template_path(page.path))
      return template_error(page.path, page.page_line, "expected folder/name.html in a-z, 0-9 and '_'");
    if (!functions.insert(function_name(page.path)).second)
      return template_error(page.path, page.page_line,
                            "another template has the same function, " + function_name(page.path));
    if (count_contents(page.body) > 1)
      return template_error(page.path, page.page_line, "{{content}} is there more than once");
    is_layout[page.path] = count_contents(page.body) == 1;
  }

  TemplateSources result;
  result.headers = headers(templates, header);
  for (const auto& [folder, included] : includes_by_folder(templates, header)) {
    std::string& source = result.sources[folder];
    source = fmt::format("// Written by compile_templates.\n#include \"{}\"\n\n", header_of(header, folder));
    for (const std::string& other : included) source += fmt::format("#include \"{}\"\n", other);
    source += "\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\nnamespace garde::web {\n";
  }
  for (const Template& page : templates)
    result.sources[folder_of(page.path)] += TRY(Writer(is_layout, root).function(page));
  for (auto& [folder, source] : result.sources) source += "\n}  // namespace garde::web\n";
  return result;
}

}  // namespace garde::tools
