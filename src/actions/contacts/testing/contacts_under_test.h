// A practice whose contacts are tested: what must be accepted is, and what is refused is told by its fields.
#pragma once

#include <string>
#include <vector>

#include "actions/contacts/contacts.h"
#include "actions/practice/testing/practice_under_test.h"

namespace garde::actions {

class ContactsUnderTest : public PracticeUnderTest {
 protected:
  CurrentContacts current() {
    auto loaded = current_contacts(practice());
    EXPECT_TRUE(ok(loaded));
    return std::move(loaded).take();
  }
  contacts::ContactId add(const ContactForm& form) {
    const auto saved = save_contact(practice(), std::nullopt, form);
    EXPECT_TRUE(ok(saved));
    EXPECT_TRUE(saved->problems.empty());
    return *saved->contact;
  }
  std::vector<std::string> fields(const Result<FieldProblems>& result) {
    EXPECT_TRUE(ok(result));
    std::vector<std::string> names;
    for (const FieldProblem& each : *result) names.push_back(each.field);
    return names;
  }
  static ContactForm provider(std::string number = "01 99 00 12 34") {
    return {"provider", "Nadia Lefort", "Informatique du Lac", "", "", "", "", {{std::move(number), ""}}};
  }
};

}  // namespace garde::actions
