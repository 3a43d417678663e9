// Whom to call, in which order, for one situation: the practice's own contacts first, then the public services.
#pragma once

#include <string>
#include <vector>

#include "contacts/contact.h"

namespace garde::contacts {

struct CallingStep {
  std::string who;   // "Nadia Lefort, Informatique du Lac"; empty while nobody is known: a line to fill by hand
  std::string role;  // "Prestataire informatique"; for a public service, its name as in `who`
  std::vector<ContactPhone> numbers;  // may be empty: 17Cyber is a site
  std::string hours;
  std::string why;        // why it stands here
  std::string say;        // empty for a public service
  std::string reference;  // "Numéro de police : 123", or empty
  std::string url;        // or empty
  std::string email;      // of somebody without a number; or empty
  bool is_public = false;
  bool operator==(const CallingStep&) const = default;

  bool is_missing() const { return who.empty(); }
};

// "ransom", "suspicious", "lost". A role that nobody holds is left out, unless the directory awaits it: then the step
// is missing its person. Services of other regions are left out. Aborts on a situation that the directory does not
// have.
std::vector<CallingStep> calling_order(const ContactBook& book, const Directory& directory,
                                       const SituationId& situation);

}  // namespace garde::contacts
