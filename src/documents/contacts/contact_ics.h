// When to call each contact again, to check its number: for the practice's calendar.
#pragma once

#include <string>

#include "contacts/contact_evidence.h"
#include "text/catalogue.h"

namespace garde::documents {

// One event for each contact that has a number: on the day its last call stops proving anything, today when it was
// never called.
std::string contact_ics(const contacts::ContactBook& book, const evidence::ClaimKinds& kinds, Instant now, Date today,
                        const text::Catalogue& texts);

}  // namespace garde::documents
