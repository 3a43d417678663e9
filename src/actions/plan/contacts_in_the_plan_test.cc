// What the plan makes of the contacts, the wall sheet and who has read it.
#include <gmock/gmock.h>

#include "actions/contacts/contact_sharing.h"
#include "actions/contacts/testing/contacts_under_test.h"
#include "actions/plan/plan.h"

namespace garde::actions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ContactsInThePlan : public ContactsUnderTest {
 protected:
  plan::ActionState essential() {
    const auto plan = current_plan(practice());
    EXPECT_TRUE(ok(plan));
    return plan->assessed.plan.find(plan::MeasureId::of("identify-contact"))->state;
  }
  std::vector<bool> steps_done() {
    const auto plan = current_plan(practice());
    EXPECT_TRUE(ok(plan));
    std::vector<bool> done;
    for (const auto& step : plan->assessed.plan.find(plan::MeasureId::of("identify-contact"))->steps)
      done.push_back(step.done());
    return done;
  }
};
GARDE_ON_EVERY_ENGINE(ContactsInThePlan);

TEST_P(ContactsInThePlan, TickItsStepsAndUntickThem) {
  EXPECT_THAT(steps_done(), ElementsAre(false, false, false, false, false));
  const auto id = add(provider());
  EXPECT_THAT(steps_done(), ElementsAre(false, true, false, false, false));
  EXPECT_THAT(fields(add_display(practice(), {"Accueil", "Léa", "", std::nullopt})), IsEmpty());
  EXPECT_THAT(steps_done(), ElementsAre(false, true, true, false, false));
  EXPECT_THAT(fields(add_recipient(practice(), {"Léa", "", ""})), IsEmpty());
  EXPECT_THAT(fields(add_recipient(practice(), {"Zoé", "", ""})), IsEmpty());
  const CurrentContacts now = current();
  const auto lea = now.book.recipients[0].id;
  const auto zoe = now.book.recipients[1].id;
  EXPECT_THAT(fields(record_delivery(practice(), {{lea.text(), zoe.text()}, "paper", ""})), IsEmpty());
  EXPECT_THAT(steps_done(), ElementsAre(false, true, true, true, false));
  EXPECT_THAT(fields(acknowledge(practice(), lea, {now.sheet.version, false, "", ""})), IsEmpty());
  EXPECT_THAT(fields(acknowledge(practice(), zoe, {now.sheet.version, true, "", ""})), ElementsAre("told_by"));
  EXPECT_THAT(fields(acknowledge(practice(), zoe, {now.sheet.version, true, "Dr Étang", ""})), IsEmpty());
  EXPECT_THAT(steps_done(), ElementsAre(false, true, true, true, true));

  pass(std::chrono::hours(1));
  ContactForm moved = provider("01 99 00 99 99");
  ASSERT_TRUE(ok(save_contact(practice(), id, moved)));
  EXPECT_THAT(steps_done(), ElementsAre(false, true, false, false, false)) << "everybody has a wrong number";
  EXPECT_THAT(fields(acknowledge(practice(), lea, {now.sheet.version, false, "", ""})), ElementsAre("version"));
}

}  // namespace
}  // namespace garde::actions
