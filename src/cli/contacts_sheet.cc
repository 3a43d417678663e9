
#include <boost/json.hpp>

#include "actions/contacts/contact_files.h"
#include "cli/commands.h"
#include "cli/files.h"

namespace garde::cli {
namespace {

ExitStatus no_such_format(const Context& context, const std::string& value, std::string_view formats) {
  say(context, {"cli.contacts.format", {{"value", value}, {"formats", std::string(formats)}}});
  return ExitStatus::wrong_use;
}

ExitStatus write(const Context& context, const Arguments& arguments, const Result<actions::ContactFileBytes>& file) {
  if (!file) return fail(context, file.error());
  const std::string output = arguments.value("output").value_or("-");
  const auto written = write_output(context.out, output, file->bytes);
  if (!written) return fail(context, written.error(), "cli.output");
  if (arguments.flag("json"))
    (output == "-" ? context.err : context.out)
        << Json{boost::json::serialize(boost::json::object{
               {"output", output}, {"media_type", file->media_type}, {"bytes", file->bytes.size()}})}
        << '\n';
  return ExitStatus::fine;
}

}  // namespace

ExitStatus run_contacts_sheet(const Context& context, const Arguments& arguments) {
  const std::string wanted = arguments.value("format").value_or("a4");
  const auto format = documents::parse_sheet_format(wanted);
  if (!format) return no_such_format(context, wanted, "a4, a5, wallet, large");
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  return write(context, arguments, actions::contact_sheet_file(*practice, *format));
}

ExitStatus run_contacts_share(const Context& context, const Arguments& arguments) {
  const std::string wanted = arguments.value("format").value_or("");
  const auto file = actions::parse_contact_file(wanted == "vcard" ? "vcard4" : wanted);
  if (!file) return no_such_format(context, wanted, "vcard, vcard3, eml, html, ics");
  const auto practice = open_practice(context, arguments);
  if (!practice) return ExitStatus::wrong_use;
  return write(context, arguments, actions::contact_file(*practice, *file));
}

}  // namespace garde::cli
