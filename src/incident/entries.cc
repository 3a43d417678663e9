#include "incident/entries.h"

#include <charconv>

#include <fmt/format.h>

#include "base/utf8.h"
#include "incident/collection.h"

namespace garde::incident {
namespace {

using journal::Draft;

// A text as the journal keeps it: each line ended.
std::string as_lines(std::string_view text) {
  std::string lines;
  for (const char c : text)
    if (c != '\r') lines += c;
  if (!lines.empty() && lines.back() != '\n') lines += '\n';
  return lines;
}

constexpr std::string_view kInterrupted = "interrupted";

// Before a field's own name, in an entry that gives several.
constexpr std::string_view kValue = "value-";
constexpr std::string_view kEmpty = "empty-";

Draft bagged(IdLiteral kind, const BagSummary& bag, const Writing& writing) {
  // A list of thousands stands in the bag itself.
  constexpr std::size_t kMaxListed = 100;
  std::string missing;
  for (std::size_t i = 0; i < bag.missing.size() && i < kMaxListed; ++i) missing += bag.missing[i] + "\n";
  Draft made = make_draft(kind, writing.now, missing, writing);
  put(made, held::kFolder, fits_in_a_line(bag.folder) && !bag.folder.empty() ? bag.folder : "?");
  put(made, held::kFiles, fmt::format("{}", bag.files));
  put(made, held::kBytes, fmt::format("{}", bag.size.value));
  put(made, held::kMissing, fmt::format("{}", bag.missing.size()));
  put(made, held::kSeal, bag.seal ? bag.seal->hex() : std::string(kInterrupted));
  return made;
}

}  // namespace

bool fits_in_a_line(std::string_view value) {
  return value.size() <= journal::kMaxLine.value && !has_control_character(value, LineBreaks::refused) &&
         trimmed(value) == value;
}

Draft make_draft(IdLiteral kind, Instant fact, std::string_view text, const Writing& writing) {
  Draft made{.fact = fact,
             .entered = writing.now,
             .kind = journal::Kind::of(kind),
             .author = writing.author,
             .text = as_lines(text)};
  if (writing.running) {
    made.fields.emplace(FieldId::of(held::kBoot), writing.running->boot);
    made.fields.emplace(FieldId::of(held::kRunning), fmt::format("{}", writing.running->running.count()));
  }
  return made;
}

void put(Draft& draft, IdLiteral name, std::string value) { put(draft, FieldId::of(name), std::move(value)); }
void put(Draft& draft, const FieldId& name, std::string value) {
  draft.fields.insert_or_assign(name, std::move(value));
}

std::optional<std::string_view> value_in(const journal::Entry& entry, IdLiteral name) {
  const auto found = entry.said.fields.find(FieldId::of(name));
  return found == entry.said.fields.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

std::optional<std::uint64_t> number_in(const journal::Entry& entry, IdLiteral name) {
  const std::string_view text = value_in(entry, name).value_or("");
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string words_of(const journal::Entry& entry) {
  std::string_view text = entry.said.text;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text);
}

Draft opened(const Opening& opening, const Writing& writing) {
  Draft made = make_draft(kind::kOpened, opening.alert, "", writing);
  put(made, held::kSituation, std::string(recorded_word(opening.situation)));
  put(made, held::kAlert, to_iso(opening.alert));
  if (opening.aware) put(made, held::kAware, to_iso(*opening.aware));
  if (opening.attack_known) put(made, held::kAttackKnown, to_iso(*opening.attack_known));
  return made;
}

Draft noted(const Note& note, const Writing& writing) {
  Draft made = make_draft(kind::kNote, note.fact.value_or(writing.now), note.text, writing);
  made.corrects = note.corrects;
  made.attachments = note.attachments;
  return made;
}

Draft moment_recorded(const MomentId& moment, Instant at, std::string_view reason,
                      std::optional<std::uint64_t> corrects, const Writing& writing) {
  Draft made = make_draft(kind::kMoment, at, reason, writing);
  put(made, held::kMoment, moment.text());
  made.corrects = corrects;
  return made;
}

std::vector<Draft> fields_given(const std::map<FieldId, std::string>& values, const Writing& writing) {
  std::vector<Draft> all;
  // The lines of one entry together stay far below what an entry holds.
  constexpr std::size_t kMaxTogether = 40;
  std::optional<Draft> together;
  for (const auto& [field, value] : values) {
    const std::string& name = field.text();
    const auto in_a_line = FieldId::parse(fmt::format("{}{}", value.empty() ? kEmpty : kValue, name));
    if (in_a_line && fits_in_a_line(value)) {
      if (!together) together = make_draft(kind::kFields, writing.now, "", writing);
      put(*together, *in_a_line, value.empty() ? "yes" : value);
      if (together->fields.size() >= kMaxTogether) {
        all.push_back(std::move(*together));
        together.reset();
      }
    } else {
      Draft made = make_draft(kind::kLongField, writing.now, value, writing);
      put(made, held::kField, name);
      all.push_back(std::move(made));
    }
  }
  if (together) all.push_back(std::move(*together));
  return all;
}

std::vector<std::pair<FieldId, std::string>> given_fields(const journal::Entry& entry) {
  std::vector<std::pair<FieldId, std::string>> given;
  for (const auto& [name, text] : entry.said.fields) {
    const std::string_view word = name.text();
    for (const std::string_view before : {kValue, kEmpty})
      if (word.starts_with(before))
        if (auto field = FieldId::parse(word.substr(before.size())))
          given.emplace_back(std::move(*field), before == kValue ? text : "");
  }
  return given;
}

Draft declared(const DeclarationId& declaration, const Declaring& said, const Writing& writing) {
  Draft made = make_draft(kind::kDeclaration, said.at.value_or(writing.now), said.reason, writing);
  put(made, held::kDeclaration, declaration.text());
  put(made, held::kState, std::string(name(said.state)));
  if (!said.number.empty()) put(made, held::kNumber, said.number);
  if (said.receipt) made.attachments.push_back(*said.receipt);
  return made;
}

Draft precondition_met(const PreconditionId& precondition, std::string_view detail, const Writing& writing) {
  Draft made = make_draft(kind::kPrecondition, writing.now, detail, writing);
  put(made, held::kPrecondition, precondition.text());
  return made;
}

Draft precondition_withdrawn(const PreconditionId& precondition, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kPreconditionWithdrawn, writing.now, reason, writing);
  put(made, held::kPrecondition, precondition.text());
  return made;
}

Draft gate_overridden(const GateId& gate, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kGateOverridden, writing.now, reason, writing);
  put(made, held::kGate, gate.text());
  return made;
}

Draft lateness_explained(const ClockRuleId& rule, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kLateReason, writing.now, reason, writing);
  put(made, held::kRule, rule.text());
  return made;
}

Draft lesson_learned(std::string_view text, const Writing& writing) {
  return make_draft(kind::kLesson, writing.now, text, writing);
}

Draft closed(const Closing& closing, const Writing& writing) {
  Draft made = make_draft(kind::kClosed, writing.now, closing.text, writing);
  for (const std::string& criterion : closing.criteria)
    if (const auto field = FieldId::parse("criterion-" + criterion)) put(made, *field, "yes");
  return made;
}

Draft collected(const BagSummary& bag, const Writing& writing) { return bagged(kind::kCollected, bag, writing); }

std::uint64_t collected_files(const journal::Entry& entry) {
  if (entry.said.kind.text() != kind::kCollected || value_in(entry, held::kSeal) == kInterrupted) return 0;
  return number_in(entry, held::kFiles).value_or(0);
}

Draft exported(const BagSummary& bag, const Writing& writing) { return bagged(kind::kExported, bag, writing); }

}  // namespace garde::incident
