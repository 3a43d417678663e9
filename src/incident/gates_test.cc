#include "incident/gates.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "incident/testing/told.h"

namespace garde::incident {
namespace {

using testing::at;
using testing::Told;

class Gates : public ::testing::Test {
 protected:
  GateState state_of(std::string_view gate) {
    incident_ = told_.incident();
    for (const GateView& view : gates_of(*incident_, rules_))
      if (view.gate->id.text() == gate) return view.state;
    ADD_FAILURE() << "no gate " << gate;
    return {};
  }
  void meet(const PreconditionId& id) { told_.add(precondition_met(id, "Fait.", writing_)); }
  const Gate& gate(std::string_view id) const { return *rules_.find(GateId::parse(id).value()); }

  const Rules rules_ = testing::rules();
  const Writing writing_ = Told::writing(at("2026-11-02T09:00:00Z"));
  Told told_{{.situation = Situation::ransom, .alert = at("2026-11-02T08:00:00Z")}};
  std::optional<Incident> incident_;
};

TEST_F(Gates, AreAllClosedAtTheOpening) {
  for (const std::string_view id : {"restore", "reinstall", "plug-backup", "switch-off"})
    EXPECT_EQ(state_of(id), GateState::closed) << id;
}

TEST_F(Gates, OpenWithTheLastPreconditionAndCloseAgainWithoutIt) {
  const auto& needed = gate("restore").preconditions;
  for (const PreconditionId& id : needed) {
    EXPECT_EQ(state_of("restore"), GateState::closed) << id.text();
    meet(id);
  }
  EXPECT_EQ(state_of("restore"), GateState::open);
  told_.add(precondition_withdrawn(needed.front(), "Il ne peut plus venir.", writing_));
  EXPECT_EQ(state_of("restore"), GateState::closed);
}

TEST_F(Gates, ShareAPreconditionThatSeveralNeed) {
  meet(PreconditionId::of("technician-named"));
  meet(PreconditionId::of("backup-protected"));
  EXPECT_EQ(state_of("plug-backup"), GateState::open);
  EXPECT_EQ(state_of("restore"), GateState::closed);
}

TEST_F(Gates, ThatWereOverriddenSaySoAndNoOtherOpens) {
  told_.add(gate_overridden(GateId::of("reinstall"), "Le cabinet ouvre lundi.", writing_));
  EXPECT_EQ(state_of("reinstall"), GateState::overridden);
  EXPECT_EQ(state_of("restore"), GateState::closed);
  for (const PreconditionId& id : gate("reinstall").preconditions) meet(id);
  EXPECT_EQ(state_of("reinstall"), GateState::open);
}

TEST_F(Gates, TakeNothingButThePhraseForAnOverride) {
  EXPECT_TRUE(is_override_phrase(rules_, rules_.override_phrase));
  EXPECT_TRUE(is_override_phrase(rules_, "  Je PASSE outre "));
  for (const std::string_view wrong : {"", "oui", "je passe", "je passe outre !", "je  passe outre"})
    EXPECT_FALSE(is_override_phrase(rules_, wrong)) << wrong;
}

}  // namespace
}  // namespace garde::incident
