// The contacts for other programs: what is written down, the order of calling, the version of the sheet.
#pragma once

#include <string>

#include "contacts/contact_evidence.h"

namespace garde::documents {

std::string contact_json(const contacts::ContactBook& book, const contacts::Sheet& sheet,
                         const contacts::Directory& directory, const evidence::ClaimKinds& kinds, Date today);

}  // namespace garde::documents
