#include "backups/attack.h"

#include <algorithm>

#include "backups/randomness.h"
#include "base/utf8.h"

namespace garde::backups {
namespace {

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
  if (!type) return Looks::not_judged;
  if (bytes.size() < rules.smallest)
    return is_text(*type) && reads_as_text(bytes, true) ? Looks::as_named : Looks::not_judged;
  // What a program named .txt and is a picture is a picture.
  if (const auto by_content = type_of_content(bytes); by_content && is_text(*type)) type = by_content;
  constexpr std::size_t kBeginning = 4096;  // what the most hurried ransomware encrypts
  const bool begins_random = is_random(bytes.first(std::min(bytes.size(), kBeginning)), rules);
  if (!agrees(*type, bytes)) return begins_random ? Looks::disguised : Looks::not_judged;
  if (is_packed(*type)) return Looks::as_named;
  const Randomness randomness = randomness_of(bytes, rules);
  if (is_text(*type)) {
    if (begins_random && randomness.share() >= kNearlyAll) return Looks::disguised;
    return begins_random || randomness.random > 0 ? Looks::partly_random : Looks::as_named;
  }
  return randomness.share() >= kPartly ? Looks::partly_random : Looks::as_named;
}

void AttackEvidence::Named::add(Finding finding) {
  ++count;
  if (some.size() < kMaxFindings) some.push_back(std::move(finding));
}

Check judge_not_attacked(const AttackEvidence& evidence, const AttackRules& rules) {
  Check check{Question::not_attacked, Outcome::passed, {}, 0};
  const auto worsen = [&](Outcome outcome) {
    if (check.outcome != Outcome::failed) check.outcome = outcome;
  };
  const auto tell = [&](const AttackEvidence::Named& named, Outcome outcome) {
    if (named.count == 0) return;
    worsen(outcome);
    for (const Finding& finding : named.some) check.add(finding);
    check.finding_count += static_cast<std::size_t>(named.count) - named.some.size();
  };
  const auto share_of_before = [&](std::uint64_t files) {
    return evidence.files_before < rules.least_files ? 0 : files * 100 / evidence.files_before;
  };
  for (const CanaryState& canary : evidence.canaries) {
    if (canary.state == CanaryState::State::intact) continue;
    worsen(Outcome::failed);
    const bool is_missing = canary.state == CanaryState::State::missing;
    check.add(FileFinding{is_missing ? FileRemark::canary_missing : FileRemark::canary_changed, canary.path});
  }
  tell(evidence.ransom_note, Outcome::failed);
  tell(evidence.ransom_extension, Outcome::failed);
  tell(evidence.became_random, Outcome::failed);
  for (const auto& [extension, named] : evidence.renamed)
    tell(named, named.count >= rules.renamed_files ? Outcome::failed : Outcome::not_established);
  tell(evidence.disguised,
       evidence.disguised.count >= rules.disguised_files ? Outcome::failed : Outcome::not_established);
  const auto upheaval = [&](Upheaval what, std::uint64_t files) {
    return UpheavalFinding{what, evidence.newest, files, evidence.files_before};
  };
  if (share_of_before(evidence.files_vanished) >= rules.vanished_percent) {
    worsen(Outcome::failed);
    check.add(upheaval(Upheaval::disappearance, evidence.files_vanished));
  }
  if (share_of_before(evidence.files_changed) >= rules.changed_percent) {
    // Programs rewrite everything when they are updated: it is for a person to say.
    worsen(Outcome::not_established);
    check.add(upheaval(Upheaval::change, evidence.files_changed));
  }
  if (check.outcome != Outcome::passed) return check;
  if (evidence.interrupted || (evidence.files_judged == 0 && evidence.before.empty())) {
    check.outcome = Outcome::not_established;
    check.add(evidence.interrupted ? Remark::attack_interrupted : Remark::nothing_to_judge);
  }
  return check;
}

}  // namespace garde::backups
