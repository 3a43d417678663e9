// Parsed templates as typed C++: what compile_templates writes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tools/template_syntax.h"

namespace garde::tools {

struct TemplateSources {
  std::map<std::string, std::string> headers;  // by the path they are included by: a declaration per template
  std::map<std::string, std::string> sources;  // by folder of the templates: its functions' definitions
};

// All templates together, each parsed and placed. `root` is where they lie, for #line; `header` is the
// path by which the generated header is included: one for each folder where it has a `*` for the folder's name,
// "web/*/templates.h". Refuses an {{include}} or a {{layout}} of a template that is not there or not made for it.
Result<TemplateSources> template_sources(const std::vector<Template>& templates, std::string_view root,
                                         std::string_view header);

// The header of `pattern` that declares the templates of a folder.
std::string header_of(std::string_view pattern, std::string_view folder);

// "render_plan_action" for plan/action.html, "render_plan" for plan/plan.html.
std::string function_name(std::string_view path);

}  // namespace garde::tools
