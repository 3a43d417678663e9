// Who of the team has the sheet, who has said so, and where it hangs.
#pragma once

#include "actions/contacts/contacts.h"
#include "actions/practice/attached_file.h"

namespace garde::actions {

inline constexpr std::size_t kMaxRecipients = 200;  // a large group practice
inline constexpr std::size_t kMaxDisplays = 50;     // a sheet in every room

struct RecipientForm {
  std::string name;
  std::string function;  // "secrétaire"; tells two people of one name apart
  std::string email;
};
// Field names: those of the form; `form` when there are kMaxRecipients already.
Result<FieldProblems> add_recipient(Practice& practice, const RecipientForm& form);
Result<void> remove_recipient(Practice& practice, const contacts::RecipientId& recipient);  // not_found

// These people got the sheet as it is now. Field names: recipients, means, day.
struct DeliveryForm {
  std::vector<std::string> recipients;
  std::string means;  // "paper", "email", "phone"
  std::string day;    // empty: today
};
Result<FieldProblems> record_delivery(Practice& practice, const DeliveryForm& form);

// Somebody has read the sheet of `version` on the page, or was told in person by `told_by` on `day`. A version that is
// no longer the current one is a problem: it must be read again. Field names: version, told_by, day. not_found.
struct AcknowledgementForm {
  std::string version;
  bool in_person = false;
  std::string told_by;
  std::string day;  // empty: today
};
Result<FieldProblems> acknowledge(Practice& practice, const contacts::RecipientId& recipient,
                                  const AcknowledgementForm& form);

// The sheet as it is now hangs there. Field names: place, displayed_by, displayed_on, photo; `form` when there are
// kMaxDisplays already.
struct DisplayForm {
  std::string place;
  std::string displayed_by;
  std::string displayed_on;  // empty: today
  std::optional<AttachedFile> photo;
};
Result<FieldProblems> add_display(Practice& practice, const DisplayForm& form);
Result<void> remove_display(Practice& practice, const contacts::DisplayId& display);  // not_found

}  // namespace garde::actions
