#include "documents/backups/backup_sentences.h"

#include <limits>

#include <fmt/format.h>

#include "base/as_text.h"
#include "base/checked.h"

namespace garde::documents {
namespace {

using namespace backups;  // every kind of finding

std::string number(std::uint64_t count) {
  return text::number(checked_cast<std::int64_t>(count).value_or(std::numeric_limits<std::int64_t>::max()));
}

// The sentence of each kind of finding. Names are bytes of somebody else's, made readable.
class FindingWords {
 public:
  FindingWords(const Finding& finding, const text::Catalogue& texts, const text::Zone& zone)
      : key_(fmt::format("backups.finding.{}", name(finding))), texts_(texts), zone_(zone) {}

  std::string operator()(Remark /*found*/) const { return say({}); }
  std::string operator()(const FormatNotRead& /*found*/) const { return say({}); }
  std::string operator()(const FileFinding& found) const { return say_of(found.path, ""); }
  std::string operator()(const SourceFinding& found) const {
    return say({{"source", as_text(found.source)},
                {"mount_point", as_text(found.mount_point)},
                {"time", found.newest_file ? zone_.day_and_time_of(*found.newest_file) : ""}});
  }
  std::string operator()(const PointFinding& found) const {
    return say({{"point", as_text(found.restore_point)}, {"time", zone_.day_and_time_of(found.time)}});
  }
  std::string operator()(const LineFinding& found) const {
    const bool both = !found.host.empty() && !found.paths.empty();
    return say({{"line", as_text(found.host + (both ? ", " : "") + found.paths)},
                {"count", number(found.points)},
                {"time", zone_.day_and_time_of(found.newest)}});
  }
  std::string operator()(const CountFinding& found) const { return say({{"count", number(found.count)}}); }
  std::string operator()(const CadenceFinding& found) const {
    return say({{"from", text::long_day(found.from)}, {"to", text::long_day(found.to)}});
  }
  std::string operator()(const MissedDay& found) const { return say({{"day", text::long_day(found.day)}}); }
  std::string operator()(const ScheduledJob& found) const {
    return say({{"job", as_text(found.name)}, {"place", as_text(found.place)}});
  }
  std::string operator()(const SuspectFile& found) const {
    return say({{"path", as_text(found.path)}, {"type", word("backups.file-type", found.type)}});
  }
  std::string operator()(const RansomFinding& found) const {
    return say({{"path", as_text(found.path)}, {"family", as_text(found.family)}});
  }
  std::string operator()(const UpheavalFinding& found) const {
    return say({{"files", number(found.files)}, {"of", number(found.of)}});
  }

  // "srv/patient11.txt (son contenu a changé : 42c9… dans f5a0…, à l’octet 3 184)"
  std::string operator()(const DamageFinding& found) const {
    const std::string place = inside(found.object, found.within);
    // An archive that is lost whole is named, and not what it held.
    const bool hits_itself = found.path.empty() || found.path == found.object || found.path == "/";
    std::string why = word("backups.damage", found.damage);
    if (!hits_itself) why = with(why, "place", place);
    return say_of(hits_itself ? place : found.path, with(why, "offset", found.offset));
  }
  std::string operator()(const UnjudgedFinding& found) const {
    return say_of(found.piece.empty() ? found.container : found.container + ": " + found.piece,
                  word("backups.unjudged", found.reason));
  }
  std::string operator()(const NotRestored& found) const {
    return say_of(found.path, with(word("backups.not-restored", found.error), "offset", found.offset));
  }
  std::string operator()(const NotOpened& found) const {
    const std::string why = with(word("backups.not-opened", found.reason), "place", as_text(found.part));
    return say_of(found.path, with(why, "offset", found.offset));
  }
  std::string operator()(const DumpFinding& found) const {
    std::string why = with(word("backups.not-loaded", found.reason), "code", as_text(found.code));
    why = with(with(why, "table", as_text(found.table)), "line", found.line);
    return say({{"path", file_with(found.path, with(why, "offset", found.offset))},
                {"server", word("backups.server", found.server)}});
  }
  std::string operator()(const ForeignFinding& found) const {
    return say({{"path", as_text(found.path)}, {"count", number(found.files)}});
  }
  std::string operator()(const DwindledDatabase& found) const {
    const bool in_bytes = found.what == Dwindling::fewer_bytes;
    const auto told = [&](std::uint64_t value) { return in_bytes ? text::size({value}) : number(value); };
    return say({{"path", as_text(found.path)}, {"now", told(found.now)}, {"before", told(found.before)}});
  }

