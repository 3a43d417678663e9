// What must exist before an incident: on paper, what to do, whom to call, how to care without computers.
#pragma once

#include "incident/recovery.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

struct KitContact {
  std::string name;
  std::string reach;  // telephone or address, or where to find it
  std::string when;   // what for
  std::string link;   // of `reach`: tel: or https:, or empty
};

struct Kit {
  std::string practice;
  Date day;
  std::vector<std::string> first_steps;
  std::vector<KitContact> contacts;  // in the order to call
  std::vector<incident::BoardRow> board;
};

// Two sheets: first steps and numbers, then a journal to fill.
Result<std::string> incident_kit_pdf(const Kit& kit, const text::Catalogue& texts);

// The folder of the day without computers: the order of recovery, each paper procedure, the blank forms.
Result<std::string> degraded_kit_pdf(const Kit& kit, const incident::RecoveryServices& services,
                                     const text::Catalogue& texts);

// "2 h", "3 jours": how long care can wait.
std::string tolerable_words(std::chrono::minutes length, const text::Catalogue& texts);

}  // namespace garde::documents
