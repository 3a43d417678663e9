// The practice's contacts: written down, called to check, put in order. Who has the sheet: actions/contact_sharing.h.
#pragma once

#include "actions/practice/practice.h"
#include "contacts/sheet.h"

namespace garde::actions {

struct CurrentContacts {
  contacts::ContactBook book;
  contacts::Sheet sheet;
};
Result<CurrentContacts> current_contacts(Practice& practice);

// Whom to call for "ransom", "suspicious" or "lost". not_found for another situation.
Result<std::vector<contacts::CallingStep>> calling_order(Practice& practice, const contacts::SituationId& situation);

// What the contacts show to hold: a source of actions/gathered_evidence.h.
Result<std::vector<evidence::Evidence>> contact_evidence(Practice& practice);

inline constexpr std::size_t kMaxContacts = 60;        // a practice has ten; a sheet of more helps nobody
inline constexpr std::size_t kMaxPhonesOfContact = 5;  // office, mobile, evening, week-end, and one more
inline constexpr std::size_t kMaxContactName = 200;    // code points
inline constexpr std::size_t kMaxContactDetail = 200;  // code points: organisation, hours, reference
inline constexpr std::size_t kMaxContactSay = 400;     // code points: two sentences
inline constexpr std::size_t kMaxPhoneLabel = 40;      // code points: "le soir et le week-end"

// As typed. A phone whose number is empty is left out.
struct ContactForm {
  struct Phone {
    std::string number;
    std::string label;
  };
  std::string role;  // "provider"
  std::string name;
  std::string organisation;
  std::string email;
  std::string hours;
  std::string say;
  std::string reference;
  std::vector<Phone> phones;
};
ContactForm form_of(const contacts::Contact& contact);

struct SavedContact {
  FieldProblems problems;                      // when there are any, nothing was saved
  std::optional<contacts::ContactId> contact;  // else this one was
};
// A new contact, or `existing` as the form says now. Field names of problems: those of the form; phone-0, label-0 and
// so on; `form` when there are kMaxContacts already. not_found when `existing` is not there.
Result<SavedContact> save_contact(Practice& practice, const std::optional<contacts::ContactId>& existing,
                                  const ContactForm& form);
// not_found.
Result<void> remove_contact(Practice& practice, const contacts::ContactId& contact);

struct CallForm {
  std::string called_on;  // empty: today
  std::string outcome;    // "answered", "no-answer", "wrong-number"
  std::string answered_by;
};
// not_found.
Result<FieldProblems> record_call(Practice& practice, const contacts::ContactId& contact, const CallForm& form);

// Where the practice is ("" for nowhere said), and where it put the phone kit: `region`, `kit_address`.
struct ContactSettingsForm {
  std::string region;
  std::string kit_address;  // https, or empty
};
Result<FieldProblems> save_contact_settings(Practice& practice, const ContactSettingsForm& form);

}  // namespace garde::actions
