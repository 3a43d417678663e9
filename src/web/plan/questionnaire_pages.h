// Answering the questionnaire: one page per theme, each answer saved as it is given.
#pragma once

#include <optional>

#include "diagnostic/questionnaire.h"
#include "http/request.h"
#include "web/page/frame.h"

namespace garde::web {

struct ChoiceView {
  std::string id;
  std::string anchor;  // unique in the page
  std::string type;    // "radio" or "checkbox"
  std::string text;
  std::string help;
  bool checked = false;
  bool alone = false;
};

struct TypedView {
  std::string type;  // "text" or "date"
  std::string value;
  std::string max;  // the last day that makes sense; empty for text
};

struct QuestionView {
  std::string id;
  std::string text;      // the question, or in a row the data set's title
  std::string row_text;  // in a row: the question
  std::string help;
  bool in_row = false;
  bool hidden = false;  // not asked as things stand
  std::optional<TypedView> typed;
  std::vector<ChoiceView> choices;
  std::string problem;
  std::string saved;
};

// A question, or several of one row under their common heading.
struct BlockView {
  std::string heading;
  std::string help;
  bool hidden = false;
  std::vector<QuestionView> questions;
};

struct ThemeLink {
  std::string id;
  std::string title;
  bool current = false;
  bool complete = false;
};

struct QuestionProblem {
  std::string question;
  std::string sentence;
};

struct ThemePage {
  Frame frame;
  std::string id;
  std::string title;
  std::string intro;
  std::vector<ThemeLink> themes;
  std::vector<QuestionProblem> problems;
  bool more = false;  // the answers just sent made further questions appear
  std::vector<BlockView> blocks;
  std::string next_label;
};

Result<http::Response> show_first_theme(Visitor& visitor, const http::Request& request);
Result<http::Response> show_theme(Visitor& visitor, const http::Request& request);
// Without JavaScript: the whole theme at once.
Result<http::Response> save_theme(Visitor& visitor, const http::Request& request, const http::Form& form);
// With JavaScript: one answer. JSON {"saved":bool,"message":"…","asked":[question ids of the theme]}.
Result<http::Response> save_answer(Visitor& visitor, const http::Request& request, const http::Form& form);

}  // namespace garde::web
