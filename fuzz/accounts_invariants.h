// What must hold for every export that any reader accepts.
#pragma once

#include "accounts/exports/export.h"
#include "base/result.h"

namespace garde::fuzzing {

inline void check_export(const Result<accounts::Export>& read) {
  if (!read) return;
  GARDE_CHECK(read->accounts.size() + read->skipped.size() <= accounts::kMaxAccounts);
  for (const accounts::Account& account : read->accounts) {
    GARDE_CHECK(account.line > 0);
    GARDE_CHECK(!account.password.empty() && account.password.reveal().size() <= accounts::kMaxPasswordLength);
  }
}

}  // namespace garde::fuzzing
