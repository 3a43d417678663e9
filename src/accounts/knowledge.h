// Everything under content/accounts, read once at start.
#pragma once

#include "accounts/synced_folders.h"
#include "accounts/tools.h"
#include "accounts/word_lists.h"

namespace garde::accounts {

struct Knowledge {
  WordLists words;
  Tools tools;
  AuditRules rules;
  SyncedFolders synced_folders;

  static Knowledge read(const content::Files& files, content::Problems& problems);
};

}  // namespace garde::accounts
