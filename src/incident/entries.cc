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

// A field's own name with "value-" before it must still be an id.
constexpr std::size_t kMaxFieldName = 64 - std::string_view("value-").size();

Draft bagged(std::string_view kind, const BagSummary& bag, const Writing& writing) {
  // A list of thousands stands in the bag itself.
  constexpr std::size_t kMaxListed = 100;
  std::string missing;
  for (std::size_t i = 0; i < bag.missing.size() && i < kMaxListed; ++i) missing += bag.missing[i] + "\n";
  Draft made = make_draft(kind, writing.now, missing, writing);
  put(made, "folder", fits_in_a_line(bag.folder) && !bag.folder.empty() ? bag.folder : "?");
  put(made, "files", fmt::format("{}", bag.files));
  put(made, "bytes", fmt::format("{}", bag.size.value));
  put(made, "missing", fmt::format("{}", bag.missing.size()));
  put(made, "seal", bag.seal ? bag.seal->hex() : std::string(kInterrupted));
  return made;
}

}  // namespace

bool fits_in_a_line(std::string_view value) {
  return value.size() <= journal::kMaxLine.value && !has_control_character(value, LineBreaks::refused) &&
         trimmed(value) == value;
}

Draft make_draft(std::string_view kind, Instant fact, std::string_view text, const Writing& writing) {
  Draft made{.fact = fact,
             .entered = writing.now,
             .kind = journal::Kind::of(kind),
             .author = writing.author,
             .text = as_lines(text)};
  if (writing.running) {
    made.fields.emplace(FieldId::of("boot"), writing.running->boot);
    made.fields.emplace(FieldId::of("running-ms"), fmt::format("{}", writing.running->running.count()));
  }
  return made;
}

void put(Draft& draft, std::string_view field, std::string value) {
  draft.fields.insert_or_assign(FieldId::of(field), std::move(value));
}

Draft opened(const Opening& opening, const Writing& writing) {
  Draft made = make_draft(kind::kOpened, opening.alert, "", writing);
  put(made, "situation", std::string(name(opening.situation)));
  put(made, "alert", to_iso(opening.alert));
  if (opening.aware) put(made, "aware", to_iso(*opening.aware));
  if (opening.attack_known) put(made, "attack-known", to_iso(*opening.attack_known));
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
  put(made, "moment", moment.text());
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
    if (name.size() <= kMaxFieldName && (value.empty() || fits_in_a_line(value))) {
      if (!together) together = make_draft(kind::kFields, writing.now, "", writing);
      if (value.empty())
        put(*together, "empty-" + name, "yes");
      else
        put(*together, "value-" + name, value);
      if (together->fields.size() >= kMaxTogether) {
        all.push_back(std::move(*together));
        together.reset();
      }
    } else {
      Draft made = make_draft(kind::kLongField, writing.now, value, writing);
      put(made, "field", name);
      all.push_back(std::move(made));
    }
  }
  if (together) all.push_back(std::move(*together));
  return all;
}

std::vector<std::pair<FieldId, std::string>> given_fields(const journal::Entry& entry) {
  constexpr std::string_view kValue = "value-";
  constexpr std::string_view kEmpty = "empty-";
  std::vector<std::pair<FieldId, std::string>> given;
  for (const auto& [name, text] : entry.said.fields) {
    const std::string_view word = name.text();
    if (word.starts_with(kValue) && is_id_text(word.substr(kValue.size())))
      given.emplace_back(FieldId::of(word.substr(kValue.size())), text);
    if (word.starts_with(kEmpty) && is_id_text(word.substr(kEmpty.size())))
      given.emplace_back(FieldId::of(word.substr(kEmpty.size())), "");
  }
  return given;
}

Draft declared(const DeclarationId& declaration, const Declaration& state, const Writing& writing) {
  Draft made = make_draft(kind::kDeclaration, state.at, state.reason, writing);
  put(made, "declaration", declaration.text());
  put(made, "state", std::string(name(state.state)));
  if (!state.number.empty()) put(made, "number", state.number);
  if (state.receipt) made.attachments.push_back(*state.receipt);
  return made;
}

Draft precondition_met(const PreconditionId& precondition, std::string_view detail, const Writing& writing) {
  Draft made = make_draft(kind::kPrecondition, writing.now, detail, writing);
  put(made, "precondition", precondition.text());
  return made;
}

Draft precondition_withdrawn(const PreconditionId& precondition, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kPreconditionWithdrawn, writing.now, reason, writing);
  put(made, "precondition", precondition.text());
  return made;
}

Draft gate_overridden(const GateId& gate, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kGateOverridden, writing.now, reason, writing);
  put(made, "gate", gate.text());
  return made;
}

Draft lateness_explained(const ClockRuleId& rule, std::string_view reason, const Writing& writing) {
  Draft made = make_draft(kind::kLateReason, writing.now, reason, writing);
  put(made, "rule", rule.text());
  return made;
}

Draft lesson_learned(std::string_view text, const Writing& writing) {
  return make_draft(kind::kLesson, writing.now, text, writing);
}

Draft closed(const std::vector<std::string>& criteria, std::string_view text, const Writing& writing) {
  Draft made = make_draft(kind::kClosed, writing.now, text, writing);
  for (const std::string& criterion : criteria) put(made, "criterion-" + criterion, "yes");
  return made;
}

Draft collected(const BagSummary& bag, const Writing& writing) { return bagged(kind::kCollected, bag, writing); }

std::uint64_t collected_files(const journal::Entry& entry) {
  const auto value = [&](std::string_view field) {
    const auto found = entry.said.fields.find(FieldId::of(field));
    return found == entry.said.fields.end() ? std::string_view() : std::string_view(found->second);
  };
  if (entry.said.kind.text() != kind::kCollected || value("seal") == kInterrupted) return 0;
  const std::string_view files = value("files");
  std::uint64_t count = 0;
  std::from_chars(files.data(), files.data() + files.size(), count);
  return count;
}

Draft exported(const BagSummary& bag, const Writing& writing) { return bagged(kind::kExported, bag, writing); }

}  // namespace garde::incident
