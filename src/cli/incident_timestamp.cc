// A timestamp of the journal by an authority: the request as a file, the answer from one. Sends nothing.

#include <fmt/format.h>

#include "actions/incident/incident_timestamp.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/incident.h"
#include "crypto/timestamp.h"

namespace garde::cli {
namespace {

ExitStatus ask(const Context& context, actions::Practice& practice, const actions::IncidentId& id,
               const std::string& output) {
  const auto query = actions::ask_timestamp(practice, id);
  if (!query) return fail(context, query.error(), "cli.incident");
  const auto written =
      write_output(context.out, output, {reinterpret_cast<const char*>(query->bytes.data()), query->bytes.size()});
  if (!written) return fail(context, written.error(), "cli.incident-timestamp.file");
  if (output != "-")
    context.out << context.library.texts.sentence({"cli.incident-timestamp.asked",
                                                   {{"file", output}, {"entries", std::to_string(query->entries)}}})
                << '\n';
  return ExitStatus::fine;
}

ExitStatus keep(const Context& context, actions::Practice& practice, const actions::IncidentId& id,
                const std::string& response, const Arguments& arguments) {
  // One byte more than is read shows that it is too long.
  const auto answer = read_input(context.in, response, {crypto::kMaxTimestamp.value + 1});
  if (!answer) return fail(context, answer.error(), "cli.incident-timestamp.file");
  const auto certificates =
      read_input(context.in, arguments.value("ca").value_or(""), {crypto::kMaxCertificates.value + 1});
  if (!certificates) return fail(context, certificates.error(), "cli.incident-timestamp.file");
  const auto kept = actions::keep_timestamp(
      practice, id, {std::as_bytes(std::span(*answer)), *certificates, arguments.value("author").value_or("")});
  if (kept && !kept->empty()) {
    say_problems(context, *kept);
    return ExitStatus::found_bad;
  }
  return show_recorded(context, practice, id, arguments, kept);
}

}  // namespace

ExitStatus run_incident_timestamp(const Context& context, const Arguments& arguments) {
  const auto output = arguments.value("output");
  const auto response = arguments.value("response");
  if (output.has_value() == response.has_value() || response.has_value() != arguments.value("ca").has_value()) {
    say(context, {"cli.incident-timestamp.choose", {}});
    return ExitStatus::wrong_use;
  }
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  const auto id = find_incident(context, *practice, arguments, Wanted::any);
  if (!id) return ExitStatus::wrong_use;
  return output ? ask(context, *practice, *id, *output) : keep(context, *practice, *id, *response, arguments);
}

}  // namespace garde::cli
