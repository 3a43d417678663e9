#include "actions/accounts/account_audit.h"

#include <boost/json.hpp>

#include "cli/commands.h"

namespace garde::cli {
namespace {

constexpr std::uint64_t kLinesBetweenWords = 100'000'000;  // half a minute or so

std::string count(std::uint64_t number) { return text::number(static_cast<std::int64_t>(number)); }

}  // namespace

ExitStatus run_breached_build(const Context& context, const Arguments& arguments) {
  const std::string output = arguments.value("output").value_or("");
  std::uint64_t said = 0;
  const auto on_lines = [&](std::uint64_t lines) {
    if (lines < said + kLinesBetweenWords) return;
    said = lines;
    say(context, {"cli.breached-build.lines", {{"count", count(lines)}}});
  };
  const auto built = actions::build_corpus(arguments.value("source").value_or(""), output, on_lines);
  if (!built) return fail(context, built.error(), "cli.breached-source");
  if (built->resumed_after > 0) say(context, {"cli.breached-build.resumed", {{"count", count(built->resumed_after)}}});
  say(context, {"cli.breached-build.done",
                {{"entries", count(built->entries)}, {"lines", count(built->lines)}, {"file", output}}});
  return ExitStatus::fine;
}

ExitStatus run_breached_check(const Context& context, const Arguments& arguments) {
  const std::string path = arguments.value("file").value_or("");
  const auto proof = actions::check_corpus(path);
  if (!proof) return fail(context, proof.error());
  const text::Catalogue& texts = context.library.texts;
  if (arguments.flag("json")) {
    context.out << Json{boost::json::serialize(
                       boost::json::object{{"established", proof->established()},
                                           {"entries", proof->entries},
                                           {"why", proof->established() ? "published-list" : name(proof->doubt)}})}
                << '\n';
  } else {
    if (proof->established())
      context.out << texts.sentence({"accounts.corpus-entries", {{"count", count(proof->entries)}}}) << '\n';
    context.out << texts.sentence("accounts.corpus." + std::string(name(proof->doubt))) << '\n';
  }
  return proof->established() ? ExitStatus::fine : ExitStatus::not_established;
}

}  // namespace garde::cli
