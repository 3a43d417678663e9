// compile_templates DIRECTORY HEADER ROOT TEMPLATE...
//
// Writes DIRECTORY/HEADER, which declares a function per TEMPLATE (a path relative to ROOT), one for each folder of
// templates where HEADER has a `*` for it, and DIRECTORY/templates_FOLDER.cc for every folder of them. Called by
// garde_templates(). The language is described in template_syntax.h.
#include <cstdio>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "tools/files.h"
#include "tools/place_in_html.h"
#include "tools/template_source.h"
#include "tools/template_syntax.h"

namespace garde::tools {
namespace {

Result<Template> read_template(const std::filesystem::path& root, const std::string& path) {
  const std::string source = TRY(read_file(root / path));
  Template page = TRY(parse_template(path, source));
  TRY(place_in_html(page));
  return page;
}

Result<void> write_sources(const TemplateSources& sources, const std::filesystem::path& directory) {
  for (const auto& [header, text] : sources.headers) {
    std::error_code error;
    std::filesystem::create_directories((directory / header).parent_path(), error);
    if (error) return Error{ErrorKind::unreadable, directory.string(), std::nullopt, error.message()};
    TRY(write_file(directory / header, text));
  }
  for (const auto& [folder, source] : sources.sources)
    TRY(write_file(directory / fmt::format("templates_{}.cc", folder), source));
  return {};
}

// As a compiler reports, so that editors find the line.
void report(std::string_view root, const Error& error) {
  fmt::print(stderr, "{}/{}: error: {}\n", root, error.subject, error.detail);
}

bool compile(std::span<char*> arguments) {
  constexpr std::size_t kFirstTemplate = 4;
  if (arguments.size() <= kFirstTemplate) {
    fmt::print(stderr, "compile_templates: expected DIRECTORY HEADER ROOT TEMPLATE...\n");
    return false;
  }
  const std::string_view root = arguments[3];
  std::vector<Template> templates;
  bool is_well = true;
  for (const std::string path : arguments.subspan(kFirstTemplate)) {
    auto page = read_template(root, path);
    if (page) {
      templates.push_back(std::move(page).take());
    } else {
      report(root, page.error());
      is_well = false;
    }
  }
  if (!is_well) return false;
  const auto sources = template_sources(templates, root, arguments[2]);
  if (!sources) {
    report(root, sources.error());
    return false;
  }
  const auto written = write_sources(*sources, arguments[1]);
  if (!written) fmt::print(stderr, "compile_templates: {}\n", describe(written.error()));
  return written.has_value();
}

}  // namespace
}  // namespace garde::tools

int main(int argc, char** argv) { return garde::tools::compile({argv, static_cast<std::size_t>(argc)}) ? 0 : 1; }
