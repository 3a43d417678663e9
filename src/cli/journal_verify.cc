// Trusts nothing but the bytes of one file: no database, no practice.
#include <filesystem>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "cli/commands.h"
#include "cli/files.h"
#include "journal/witness.h"
#include "journal/writer.h"

namespace garde::cli {
namespace {

namespace json = boost::json;
using journal::Verification;
using journal::WitnessVerdict;

struct Found {
  Verification verification;
  std::optional<WitnessVerdict> verdict;  // nothing: no witness was given
};

ExitStatus status_of(const Found& found) {
  if (!found.verification.holds()) return ExitStatus::found_bad;
  if (found.verdict == WitnessVerdict::shorter || found.verdict == WitnessVerdict::differs)
    return ExitStatus::found_bad;
  if (found.verdict == WitnessVerdict::not_established || found.verification.tail) return ExitStatus::not_established;
  return ExitStatus::fine;
}

std::string words_for(const Found& found, const Context& context) {
  const auto checkpoint = found.verification.last_checkpoint();
  if (!checkpoint || !found.verification.holds()) return "";
  return journal::witness_words(*checkpoint, *context.library.incident.witness_words);
}

std::string found_json(const Found& found, const Context& context) {
  const Verification& verification = found.verification;
  json::array damage;
  for (const journal::Damage& one : verification.damage)
    damage.push_back({{"entry", one.entry}, {"offset", one.offset}, {"kind", name(one.kind)}});
  json::value id = nullptr;
  json::value exercise = nullptr;
  if (verification.header) {
    id = json::string(verification.header->id.text());
    exercise = verification.header->exercise == journal::Exercise::yes;
  }
  json::value root = nullptr;
  if (const auto checkpoint = verification.last_checkpoint()) root = json::string(checkpoint->root.hex());
  json::value tail = nullptr;
  if (verification.tail) tail = {{"offset", verification.tail->offset}, {"bytes", verification.tail->size.value}};
  json::value verdict = nullptr;
  if (found.verdict) verdict = json::string(name(*found.verdict));
  return json::serialize(json::value{{"id", std::move(id)},
                                     {"exercise", std::move(exercise)},
                                     {"holds", verification.holds()},
                                     {"entries", verification.leaves.size()},
                                     {"root", std::move(root)},
                                     {"witness", words_for(found, context)},
                                     {"against_witness", std::move(verdict)},
                                     {"damage_count", verification.damage_count},
                                     {"damage", std::move(damage)},
                                     {"unfinished", std::move(tail)}});
}

std::string found_text(const Found& found, const Context& context) {
  const text::Catalogue& texts = context.library.texts;
  const Verification& verification = found.verification;
  std::string text;
  const auto add = [&](const Message& message) { text += texts.sentence(message) + "\n"; };
  if (verification.header) {
    add({"incident-journal.head", {{"id", verification.header->id.text()}}});
    if (verification.header->exercise == journal::Exercise::yes) add({"incident.exercise", {}});
  }
  add({"incident-journal.entries", {{"count", std::to_string(verification.leaves.size())}}});
  for (const journal::Damage& damage : verification.damage)
    add({fmt::format("incident-journal.damage.{}", name(damage.kind)), {{"entry", std::to_string(damage.entry)}}});
  if (verification.damage_count > verification.damage.size())
    add({"incident-journal.damage-more",
         {{"count", std::to_string(verification.damage_count - verification.damage.size())}}});
  if (verification.tail)
    add({"incident-journal.tail",
         {{"entry", std::to_string(verification.leaves.size() + 1)}, {"size", text::size(verification.tail->size)}}});
  if (verification.holds()) add({"incident-journal.holds", {}});
  if (found.verdict)
    add({fmt::format("incident-journal.verdict.{}", name(*found.verdict)), {}});
  else
    add({"incident-journal.no-witness", {}});
  if (const std::string words = words_for(found, context); !words.empty()) {
    add({"cli.incident.witness", {}});
    text += "  " + words + "\n";
  }
  return text;
}

}  // namespace

ExitStatus run_journal_verify(const Context& context, const Arguments& arguments) {
  std::string path = arguments.value("file").value_or("-");
  // The folder of a journal means the journal in it.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) path = journal::journal_file(path).string();
  const auto bytes = read_input(context.in, path, {journal::kMaxJournal.value + 1});
  if (!bytes) return fail(context, bytes.error(), "cli.journal-verify");
  std::optional<journal::Witness> witness;
  if (const auto typed = arguments.value("witness")) {
    const auto parsed = journal::parse_witness(*typed, *context.library.incident.witness_words);
    if (!parsed) {
      say(context, {fmt::format("incident-journal.witness-problem.{}", parsed.error().subject),
                    {{"word", parsed.error().detail}}});
      return ExitStatus::wrong_use;
    }
    witness = *parsed;
  }
  auto verification = journal::verify(std::as_bytes(std::span(*bytes)));
  if (!verification) return fail(context, {verification.error().kind, path, {}, {}}, "cli.journal-verify.file");
  Found found{std::move(verification).take(), std::nullopt};
  if (witness) found.verdict = journal::compare(found.verification, *witness);
  if (arguments.flag("json"))
    context.out << Json{found_json(found, context)} << '\n';
  else
    context.out << Lines{found_text(found, context)};
  return status_of(found);
}

}  // namespace garde::cli
