// The letter that asks the provider, or the vendor, about the backups.
#pragma once

#include <string>

#include "plan/provider_request.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct ProviderLetter {
  std::string subject;
  std::string body;  // plain text, lines separated by newlines, ready for an e-mail
};

// `practice` signs it; when empty the letter leaves room for the name.
ProviderLetter provider_letter(const plan::ProviderRequest& request, std::string_view practice,
                               const text::Catalogue& texts);

// On paper, with a box for each reply and lines to write on.
Result<std::string> provider_letter_pdf(const plan::ProviderRequest& request, const std::string& practice, Date day,
                                        const text::Catalogue& texts);

}  // namespace garde::documents
