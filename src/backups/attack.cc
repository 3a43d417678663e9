#include "backups/attack.h"

#include <algorithm>

#include "backups/randomness.h"
#include "base/utf8.h"

namespace garde::backups {
namespace {

// What the most hurried ransomware encrypts.
constexpr std::size_t kBeginning = 4096;
constexpr unsigned kAll = 100;  // percent
// Of no known form, this share of random stretches is no accident of a picture or two.
constexpr double kMostly = 0.5;
// A form that is not compressed and yet has so many random stretches is encrypted in part, or holds what is compressed.
constexpr double kPartly = 0.25;
// A window of true random bytes is now and then taken for something else.
constexpr double kNearlyAll = 0.9;

struct Randomness {
  std::size_t windows = 0;
  std::size_t random = 0;
  double share() const { return windows == 0 ? 0 : static_cast<double>(random) / static_cast<double>(windows); }
};

bool is_random(std::span<const std::byte> bytes, const AttackRules& rules) {
  if (bytes.size() < rules.smallest) return false;
  ByteHistogram histogram;
  histogram.add(bytes);
  const double chi_square = histogram.chi_square();
  return chi_square >= rules.chi_square_low && chi_square <= rules.chi_square_high;
}

Randomness randomness_of(std::span<const std::byte> bytes, const AttackRules& rules) {
  Randomness randomness;
  while (bytes.size() >= rules.smallest) {
    const auto window = bytes.first(std::min(bytes.size(), rules.window));
    ++randomness.windows;
    if (is_random(window, rules)) ++randomness.random;
    bytes = bytes.subspan(window.size());
  }
  return randomness;
}

bool is_zeroed(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

bool is_whole(const FileSample& sample) { return sample.bytes.size() == sample.size.value; }

bool ends_with_mark(std::span<const std::byte> bytes, std::string_view mark, std::size_t reach) {
  const auto end = bytes.last(std::min(bytes.size(), reach));
  return !std::ranges::search(end, std::as_bytes(std::span(mark))).empty();
}

// Of the forms whose end is marked, and that programs follow by little.
bool keeps_its_end(FileType type, std::span<const std::byte> bytes) {
  using namespace std::string_view_literals;
  constexpr std::size_t kLongestComment = 65'535 + 22;  // APPNOTE 4.3.16: a zip ends with its directory's end
  constexpr std::size_t kTrailer = 4'096;
  // A document that a password protects is an OLE container under the name of a zip.
  if (type_of_content(bytes) != type) return true;
  switch (type) {
    case FileType::zip: return ends_with_mark(bytes, "PK\5\6"sv, kLongestComment);
    case FileType::pdf: return ends_with_mark(bytes, "%%EOF"sv, kTrailer);
    case FileType::png: return ends_with_mark(bytes, "IEND"sv, kTrailer);
    case FileType::jpeg: return ends_with_mark(bytes, "\xff\xd9"sv, kTrailer);
    default: return true;
  }
}

}  // namespace

bool reads_as_text(std::span<const std::byte> bytes, bool is_whole) {
  constexpr std::size_t kLeast = 8;
  constexpr std::size_t kMostOfACutCharacter = 3;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
  };
  const std::size_t end = std::min(find_invalid_utf8(text), text.size());
  return text.size() >= kLeast && end + (is_whole ? 0 : kMostOfACutCharacter) >= text.size() &&
         std::ranges::none_of(text, is_control);
}

Looks look_at(const FileSample& sample, std::string_view name, const AttackRules& rules) {
  auto type = type_of_name(name);
  const std::span<const std::byte> bytes = sample.bytes;
  if (bytes.size() < rules.smallest)
    return (type && is_text(*type)) && reads_as_text(bytes, true) ? Looks::as_named : Looks::not_judged;
  if (is_zeroed(bytes)) return Looks::zeroed;
  const auto by_content = type_of_content(bytes);
  // What a program named .txt and is a picture is a picture, and a form we know is one under any name.
  if (by_content && (!type || is_text(*type))) type = by_content;
  const bool begins_random = is_random(bytes.first(std::min(bytes.size(), kBeginning)), rules);
  if (!type) return randomness_of(bytes, rules).share() >= kMostly ? Looks::opaque : Looks::ordered;
  if (!agrees(*type, bytes)) return begins_random ? Looks::disguised : Looks::ordered;
  if (is_packed(*type)) return is_whole(sample) && !keeps_its_end(*type, bytes) ? Looks::end_lost : Looks::as_named;
  const Randomness randomness = randomness_of(bytes, rules);
  if (is_text(*type)) {
    if (begins_random && randomness.share() >= kNearlyAll) return Looks::disguised;
    return begins_random || randomness.random > 0 ? Looks::partly_random : Looks::as_named;
  }
  return randomness.share() >= kPartly ? Looks::partly_random : Looks::as_named;
}

bool holds_random(const FileSample& sample, const AttackRules& rules) {
  return randomness_of(sample.bytes, rules).random > 0;
}

bool begins_overwritten(const FileSample& then, const FileSample& now, const AttackRules& rules) {
  const auto beginning = [&](const FileSample& sample) {
    return std::span(sample.bytes).first(std::min(sample.bytes.size(), rules.window));
  };
  return then.bytes.size() >= rules.smallest && !is_random(beginning(then), rules) && is_random(beginning(now), rules);
}

double overwritten_share(const FileSample& then, const FileSample& now, const AttackRules& rules) {
  std::size_t ordered = 0;
  std::size_t overwritten = 0;
  const std::size_t common = std::min(then.bytes.size(), now.bytes.size());
  for (std::size_t at = 0; at < common; at += rules.window) {
    const std::size_t length = std::min(rules.window, common - at);
    if (length < rules.smallest) break;
    const auto before = std::span(then.bytes).subspan(at, length);
    // Room that a program had taken ahead of need is filled by anything.
    if (is_random(before, rules) || is_zeroed(before)) continue;
    ++ordered;
    if (is_random(std::span(now.bytes).subspan(at, length), rules)) ++overwritten;
  }
  return ordered == 0 ? 0 : static_cast<double>(overwritten) / static_cast<double>(ordered);
}

void AttackEvidence::Named::add(Finding finding, ByteCount size) {
  ++count;
  bytes += size;
  if (some.size() < kMaxFindings) some.push_back(std::move(finding));
}

Check judge_not_attacked(const AttackEvidence& evidence, const AttackRules& rules) {
  Judging judging(Question::not_attacked);
  judging.judged = evidence.judged;
  const auto tell = [&](const AttackEvidence::Named& named, Outcome outcome) {
    if (named.count == 0) return;
    judging.lower(outcome);
    for (const Finding& finding : named.some) judging.say(finding);
    judging.leave_unsaid(static_cast<std::size_t>(named.count) - named.some.size());
  };
  const auto failed_from = [](bool enough) { return enough ? Outcome::failed : Outcome::not_established; };
  const auto is_share = [](ByteCount part, ByteCount whole, unsigned percent) {
    return whole.value > 0 && part.value >= whole.value / kAll * percent;
  };
  for (const CanaryState& canary : evidence.canaries) {
    if (canary.state == CanaryState::State::intact) continue;
    const bool is_missing = canary.state == CanaryState::State::missing;
    judging.found(Outcome::failed,
                  FileFinding{is_missing ? FileRemark::canary_missing : FileRemark::canary_changed, canary.path});
  }
  tell(evidence.ransom_note, Outcome::failed);
  tell(evidence.ransom_extension, Outcome::failed);
  tell(evidence.became_random, Outcome::failed);
  for (const auto& [extension, named] : evidence.renamed) tell(named, failed_from(named.count >= rules.renamed_files));
  const AttackEvidence::Named& suspects = evidence.suspects;
  tell(suspects, failed_from(suspects.count >= rules.suspect_files ||
                             is_share(suspects.bytes, evidence.bytes_now, rules.suspect_bytes_percent)));
  tell(evidence.disguised, failed_from(evidence.disguised.count >= rules.disguised_files));

  const auto upheaval = [&](Upheaval what, std::uint64_t files) {
    return UpheavalFinding{what, evidence.newest, files, evidence.files_before};
  };
  // What was written anew makes up for what went: work put into other files under other names.
  const std::uint64_t files_lost = evidence.files_vanished - std::min(evidence.files_vanished, evidence.files_added);
  const ByteCount bytes_lost{evidence.bytes_vanished.value -
                             std::min(evidence.bytes_vanished, evidence.bytes_added).value};
  const bool means_something = evidence.files_before >= rules.least_files;
  if (means_something && files_lost * kAll >= evidence.files_before * rules.vanished_percent)
    judging.found(Outcome::failed, upheaval(Upheaval::disappearance, evidence.files_vanished));
  else if (is_share(bytes_lost, evidence.bytes_before, rules.open_vanished_percent))
    judging.found(failed_from(is_share(bytes_lost, evidence.bytes_before, rules.vanished_percent)),
                  upheaval(Upheaval::shrinkage, evidence.files_vanished));
  for (const AttackEvidence::WorkingFolder& folder : evidence.working_folders)
    if (is_share(folder.bytes_gone, folder.bytes_held, rules.vanished_percent) &&
        is_share(folder.bytes, evidence.bytes_before, rules.working_percent))
      judging.found(Outcome::failed,
                    UpheavalFinding{Upheaval::working_folder, evidence.newest, folder.files_gone, folder.files});

  const ByteCount heavy = evidence.heavy_gone.bytes;
  if (is_share(heavy, evidence.bytes_before, rules.heavy_percent))
    tell(evidence.heavy_gone, failed_from(is_share(heavy, evidence.bytes_before, rules.heavy_alarm_percent)));

  const Enough enough{.units_percent = 0, .bytes_percent = rules.judged_percent, .sample_units = rules.sample_files};
  // Programs rewrite everything when they are updated: said, and open only where what they wrote could not be judged.
  if (means_something && evidence.files_changed * kAll >= evidence.files_before * rules.changed_percent)
    judging.found(enough.holds(evidence.judged) ? Outcome::passed : Outcome::not_established,
                  upheaval(Upheaval::change, evidence.files_changed));
  if (judging.worst() == Outcome::passed && evidence.interrupted)
    judging.found(Outcome::not_established, Remark::attack_interrupted);
  if (judging.worst() == Outcome::passed && evidence.judged.units == 0) judging.say(Remark::nothing_to_judge);
  return std::move(judging).finish(enough);
}

}  // namespace garde::backups
