// The practice's contacts, who has its sheet, and where it hangs.
#pragma once

#include "contacts/contact.h"
#include "storage/practice_store.h"

namespace garde::storage {

// All but the region and the kit's address, which are settings. A role that the content no longer knows is kept.
Result<contacts::ContactBook> load_contact_book(Connection& connection, const PracticeId& practice);

// The contact and its numbers, new or in the place of what it was; its calls stay. Inside a transaction.
Result<void> save_contact(Connection& connection, const PracticeId& practice, const contacts::Contact& contact);
// With its numbers and calls. `not_found`.
Result<void> remove_contact(Connection& connection, const PracticeId& practice, const contacts::ContactId& contact);
// `conflict` when there is no such contact.
Result<void> add_call(Connection& connection, const PracticeId& practice, const contacts::ContactId& contact,
                      const contacts::Call& call);

// `conflict` when the id is taken.
Result<void> add_recipient(Connection& connection, const PracticeId& practice, const contacts::Recipient& recipient);
// With what they received. `not_found`.
Result<void> remove_recipient(Connection& connection, const PracticeId& practice,
                              const contacts::RecipientId& recipient);
// `conflict` when there is no such recipient.
Result<void> add_delivery(Connection& connection, const PracticeId& practice, const contacts::RecipientId& recipient,
                          const contacts::Delivery& delivery);
Result<void> add_acknowledgement(Connection& connection, const PracticeId& practice,
                                 const contacts::RecipientId& recipient,
                                 const contacts::Acknowledgement& acknowledgement);

// `conflict` when the id is taken or the photo is not there.
Result<void> add_display(Connection& connection, const PracticeId& practice, const contacts::Display& display);
// Its photo stays a document. `not_found`.
Result<void> remove_display(Connection& connection, const PracticeId& practice, const contacts::DisplayId& display);

}  // namespace garde::storage
