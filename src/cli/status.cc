#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/computer_status.h"

namespace garde::cli {

// A section for each thing it tells of: so far, this computer.
ExitStatus run_status(const Context& context, const Arguments& arguments) {
  const auto computer = look_at_this_computer();
  if (!computer) return fail(context, computer.error(), "cli.status");
  if (arguments.flag("json"))
    context.out << Json{boost::json::serialize(boost::json::object{{"computer", computer_json(*computer)}})} << '\n';
  else
    context.out << Lines{computer_text(*computer, context.library.texts)};
  return computer->reading.hold() ? ExitStatus::fine : ExitStatus::not_established;
}

}  // namespace garde::cli
