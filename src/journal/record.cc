#include "journal/record.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include <fmt/format.h>

#include "base/utf8.h"

namespace garde::journal {
namespace {

constexpr std::string_view kHeaderStart = "garde journal ";
constexpr std::string_view kVersion = "1";

std::string_view word(Exercise exercise) { return exercise == Exercise::yes ? "yes" : "no"; }

// Takes "<word><rest>\n" lines from the front of a text.
class Lines {
 public:
  explicit Lines(std::string_view text) : all_(text), rest_(text) {}

  bool starts_with(std::string_view word) const { return rest_.starts_with(word); }
  bool at_end() const { return rest_.empty(); }

  // The rest of the next line, if it starts with `word` and ends.
  std::optional<std::string_view> take(std::string_view word) {
    const std::size_t end = rest_.find('\n');
    if (!rest_.starts_with(word) || end == std::string_view::npos) return std::nullopt;
    const std::string_view value = rest_.substr(word.size(), end - word.size());
    rest_.remove_prefix(end + 1);
    return value;
  }

  Error damaged(std::string_view expected) const {
    return {ErrorKind::damaged, "journal", all_.size() - rest_.size(), fmt::format("expected {}", expected)};
  }

 private:
  std::string_view all_;
  std::string_view rest_;
};

template <class T>
std::optional<T> parse_hex(std::optional<std::string_view> text) {
  return text ? parse_lower_hex<T>(*text) : std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::optional<std::string_view> text) {
  if (!text || text->empty() || (text->size() > 1 && text->front() == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (code != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return value;
}

// Only the spelling that to_iso gives: the one of 24 characters that ends in Z.
std::optional<Instant> parse_time(std::optional<std::string_view> text) {
  if (!text || text->size() != 24 || text->back() != 'Z' || (*text)[10] != 'T' || (*text)[19] != '.')
    return std::nullopt;
  const auto instant = parse_instant(*text);
  if (!instant) return std::nullopt;
  return *instant;
}

std::optional<Exercise> parse_exercise(std::optional<std::string_view> text) {
  if (text == "yes") return Exercise::yes;
  if (text == "no") return Exercise::no;
  return std::nullopt;
}

template <class T>
std::optional<T> parse_id(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  auto id = T::parse(*text);
  return id ? std::optional(std::move(*id)) : std::nullopt;
}

// "<word> <rest>" in two; the second is empty when there is no space.
std::pair<std::string_view, std::string_view> split_word(std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size());
  return {text.substr(0, space), text.substr(std::min(space + 1, text.size()))};
}

bool is_one_line(std::string_view text) {
  return !text.empty() && text.size() <= kMaxLine.value && is_utf8(text) &&
         !has_control_character(text, LineBreaks::refused) && trimmed(text) == text;
}

bool is_text(std::string_view text) {
  return is_utf8(text) && text.find('\r') == std::string_view::npos &&
         !has_control_character(text, LineBreaks::allowed);
}

Error invalid(std::string_view part, std::string_view why) {
  return {ErrorKind::invalid_input, std::string(part), std::nullopt, std::string(why)};
}

// The order of the fields, the size and the spelling of times and numbers are right by construction.
Result<void> check(const Entry& entry) {
  const Draft& said = entry.said;
  constexpr std::string_view kLine = "not one line of 1 to 1000 bytes";
  if (!is_one_line(said.author)) return invalid("author", kLine);
  for (const auto& [id, value] : said.fields)
    if (!is_one_line(value)) return invalid("field", kLine);
  for (const Attachment& attachment : said.attachments)
    if (!is_one_line(attachment.name)) return invalid("attachment", kLine);
  if (said.corrects && (*said.corrects == 0 || *said.corrects >= entry.sequence))
    return invalid("corrects", "not an earlier entry");
  if (!is_text(said.text)) return invalid("text", "not UTF-8, or with control characters");
  for (const Instant time : {said.fact, said.entered})
    if (!parse_time(to_iso(time))) return invalid("entry", "a time outside the years 1900 to 2199");
  return {};
}

}  // namespace

std::string encode_header(const Header& header) {
  return fmt::format("{}{}\njournal {}\ncreated {}\nexercise {}\nkey {}\n", kHeaderStart, kVersion, header.id.text(),
                     to_iso(header.created), word(header.exercise), header.key.hex());
}

Result<Header> decode_header(std::string_view text) {
  Lines lines(text);
  const auto version = lines.take(kHeaderStart);
  if (!version) return lines.damaged("garde journal 1");
  if (*version != kVersion) {
    if (parse_number(version)) return Error{ErrorKind::unsupported, "journal", 0, "written by a later version"};
    return lines.damaged("garde journal 1");
  }
  const auto id = parse_id<JournalId>(lines.take("journal "));
  if (!id) return lines.damaged("journal");
  const auto created = parse_time(lines.take("created "));
  if (!created) return lines.damaged("created");
  const auto exercise = parse_exercise(lines.take("exercise "));
  if (!exercise) return lines.damaged("exercise");
  const auto key = parse_hex<crypto::PublicKey>(lines.take("key "));
  if (!key || !lines.at_end()) return lines.damaged("key");
  return Header{*id, *created, *exercise, *key};
}

Result<std::string> encode_entry(const Entry& entry, const crypto::Signature& previous) {
  TRY(check(entry));
  const Draft& said = entry.said;
  std::string out = fmt::format("{}{}\n{}{}\nfact {}\nentered {}\nkind {}\nauthor {}\nexercise {}\n", kEntryWord,
                                entry.sequence, kPreviousWord, previous.hex(), to_iso(said.fact), to_iso(said.entered),
                                said.kind.text(), said.author, word(entry.exercise));
  if (said.corrects) out += fmt::format("corrects {}\n", *said.corrects);
  for (const auto& [id, value] : said.fields) out += fmt::format("field {} {}\n", id.text(), value);
  for (const Attachment& attachment : said.attachments)
    out += fmt::format("attachment {} {} {}\n", attachment.digest.hex(), attachment.size.value, attachment.name);
  for (std::string_view rest = said.text; !said.text.empty();) {
    const std::size_t end = rest.find('\n');
    out += fmt::format("text {}\n", rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (out.size() > kMaxEntry.value) return invalid("entry", "longer than 64 KiB");
  return out;
}

Result<Entry> decode_entry(std::string_view text) {
  Lines lines(text);
  if (text.size() > kMaxEntry.value) return lines.damaged("at most 64 KiB");
  const auto sequence = parse_number(lines.take(kEntryWord));
  if (!sequence || *sequence == 0) return lines.damaged("entry");
  if (!parse_hex<crypto::Signature>(lines.take(kPreviousWord))) return lines.damaged("previous");
  const auto fact = parse_time(lines.take("fact "));
  if (!fact) return lines.damaged("fact");
  const auto entered = parse_time(lines.take("entered "));
  if (!entered) return lines.damaged("entered");
  const auto kind = parse_id<Kind>(lines.take("kind "));
  if (!kind) return lines.damaged("kind");
  const auto author = lines.take("author ");
  if (!author) return lines.damaged("author");
  const auto exercise = parse_exercise(lines.take("exercise "));
  if (!exercise) return lines.damaged("exercise");

  Entry entry{*sequence, *exercise, {*fact, *entered, *kind, std::string(*author), std::nullopt, {}, {}, {}}};
  if (lines.starts_with("corrects ")) {
    entry.said.corrects = parse_number(lines.take("corrects "));
    if (!entry.said.corrects) return lines.damaged("corrects");
  }
  while (const auto line = lines.take("field ")) {
    const auto [name, value] = split_word(*line);
    const auto id = parse_id<FieldId>(name);
    auto& fields = entry.said.fields;
    if (!id || (!fields.empty() && *id <= fields.rbegin()->first)) return lines.damaged("field");
    fields.emplace_hint(fields.end(), *id, value);
  }
  while (const auto line = lines.take("attachment ")) {
    const auto [hex, after] = split_word(*line);
    const auto [bytes, name] = split_word(after);
    const auto digest = parse_hex<crypto::Sha256Digest>(hex);
    const auto size = parse_number(bytes);
    if (!digest || !size) return lines.damaged("attachment");
    entry.said.attachments.push_back({*digest, {*size}, std::string(name)});
  }
  std::size_t text_lines = 0;
  while (const auto line = lines.take("text ")) {
    if (text_lines++ > 0) entry.said.text += '\n';
    entry.said.text += *line;
  }
  // One empty line would say the same as none.
  if (!lines.at_end() || (text_lines == 1 && entry.said.text.empty())) return lines.damaged("text");
  if (const auto checked = check(entry); !checked) return lines.damaged(checked.error().detail);
  return entry;
}

std::string encode_checkpoint(const Checkpoint& checkpoint) {
  return fmt::format("garde journal checkpoint 1\nheader {}\nsize {}\nroot {}\n", checkpoint.header.hex(),
                     checkpoint.size, checkpoint.root.hex());
}

std::string encode_header_seal(const crypto::Signature& signature) {
  return fmt::format("{}{}\n\n", kSignatureWord, signature.hex());
}

std::string encode_seal(const crypto::Sha256Digest& leaf, const crypto::Signature& signature) {
  return fmt::format("{}{}\n{}", kLeafWord, leaf.hex(), encode_header_seal(signature));
}

}  // namespace garde::journal
