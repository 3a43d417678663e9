#include "web/page/form.h"

#include <algorithm>

namespace garde::web {

using actions::FieldProblem;
using actions::FieldProblems;

ProblemList problem_list(const Visitor& visitor, const FieldProblems& problems) {
  ProblemList list;
  for (const FieldProblem& problem : problems) {
    std::string sentence = say(visitor, problem.message);
    if (std::ranges::find(list.sentences, sentence) == list.sentences.end())
      list.sentences.push_back(std::move(sentence));
  }
  return list;
}

std::string problem_of(const Visitor& visitor, const FieldProblems& problems, std::string_view field) {
  const auto found = std::ranges::find(problems, field, &FieldProblem::field);
  return found == problems.end() ? std::string() : say(visitor, found->message);
}

FormField form_field(const Visitor& visitor, const FieldProblems& problems, std::string name, std::string label,
                     std::string hint, std::string value, std::string type) {
  std::string problem = problem_of(visitor, problems, name);
  return {.name = std::move(name),
          .label = std::move(label),
          .hint = std::move(hint),
          .type = std::move(type),
          .value = std::move(value),
          .problem = std::move(problem)};
}

http::Status status_of(const FieldProblems& problems) {
  return problems.empty() ? http::Status::ok : http::Status::unprocessable_content;
}

std::string field_of(const http::Form& form, std::string_view name) {
  return std::string(form.fields.get(name).value_or(""));
}

std::vector<std::string> fields_of(const http::Form& form, std::string_view name) {
  const auto all = form.fields.all(name);
  return {all.begin(), all.end()};
}

std::optional<actions::AttachedFile> file_of(const http::Form& form, std::string_view name) {
  const auto found = std::ranges::find(form.files, name, &http::FilePart::name);
  if (found == form.files.end()) return std::nullopt;
  return actions::AttachedFile{found->file_name, found->media_type, std::string(found->content)};
}

}  // namespace garde::web
