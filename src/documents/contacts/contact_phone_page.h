// The sheet as one HTML file for a phone: nothing to load, no script, usable without network. Numbers are called by
// touching them.
#pragma once

#include <string>

#include "contacts/sheet.h"
#include "text/catalogue.h"

namespace garde::documents {

std::string contact_phone_page(const contacts::Sheet& sheet, Date day, const text::Catalogue& texts);

}  // namespace garde::documents
