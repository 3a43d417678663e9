// What the forms of the pages are made of, and what is said when one of them cannot be taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/practice/attached_file.h"
#include "actions/practice/practice.h"
#include "http/multipart.h"
#include "http/response.h"
#include "web/page/frame.h"

namespace garde::web {

struct FormField {
  std::string name;
  std::string label;
  std::string hint;
  std::string type = "text";
  std::string value;
  bool multiline = false;
  std::string problem;  // the sentence, or empty
};

// One of several, of which one is chosen: in a <select>, or a radio button.
struct Choice {
  std::string value;
  std::string title;
  bool selected = false;
};
struct SelectField {
  std::string name;
  std::string label;
  std::string hint = {};
  std::vector<Choice> choices = {};
  std::string problem = {};
};

// One of several, of which any may be chosen.
struct TickBox {
  std::string id;  // on the page
  std::string name;
  std::string value;
  std::string label;
  bool checked = false;
};

// Above a form that came back; each sentence once.
struct ProblemList {
  std::vector<std::string> sentences;
};
ProblemList problem_list(const Visitor& visitor, const actions::FieldProblems& problems);

// The sentence about this field, or empty.
std::string problem_of(const Visitor& visitor, const actions::FieldProblems& problems, std::string_view field);

// With its problem, when it has one.
FormField form_field(const Visitor& visitor, const actions::FieldProblems& problems, std::string name,
                     std::string label, std::string hint, std::string value, std::string type = "text");

http::Status status_of(const actions::FieldProblems& problems);

std::string field_of(const http::Form& form, std::string_view name);  // empty when it is not there
std::vector<std::string> fields_of(const http::Form& form, std::string_view name);
// The file handed in under this name; nothing when none was.
std::optional<actions::AttachedFile> file_of(const http::Form& form, std::string_view name);

}  // namespace garde::web
