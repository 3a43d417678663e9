#include "actions/backups/backup_destinations.h"

#include <map>

#include "cli/backup_words.h"
#include "cli/commands.h"

namespace garde::cli {
namespace {

// "agenda=/srv/agenda": what is said of which data set. Nothing when it is not of this form.
std::optional<std::pair<std::string, std::string>> split_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return std::nullopt;
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

// Where the data sets live, as --source and --hosted say; what is not mentioned stays as it was.
Result<actions::FieldProblems> save_sources(actions::Practice& practice,
                                            const std::map<std::string, std::vector<std::string>>& sources,
                                            const std::map<std::string, std::string>& hosted) {
  actions::FieldProblems problems;
  for (const backups::DataSet& known : TRY(actions::data_sets(practice))) {
    const auto here = sources.find(known.id.text());
    const auto vendor = hosted.find(known.id.text());
    if (here == sources.end() && vendor == hosted.end()) continue;
    actions::DataSetForm form{known.id.text(), known.title, "here", "", ""};
    if (vendor != hosted.end()) {
      form.hosting = "vendor";
      form.vendor = vendor->second;
    }
    for (const backups::Source& source : known.sources) form.sources += source.place + "\n";
    if (here != sources.end())
      for (const std::string& place : here->second) form.sources += place + "\n";
    const auto some = TRY(actions::save_data_set(practice, form));
    problems.insert(problems.end(), some.begin(), some.end());
  }
  return problems;
}

}  // namespace

ExitStatus run_backup_add(const Context& context, const Arguments& arguments) {
  std::map<std::string, std::vector<std::string>> sources;
  for (const std::string& text : arguments.values("source")) {
    const auto assignment = split_assignment(text);
    if (!assignment) return wrong_value(context, "--source", text);
    const bool is_path = assignment->second.find('/') != std::string::npos;
    sources[assignment->first].push_back(is_path ? whole_path(assignment->second) : assignment->second);
  }
  std::map<std::string, std::string> hosted;
  for (const std::string& text : arguments.values("hosted")) {
    const auto assignment = split_assignment(text);
    if (!assignment) return wrong_value(context, "--hosted", text);
    hosted.insert(*assignment);
  }
  actions::DestinationForm form{.name = arguments.value("name").value_or(""),
                                .folder = whole_path(arguments.value("folder").value_or("")),
                                .kind = arguments.value("kind").value_or("")};
  if (const auto age = arguments.value("max-age")) {
    const auto length = read_length(*age);
    if (!length) return wrong_value(context, "--max-age", *age);
    form.max_age = std::to_string(std::chrono::ceil<std::chrono::hours>(*length).count());
  }
  form.elsewhere = arguments.flag("elsewhere");
  form.online = arguments.flag("online");
  if (const auto certified = arguments.value("hosting-certified")) {
    if ((*certified != "yes" && *certified != "no") || !form.online)
      return wrong_value(context, "--hosting-certified", *certified);
    form.hosting_certified = *certified;
  }
  form.data_sets = arguments.values("data-set");
  for (const auto& [data_set, places] : sources) form.data_sets.push_back(data_set);

  const auto practice = open_practice(context, arguments);
  if (practice == nullptr) return ExitStatus::wrong_use;
  const auto said = save_sources(*practice, sources, hosted);
  if (!said) return fail(context, said.error());
  if (!said->empty()) return say_problems(context, *said);
  const auto added = actions::add_destination(*practice, form);
  if (!added) return fail(context, added.error());
  if (!added->id) return say_problems(context, added->problems);

  if (const auto seal = arguments.value("seal-file")) {
    const auto secret =
        destination_secret(context, arguments, {form.name, form.folder, formats::parse_kind(form.kind)});
    if (!secret) return fail(context, secret.error(), "cli.secret");
    const auto password = read_secret_file(context, *seal);
    if (!password) return fail(context, password.error(), "cli.secret");
    const auto kept = actions::keep_secret(*practice, *added->id, *secret, *password);
    if (!kept) return fail(context, kept.error());
  }
  context.out << context.library.texts.sentence({"backups.added", {{"name", form.name}}}) << '\n';
  return ExitStatus::fine;
}

}  // namespace garde::cli
