// The questionnaire for other programs.
#pragma once

#include <string>

#include "diagnostic/questionnaire.h"

namespace garde::documents {

// {"version": "...", "themes": [{"id","title","questions":[{"id","text","help","kind","row","shown_if","answers":
//  [{"id","text","unknown","alone"}]}]}]}; shown_if is null or {"all": [{"question","any_of":[...]}]}.
// One line, the same bytes each time.
std::string questionnaire_json(const diagnostic::Questionnaire& questionnaire);

}  // namespace garde::documents
