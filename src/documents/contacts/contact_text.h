// The sheet as plain text: for an e-mail, for a terminal, for the incident kit.
#pragma once

#include <string>

#include "contacts/sheet.h"
#include "text/catalogue.h"

namespace garde::documents {

// "Nadia Lefort, Informatique du Lac : 01 99 00 12 34 (le soir : …)"; the role instead of the name when it is missing.
std::string calling_line(const contacts::CallingStep& step, const text::Catalogue& texts);

// First steps, then every situation with whom to call in order, then the version and the day.
std::string contact_text(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts);

}  // namespace garde::documents
