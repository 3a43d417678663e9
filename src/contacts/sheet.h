// What the contact sheet says, on whatever it is printed or sent; and its version.
//
// A version is not stored: it is a short name for what the sheet says. Whoever received that version has read these
// numbers. When a number changes there is another version, and everybody is asked again; when it changes back, the
// sheet on the wall is right again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contacts/calling_order.h"

namespace garde::contacts {

struct SheetSituation {
  SituationId id;
  std::string title;
  std::vector<CallingStep> steps;
};

struct Sheet {
  std::string practice;  // its name, or empty
  std::vector<FirstStep> first_steps;
  std::vector<SheetSituation> situations;  // never empty; the first is the one of the big numbers
  std::string kit_address;                 // where the phone kit can be opened, or empty
  std::string version;                     // five letters and digits that cannot be taken for each other: "7KQ4M"
};

// The directory must be one that was read without problems.
Sheet make_sheet(const std::string& practice, const ContactBook& book, const Directory& directory);

// The step whose number is called first: of the first situation, the first of the practice's own with a number.
const CallingStep* first_to_call(const Sheet& sheet);

}  // namespace garde::contacts
