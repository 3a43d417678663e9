
#include "actions/contacts/contacts.h"
#include "cli/commands.h"
#include "contacts/contact_evidence.h"
#include "documents/contacts/contact_json.h"
#include "documents/contacts/contact_text.h"

namespace garde::cli {

ExitStatus run_contacts_list(const Context& context, const Arguments& arguments) {
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto current = actions::current_contacts(*practice);
  if (!current) return fail(context, current.error());
  const actions::Library& library = context.library;
  const Date today = practice->today();
  if (arguments.flag("json"))
    context.out << Json{documents::contact_json(current->book, current->sheet, library.directory, library.claims,
                                                today)}
                << '\n';
  else
    context.out << Lines{documents::contact_text(current->sheet, today, library.texts)};
  if (library.directory.is_stale(today))
    say(context, {"contacts.stale", {{"day", text::long_day(library.directory.released)}}});
  if (contacts::contact_to_check(current->book, library.directory) != nullptr) return ExitStatus::fine;
  say(context, {"cli.contacts-list.none", {}});
  return ExitStatus::found_bad;
}

}  // namespace garde::cli
