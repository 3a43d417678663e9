#include "cli/commands.h"

#include <vector>

namespace garde::cli {

std::span<const Command> commands() {
  using Kind = Option::Kind;
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
      {"password forget", {kDataOption, kDatabaseOption}, run_password_forget},
      {"content check", {{"content", Kind::value, "DIR"}}, run_content_check},
      {"help", {{"command", Kind::positionals, "COMMAND"}}, run_help},
      {"version", {}, run_version},
  };
  return all;
}

}  // namespace garde::cli
