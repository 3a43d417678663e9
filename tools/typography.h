// French typography of the sentences a reader sees.
//
//   l’accès               U+2019, not the apostrophe of ASCII
//   prêt ? oui ; non !    U+202F (narrow no-break space) before ? ! ;
//   ainsi : cela          U+00A0 (no-break space) before :
//   « Votre plan »        U+202F inside the quotation marks, and no others but these
//   attendre…             U+2026, not three dots
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/content_strings.h"

namespace garde::tools {

// What a sentence breaks of it, each with the words around it.
std::vector<std::string> typography_problems(std::string_view sentence);

// Values that nobody reads as a sentence: identifiers, addresses, paths, by the name of their key.
bool is_sentence(const ContentString& text);

void check_typography(const std::vector<ContentString>& strings, std::vector<TextFinding>& findings);

}  // namespace garde::tools
