// What care cannot do without: content/incident/recovery.toml, the board every practice starts from.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "content/table.h"
#include "evidence/evidence.h"

namespace garde::incident {

using ServiceId = Id<struct ServiceTag>;  // "agenda"
using FormId = Id<struct BlankFormTag>;

struct Service {
  ServiceId id;
  std::string title;
  std::string why;
  std::vector<ServiceId> depends;              // what must be back before it
  std::chrono::minutes tolerable{};            // how long care holds without it
  std::string procedure;                       // on paper, meanwhile
  std::vector<FormId> forms;                   // blank forms that the procedure uses
  std::vector<evidence::SubjectId> data_sets;  // what must be restored for it; none: nothing that a backup holds
  std::string back;                            // how one knows that it is back
  std::string reentry;                         // what to enter once it is; empty when nothing
};

// A blank sheet to fill by hand: a table of empty lines, or prompts with room to write.
struct BlankForm {
  struct Column {
    std::string title;
    std::int64_t share = 1;  // of the width
  };
  FormId id;
  std::string title;
  std::int64_t lines = 0;  // of the table, or under each prompt
  std::vector<Column> columns;
  std::vector<std::string> prompts;
};

struct RecoveryServices {
  std::vector<Service> services;
  std::vector<BlankForm> forms;

  // A service that depends on itself, on none of ours, or names no form of ours is a problem.
  static RecoveryServices read(const content::Files& files, content::Problems& problems);
  const Service* find(const ServiceId& id) const;
  const BlankForm* find(const FormId& id) const;
};

}  // namespace garde::incident
