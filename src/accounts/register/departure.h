// What to close and change when somebody leaves, in which order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/register/register.h"

namespace garde::accounts {

enum class DepartureTask : std::uint8_t {
  close_account,     // it was this person's own
  change_password,   // others use it too: a new password, and their second factor checked
  replace_recovery,  // the account of somebody else comes back through one of this person's
  take_card_back,    // or have it cancelled
};
std::string_view name(DepartureTask task);  // "close-account"

struct DepartureStep {
  DepartureTask task{};
  std::optional<AccessId> access;   // which account is to be closed, changed, or given another way back
  std::optional<AccessId> through;  // with replace_recovery: this person's account that goes
  std::size_t opens = 0;            // how many other accounts it can open
  bool operator==(const DepartureStep&) const = default;
};

// The accounts that open others first, what opens most before; then the essential tools; then the rest; the card last.
// An account is given another way back before the one it has is closed.
std::vector<DepartureStep> departure_steps(const Register& register_of, const PersonId& person);

// Whether somebody who left still holds something.
bool still_holds(const Register& register_of, const Person& person);

}  // namespace garde::accounts
