#include "accounts/knowledge.h"

namespace garde::accounts {

Knowledge Knowledge::read(const content::Files& files, content::Problems& problems) {
  return {.words = WordLists::read(files, problems),
          .tools = Tools::read(files, problems),
          .rules = AuditRules::read(files, problems),
          .synced_folders = SyncedFolders::read(files, problems)};
}

}  // namespace garde::accounts
