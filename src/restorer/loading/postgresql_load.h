// The statements of a dump given to a server one after the other, and what its refusals mean.
#pragma once

#include <functional>

#include "restorer/loading.h"
#include "restorer/loading/postgresql_session.h"
#include "restorer/loading/sql_text.h"

namespace garde::restorer::loading {

// `new_database` connects the session to another, empty one: a dump of a whole cluster holds several. False when that
// fails. What the server refuses decides by its code:
//   - harmless: already there, or a setting that this version does not have;
//   - the scratch server lacks what the real one has (an extension, a right, room): not loaded, nothing is known;
//   - anything else, on which loading ends: the content.
Loading load_statements(SqlText& text, PostgresqlSession& session, const std::function<bool()>& new_database);

}  // namespace garde::restorer::loading
