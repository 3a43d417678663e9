// Everything under content/accounts, read once at start.
#pragma once

#include "accounts/audit/word_lists.h"
#include "accounts/exports/synced_folders.h"
#include "accounts/register/tools.h"

namespace garde::accounts {

struct Knowledge {
  WordLists words;
  Tools tools;
  AuditRules rules;
  SyncedFolders synced_folders;

  static Knowledge read(const content::Files& files, content::Problems& problems);
};

}  // namespace garde::accounts
