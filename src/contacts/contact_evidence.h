// What the contact book shows to hold. Garde neither telephones nor looks at a wall: nothing here is measured.
//   contact-identified    attested  somebody to call first is written down, with a number of the numbering plan
//   contact-checked       attested  the first number to call was called, and who answered; a wrong number speaks
//   against contact-displayed     declared, attested with a photo   the sheet hangs somewhere; an older version speaks
//   against contact-shared        declared  everybody of the team has this version; somebody without speaks against
//   contact-acknowledged  attested  everybody has said so, or was told in person by a named person
// What speaks against is declared: a later "c'est fait" of somebody of the practice overrules it.
#pragma once

#include <vector>

#include "contacts/sheet.h"
#include "evidence/evidence.h"

namespace garde::contacts {

// Claims of an empty book, and of a team that nobody listed, get no evidence at all.
std::vector<evidence::Evidence> evidence_from(const ContactBook& book, const Sheet& sheet, const Directory& directory,
                                              const evidence::ClaimKinds& kinds);

// The contact whose number is to be called to check it: of the roles that support, in the order of the first
// situation, the first with a number. Null when there is none; valid while the book lives.
const Contact* contact_to_check(const ContactBook& book, const Directory& directory);

// From when on the contact should be called again to check its number: at once when it never answered.
Date next_call(const Contact& contact, const evidence::ClaimKinds& kinds, Date today);
bool call_is_due(const Contact& contact, const evidence::ClaimKinds& kinds, Date today);

}  // namespace garde::contacts
