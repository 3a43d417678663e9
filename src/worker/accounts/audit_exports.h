// The audit of exports of passwords, done in a worker: it is given the files, what opens them and the corpus, and what
// comes back is what a person is shown. No password ever comes back.
#pragma once

#include <optional>

#include "accounts/audit/exports_audit.h"
#include "cage/reading.h"

namespace garde::worker {

// One of the table of tasks.
cage::Task audit_exports_task();

// Of exports that somebody handed in. `corpus` is open for reading, and stays the caller's; -1 without one.
// Fails as cage::ask, or because a part could not be read.
using ExportsReading = cage::Reading<tl::expected<accounts::ExportsAudit, accounts::UnreadPart>>;
ExportsReading audit_exports(const cage::Runner& runner, const accounts::GivenExports& given, int corpus);

}  // namespace garde::worker