 private:
  using Values = std::vector<std::pair<std::string, std::string>>;
  std::string say(Values values) const { return texts_.sentence({key_, std::move(values)}); }
  std::string say_of(std::string_view path, std::string_view why) const {
    return say({{"path", file_with(path, why)}});
  }
  std::string file_with(std::string_view path, std::string_view why) const {
    if (why.empty()) return as_text(path);
    return texts_.sentence({"backups.why.of", {{"path", as_text(path)}, {"why", std::string(why)}}});
  }

  template <class Enum>
  std::string word(std::string_view table, Enum value) const {
    return texts_.sentence(fmt::format("{}.{}", table, name(value)));
  }
  template <class Enum>
  std::string word(std::string_view table, const std::optional<Enum>& value) const {
    return value ? word(table, *value) : "";
  }
  // `why` with one more thing known of it, as backups.why.<what> says it; a why that is not known stays so.
  std::string with(const std::string& why, const std::string& what, const std::string& value) const {
    if (why.empty() || value.empty()) return why;
    return texts_.sentence({fmt::format("backups.why.{}", what), {{"why", why}, {what, value}}});
  }
  std::string with(const std::string& why, const std::string& what, const std::optional<std::uint64_t>& value) const {
    return value ? with(why, what, number(*value)) : why;
  }
  std::string inside(std::string_view name, std::string_view container) const {
    if (container.empty()) return as_text(name);
    return texts_.sentence({"backups.why.within", {{"name", as_text(name)}, {"container", as_text(container)}}});
  }

  const std::string key_;
  const text::Catalogue& texts_;
  const text::Zone& zone_;
};

}  // namespace

std::string finding_sentence(const Finding& finding, const text::Catalogue& texts, const text::Zone& zone) {
  return std::visit(FindingWords(finding, texts, zone), finding);
}

std::string kind_words(formats::Kind kind, const text::Catalogue& texts) {
  return texts.sentence(fmt::format("backups.kind.{}", formats::name(kind)));
}

std::string length_sentence(std::chrono::milliseconds length, const text::Catalogue& texts) {
  if (length < std::chrono::minutes{1})
    return texts.sentence(
        {"backups.seconds", {{"seconds", fmt::format("{}", std::chrono::ceil<std::chrono::seconds>(length).count())}}});
  return text::minutes(std::chrono::ceil<std::chrono::minutes>(length));
}

std::vector<std::string> share_sentences(const backups::Check& check, const text::Catalogue& texts) {
  const backups::Judged& judged = check.judgement.judged();
  if (judged.left_out.empty()) return {};
  std::vector<std::string> sentences;
  using backups::Question;
  if (check.question == Question::complete || check.question == Question::not_attacked ||
      check.question == Question::restorable)
    sentences.push_back(texts.sentence({fmt::format("backups.share.{}", backups::name(check.question)),
                                        {{"units", text::number(judged.units)},
                                         {"of", text::number(judged.of)},
                                         {"bytes", text::size(judged.bytes)},
                                         {"of_bytes", text::size(judged.of_bytes)}}}));
  for (const backups::Judged::Missing& missing : judged.left_out) {
    // What a finding of the check already says in full.
    if (missing.reason == backups::LeftOut::unanswered) continue;
    std::vector<std::string> examples;
    for (const std::string& example : missing.examples) examples.push_back(as_text(example));
    if (missing.units > examples.size()) examples.emplace_back("…");
    sentences.push_back(texts.sentence({fmt::format("backups.left-out.{}", backups::name(missing.reason)),
                                        {{"count", text::number(missing.units)}, {"examples", text::list(examples)}}}));
  }
  return sentences;
}

std::vector<std::string> reach_sentences(const backups::CheckRun& run, const text::Catalogue& texts) {
  std::vector<std::string> sentences = {
      texts.sentence(fmt::format("backups.level.{}", formats::name(run.coverage.level))),
      texts.sentence({"backups.reach",
                      {{"read", text::size(run.coverage.bytes_read)},
                       {"total", text::size(run.coverage.bytes_total)},
                       {"pieces", text::number(static_cast<std::int64_t>(run.coverage.pieces_verified))}}})};
  if (const auto share = backups::damaged_share_at_most(run))
    sentences.push_back(texts.sentence({"backups.confidence", {{"share", fmt::format("{:.1f}", *share * 100)}}}));
  return sentences;
}

}  // namespace garde::documents
