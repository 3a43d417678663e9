// A practice of three people, whose mailbox opens nearly everything.
#pragma once

#include "accounts/register/register.h"

namespace garde::accounts::testing {

inline const Instant kReviewed = start_of(Date{std::chrono::year(2026) / 11 / 20});

// Accounts: mailbox (shared by martin and rose, second factor on, back by the phone), ameli (martin, back by the
// mailbox), agenda (rose, back by the mailbox), software (martin, no way back known), rose's own mail (rose, back by
// the phone), forum (rose, back by her own mail).
inline Register sample_register() {
  Register sample;
  const PersonId martin = PersonId::of("martin");
  const PersonId rose = PersonId::of("rose");
  sample.people = {
      {.id = martin, .name = "Dr Martin", .role = "médecin", .card = Card::cps, .lends_card = YesNo::no, .left_on = {}},
      {.id = rose, .name = "Rose", .role = "secrétaire", .card = Card::cpe, .lends_card = YesNo::no, .left_on = {}}};
  const auto access = [&](std::string_view id, std::string_view tool, std::vector<PersonId> holders,
                          std::vector<Recovery> recoveries) {
    sample.accesses.push_back({.id = AccessId::parse(id).value(),
                               .tool = UsedToolId::parse(tool).value(),
                               .label = std::string(id),
                               .second_factor = YesNo::yes,
                               .holders = std::move(holders),
                               .recoveries = std::move(recoveries),
                               .changed_at = kReviewed});
  };
  const Recovery phone{std::nullopt, "téléphone du cabinet"};
  const Recovery by_mailbox{AccessId::of("mailbox"), ""};
  access("mailbox", "mail", {martin, rose}, {phone});
  access("ameli", "ameli-pro", {martin}, {by_mailbox});
  access("agenda", "agenda", {rose}, {by_mailbox, phone});
  access("software", "business-software", {martin}, {});
  access("own-mail", "mail", {rose}, {phone});
  access("forum", "forum", {martin}, {{AccessId::of("own-mail"), ""}});
  sample.accesses[0].shared = true;
  sample.tools = {{.id = UsedToolId::of("forum"), .name = "Forum", .known = {}}};
  add_essential_tools(sample);
  sample.review = {kReviewed, "Dr Martin"};
  return sample;
}

}  // namespace garde::accounts::testing
