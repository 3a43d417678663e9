#include "cli/commands.h"

#include <vector>

namespace garde::cli {
namespace {

using Kind = Option::Kind;

// What every command about an incident takes, after its own.
std::vector<Option> about_incident(std::vector<Option> own) {
  for (const Option& option : {Option{"incident", Kind::value, "ID"}, Option{"author", Kind::value, "NAME"},
                               kDataOption, kDatabaseOption, Option{"json", Kind::flag}})
    own.push_back(option);
  return own;
}

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> all = {
      {"serve", {{"listen", Kind::value, "ADDR[:PORT]"}, kDataOption, kDatabaseOption}, run_serve},
      {"questionnaire", {{"json", Kind::flag}}, run_questionnaire},
      {"assess",
       {{"answers", Kind::value, "FILE", true},
        {"format", Kind::value, "text|json|pdf|csv|ics"},
        {"output", Kind::value, "FILE"}},
       run_assess},
      {"backup check",
       {{"destination", Kind::positional, "DESTINATION", true},
        {"kind", Kind::value, "restic"},
        {"source", Kind::values, "DIR"},
        {"password-file", Kind::value, "FILE"},
        {"read", Kind::value, "all|sample|N%|DURATION"},
        {"max-age", Kind::value, "DURATION"},
        {"json", Kind::flag}},
       run_backup_check},
      {"incident open",
       about_incident({{"situation", Kind::value, "ransom|suspicious|lost|editor", true},
                       {"alert", Kind::value, "TIME", true},
                       {"aware", Kind::value, "TIME"},
                       {"attack-known", Kind::value, "TIME"},
                       {"exercise", Kind::flag}}),
       run_incident_open},
      {"incident note", about_incident({{"text", Kind::positional, "TEXT", true}, {"fact-time", Kind::value, "TIME"}}),
       run_incident_note},
      {"incident aware",
       about_incident({{"time", Kind::positional, "TIME", true}, {"reason", Kind::value, "TEXT", true}}),
       run_incident_aware},
      {"incident moment",
       about_incident({{"moment", Kind::positional, "MOMENT", true},
                       {"time", Kind::positional, "TIME", true},
                       {"reason", Kind::value, "TEXT"}}),
       run_incident_moment},
      {"incident set",
       about_incident({{"name", Kind::positional, "NAME", true}, {"value", Kind::positional, "VALUE", true}}),
       run_incident_set},
      {"incident declare",
       about_incident({{"declaration", Kind::positional, "DECLARATION", true},
                       {"state", Kind::value, "drafted|filed|not-needed|withdrawn"},
                       {"at", Kind::value, "TIME"},
                       {"number", Kind::value, "NUMBER"},
                       {"reason", Kind::value, "TEXT"}}),
       run_incident_declare},
      {"incident gate",
       about_incident({{"met", Kind::value, "PRECONDITION"},
                       {"gate", Kind::value, "GATE"},
                       {"override", Kind::value, "PHRASE"},
                       {"reason", Kind::value, "TEXT", true}}),
       run_incident_gate},
      {"incident status", about_incident({}), run_incident_status},
      {"incident collect",
       about_incident({{"ransom-note", Kind::values, "FILE"},
                       {"sample", Kind::values, "FILE"},
                       {"file", Kind::values, "FILE"},
                       {"output", Kind::value, "DIR"}}),
       run_incident_collect},
      {"incident export", about_incident({{"output", Kind::value, "DIR", true}}), run_incident_export},
      {"incident close", about_incident({{"criterion", Kind::values, "CRITERION"}, {"text", Kind::value, "TEXT"}}),
       run_incident_close},
      {"journal verify",
       {{"file", Kind::positional, "FILE", true}, {"witness", Kind::value, "WORDS"}, {"json", Kind::flag}},
       run_journal_verify},
      {"password forget", {kDataOption, kDatabaseOption}, run_password_forget},
      {"content check", {{"content", Kind::value, "DIR"}}, run_content_check},
      {"help", {{"command", Kind::positionals, "COMMAND"}}, run_help},
      {"version", {}, run_version},
  };
  return all;
}

}  // namespace garde::cli
