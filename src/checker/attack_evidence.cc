#include "checker/attack_evidence.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "checker/compare_sources.h"
#include "checker/file_inventory.h"
#include "checker/working_folders.h"

namespace garde::checker {
namespace {

using backups::AttackEvidence;
using backups::AttackRules;
using backups::begins_overwritten;
using backups::CanaryState;
using backups::extension_of;
using backups::FileFinding;
using backups::FileRemark;
using backups::FileSample;
using backups::FileType;
using backups::holds_random;
using backups::is_locked;
using backups::is_packed;
using backups::is_text;
using backups::LeftOut;
using backups::look_at;
using backups::Looks;
using backups::overwritten_share;
using backups::RansomFinding;
using backups::RansomSign;
using backups::SuspectFile;
using backups::Suspicion;
using backups::type_of_name;
using formats::Node;
using formats::RestorePoint;

constexpr std::size_t kMostHeavy = 10'000;     // files of no known form that are remembered by name
constexpr std::size_t kMaxExtensions = 1'000;  // added to renamed files; an attacker may use one for each

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

// An earlier restore point that the newest is held against.
struct Reference {
  const RestorePoint* point = nullptr;
  Inventory files;
};

// "001", "z01", "ab": what programs add to the parts of a file that they cut.
bool numbers_a_part(std::string_view extension) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return (extension.size() <= 3 && is_digit(extension.back())) || extension.size() == 2;
}

class Gathering {
 public:
  Gathering(const formats::ArchiveReader& reader, const std::vector<RestorePoint>& points, const AttackRules& rules,
            const AttackRequest& request);

  Result<AttackEvidence> run();

 private:
  Result<void> take_inventory(const RestorePoint& point, Inventory& inventory,
                              const std::function<void(const Node&)>& on_file);
  Result<void> take_inventories();
  bool is_of_a_base(const Node& file) const;
  void note_heavy(const Node& file);
  // Under its name in another folder, or in another form: moved and worked on, converted.
  bool lives_on(std::uint64_t stem) const { return new_stems_.contains(stem); }
  void compare_inventories();
  void choose(const Node& file);
  void note_names(const Node& file);
  std::vector<Candidate> chosen();
  void judge(const Candidate& candidate);
  void judge_new(const Candidate& candidate, Looks looks, const std::string& name);
  void judge_changed(const Candidate& candidate, const FileSample& sample, Looks looks, const Reference& earlier,
                     const std::string& name);
  void count_good(const Candidate& candidate);
  const Reference* earlier_of(std::string_view path) const;
  std::string_view stem_of(std::string_view path) const;
  void check_canaries();
  void find_notes_by_extension();
  void find_strangers();

  const formats::ArchiveReader& reader_;
  const AttackRules& rules_;
  const AttackRequest& request_;
  const RestorePoint* newest_;
  bool is_proved_good_ = false;        // the first of the references
  bool newest_is_listed_ = true;       // all of it
  std::vector<Reference> references_;  // the first is what is compared as a whole
  Inventory now_;
  std::unordered_set<std::uint64_t> new_stems_;  // of files that were not there before, by path or content
  Draw changed_{rules_.most_files_read};
  Draw others_{rules_.most_files_read};
  std::vector<Candidate> largest_;       // a heap, the smallest first
  std::vector<Candidate> heavy_before_;  // of the first reference, at most kMostHeavy
  std::uint64_t files_to_judge_ = 0;
  ByteCount bytes_to_judge_;
  std::uint64_t files_of_known_form_ = 0;
  AttackEvidence::Named always_disguised_;                  // as far back as can be seen
  std::map<std::string, AttackEvidence::Named> strangers_;  // new and opaque, by extension
  std::map<std::string, RansomFinding> possible_notes_;     // by the extension of the files they speak of
  AttackEvidence evidence_;
};

Gathering::Gathering(const formats::ArchiveReader& reader, const std::vector<RestorePoint>& points,
                     const AttackRules& rules, const AttackRequest& request)
    : reader_(reader), rules_(rules), request_(request), newest_(points.empty() ? nullptr : &points.back()) {
  if (points.size() < 2) return;
  const auto refer_to = [&](const RestorePoint& point) {
    if (&point != newest_ && std::ranges::find(references_, &point, &Reference::point) == references_.end())
      references_.push_back({&point, {}});
  };
  const auto proved = std::ranges::find(points, request.proved_good, &RestorePoint::id);
  is_proved_good_ = proved != points.end() && &*proved != newest_;
  if (is_proved_good_) refer_to(*proved);
  refer_to(points.front());
  refer_to(points[points.size() - 2]);
  // Somewhere between, for somebody who looks for the first time: what was written again and again shows there.
  if (!is_proved_good_) refer_to(points[(points.size() - 1) / 2]);
}

Result<void> Gathering::take_inventory(const RestorePoint& point, Inventory& inventory,
                                       const std::function<void(const Node&)>& on_file) {
  TRY(reader_.list(
      point,
      [&](const Node& node) -> Result<void> {
        if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
        if (node.type != formats::NodeType::file) return {};
        inventory.add(node);
        if (on_file) on_file(node);
        return {};
      },
      [&](const formats::Damage& damage) {
        if (damage.consequence != formats::Consequence::loss) return;
        evidence_.listed_all = false;
        if (&inventory != &now_) return;
        newest_is_listed_ = false;
        evidence_.judged.leave_out(LeftOut::unlisted, damage.subject.name);
      }));
  inventory.finish();
  return {};
}

Result<void> Gathering::take_inventories() {
  for (Reference& reference : references_)
    TRY(take_inventory(*reference.point, reference.files, [&](const Node& file) {
      if (&reference == &references_.front()) note_heavy(file);
    }));
  TRY(take_inventory(*newest_, now_, [&](const Node& file) { choose(file); }));
  evidence_.files_now = now_.traces().size();
  evidence_.bytes_now = now_.bytes();
  if (references_.empty()) return {};
  evidence_.before = references_.front().point->id;
  evidence_.files_before = references_.front().files.traces().size();
  evidence_.bytes_before = references_.front().files.bytes();
  return {};
}

// "dossier.docx" of "dossier.docx.locked": what the file was called, when that tells a type or was there before. Of a
// file that was not there under that name, an extension that its owner may have added tells nothing.
std::string_view Gathering::stem_of(std::string_view path) const {
  const std::string_view extension = extension_of(path);
  if (extension.empty()) return {};
  const std::string_view stem = without_extension(path);
  const bool was_there = earlier_of(stem) != nullptr;
  if (!type_of_name(stem) && !was_there) return {};
  const bool may_be_its_owners = rules_.own_extensions.contains(lower(extension)) || numbers_a_part(extension);
  return may_be_its_owners && !was_there ? std::string_view() : stem;
}

const Reference* Gathering::earlier_of(std::string_view path) const {
  for (const Reference& reference : references_)
    if (reference.files.find(path) != nullptr) return &reference;
  return nullptr;
}

void Gathering::note_names(const Node& file) {
  const std::string name = lower(base_name(file.path));
  if (const auto note = rules_.notes.find(name); note != rules_.notes.end())
    evidence_.ransom_note.add(RansomFinding{RansomSign::note, file.path, note->second});
  for (const auto& [ending, family] : rules_.note_endings) {
    if (name.size() <= ending.size() || !name.ends_with(ending) || possible_notes_.size() >= kMaxExtensions) continue;
    possible_notes_.emplace(name.substr(0, name.size() - ending.size()),
                            RansomFinding{RansomSign::note, file.path, family});
  }
}

void Gathering::choose(const Node& file) {
  note_names(file);
  const std::uint64_t content = now_.content_trace(file);
  // The very bytes that were proved good, wherever they lay.
  if (is_proved_good_ && file.content && references_.front().files.holds(content)) {
    evidence_.judged.add(file.size);
    return;
  }
  ++files_to_judge_;
  bytes_to_judge_ += file.size;
  const Candidate candidate{now_.trace_of(file.path), file.path, file.size};
  const Trace* then = references_.empty() ? nullptr : references_.front().files.find(file.path);
  const bool is_same = then != nullptr && then->content == content;
  (is_same ? others_ : changed_).add(candidate);
  constexpr std::size_t kAllParts = 1'000;
  const std::size_t room = kAllParts / rules_.large_per_mille;
  const auto larger = [](const Candidate& a, const Candidate& b) { return a.size > b.size; };
  if (largest_.size() == room) {
    if (candidate.size <= largest_.front().size) return;
    std::ranges::pop_heap(largest_, larger);
    largest_.pop_back();
  }
  largest_.push_back(candidate);
  std::ranges::push_heap(largest_, larger);
}

// What is read: the largest, what is new or changed, and of the rest as many as a sample needs; all of it where no
// proof speaks for any, up to the most that is read.
std::vector<Candidate> Gathering::chosen() {
  std::vector<Candidate> all = changed_.take();
  std::vector<Candidate> others = others_.take();
  const std::size_t wanted = is_proved_good_ ? rules_.sample_files : rules_.most_files_read;
  const std::size_t room = std::min(wanted, std::max(rules_.most_files_read - all.size(), rules_.sample_files));
  if (others.size() > room) {
    std::ranges::nth_element(others, others.begin() + static_cast<std::ptrdiff_t>(room), {}, &Candidate::order);
    others.resize(room);
  }
  std::ranges::move(others, std::back_inserter(all));
  constexpr std::uint64_t kAllParts = 1'000;
  for (Candidate& large : largest_)
    if (large.size.value * kAllParts >= bytes_to_judge_.value * rules_.large_per_mille) all.push_back(std::move(large));
  std::ranges::sort(all, {}, &Candidate::path);  // files of one folder together cost least
  const auto twice = std::ranges::unique(all, {}, &Candidate::path);
  all.erase(twice.begin(), twice.end());
  ByteCount bytes;
  for (const Candidate& candidate : all) bytes += candidate.size;
  evidence_.judged.leave_out_many(LeftOut::not_drawn, files_to_judge_ - all.size(),
                                  {bytes_to_judge_.value - bytes.value});
  return all;
}

// Heavy for the whole, of no form that a person tidies away, and no part of a program.
bool Gathering::is_of_a_base(const Node& file) const {
  const std::string extension = lower(extension_of(file.path));
  const auto type = type_of_name(file.path);
  return (!type || type == FileType::sqlite) && !rules_.program_extensions.contains(extension);
}

void Gathering::note_heavy(const Node& file) {
  if (is_of_a_base(file) && heavy_before_.size() < kMostHeavy) heavy_before_.push_back({0, file.path, file.size});
}

void Gathering::compare_inventories() {
  constexpr std::uint64_t kCollapsed = 10;  // to less than a tenth
  constexpr std::uint64_t kAllParts = 1'000;
  const Inventory& before = references_.front().files;
  for (const Trace& now : now_.traces())
    if (before.find_trace(now.path) == nullptr && !before.holds(now.content)) new_stems_.insert(now.stem);
  for (const Trace& then : before.traces()) {
    const Trace* now = now_.find_trace(then.path);
    if (now != nullptr) {
      if (now->content != then.content) ++evidence_.files_changed;
      const bool is_large = then.size * kAllParts >= before.bytes().value * rules_.large_per_mille;
      if (is_large && now->size * kCollapsed < then.size) evidence_.bytes_vanished += {then.size};
    } else if (newest_is_listed_ && !now_.holds(then.content) && !lives_on(then.stem)) {
      ++evidence_.files_vanished;
      evidence_.bytes_vanished += {then.size};
    }
  }
  // What could not be listed may hold all that is not met.
  if (!newest_is_listed_) return;
  for (const Candidate& heavy : heavy_before_) {
    const Trace& then = *before.find(heavy.path);
    const bool is_heavy = then.size * kAllParts >= before.bytes().value * rules_.large_per_mille;
    if (is_heavy && now_.find_trace(then.path) == nullptr && !now_.holds(then.content) && !lives_on(then.stem))
      evidence_.heavy_gone.add(FileFinding{FileRemark::gone, heavy.path}, heavy.size);
  }
}

void Gathering::count_good(const Candidate& candidate) {
  evidence_.judged.add(candidate.size);
  if (references_.empty()) return;
  const Inventory& before = references_.front().files;
  if (before.find(candidate.path) != nullptr || before.holds(now_.find(candidate.path)->content)) return;
  ++evidence_.files_added;
  evidence_.bytes_added += candidate.size;
}

void Gathering::judge_new(const Candidate& candidate, Looks looks, const std::string& name) {
  const auto type = type_of_name(name);
  switch (looks) {
    case Looks::as_named:
    case Looks::ordered: return count_good(candidate);
    case Looks::partly_random:
      // A picture in a document, or every second stretch of it: without an earlier copy only a text tells.
      if (!type || !is_text(*type)) return count_good(candidate);
      [[fallthrough]];
    case Looks::disguised:
      return evidence_.disguised.add(SuspectFile{Suspicion::disguised, candidate.path, type.value_or(FileType::text)},
                                     candidate.size);
    case Looks::zeroed:
      // Room taken ahead of need, where no name promises more.
      if (!type) return count_good(candidate);
      return evidence_.suspects.add(FileFinding{FileRemark::zeroed, candidate.path}, candidate.size);
    case Looks::opaque:
      if (!references_.empty() && strangers_.size() < kMaxExtensions)
        strangers_[lower(extension_of(candidate.path))].add(FileFinding{FileRemark::renamed_unreadable, candidate.path},
                                                            candidate.size);
      [[fallthrough]];
    case Looks::end_lost:
    case Looks::not_judged: break;
  }
  evidence_.judged.leave_out(LeftOut::unknown_form, candidate.path, candidate.size);
}

void Gathering::judge_changed(const Candidate& candidate, const FileSample& sample, Looks looks,
                              const Reference& earlier, const std::string& name) {
  const ByteCount size_then{earlier.files.find(candidate.path)->size};
  const auto then = sample_file(reader_, *earlier.point, candidate.path, size_then, rules_.reach);
  if (!then) return evidence_.judged.leave_out(LeftOut::unreadable, candidate.path, candidate.size);
  const Looks looked = look_at(*then, name, rules_);
  const bool was_good = looked == Looks::as_named || looked == Looks::ordered;
  const auto type = type_of_name(name);
  const auto suspect = [&](FileRemark remark) {
    evidence_.suspects.add(FileFinding{remark, candidate.path}, candidate.size);
  };
  if (looks == Looks::disguised && type && (was_good || looked == Looks::partly_random))
    return evidence_.became_random.add(SuspectFile{Suspicion::became_random, candidate.path, *type}, candidate.size);
  if (looks == Looks::disguised && looked == Looks::disguised) {
    always_disguised_.add(SuspectFile{Suspicion::disguised, candidate.path, type.value_or(FileType::text)},
                          candidate.size);
    return;
  }
  if (looks == Looks::zeroed && looked != Looks::zeroed) return suspect(FileRemark::zeroed);
  if (looks == Looks::end_lost && looked == Looks::as_named) return suspect(FileRemark::end_lost);
  const std::uint64_t grown = std::max(candidate.size, size_then).value - std::min(candidate.size, size_then).value;
  constexpr double kAll = 100;
  const double overwritten = overwritten_share(*then, sample, rules_);
  if (grown <= rules_.size_kept.value && type && is_text(*type) && looks == Looks::partly_random && was_good)
    return evidence_.became_random.add(SuspectFile{Suspicion::became_partly_random, candidate.path, *type},
                                       candidate.size);
  // What is compressed, and keeps its head and its end, is another anyway once it was worked on.
  const bool tells_by_place = !(type && is_packed(*type)) && !is_locked(sample.bytes);
  if (tells_by_place && grown <= rules_.size_kept.value &&
      (overwritten * kAll >= rules_.overwritten_percent || begins_overwritten(*then, sample, rules_))) {
    // Old Office documents are locked by their owners, who leave the head: one of them alone is no alarm, however much
    // of all bytes it is.
    const bool may_be_its_owners = backups::type_of_content(sample.bytes) == backups::FileType::ole;
    return evidence_.suspects.add(FileFinding{FileRemark::overwritten, candidate.path},
                                  may_be_its_owners ? ByteCount{} : candidate.size);
  }
  if (looks == Looks::opaque || looks == Looks::end_lost || looks == Looks::disguised || looks == Looks::not_judged)
    return evidence_.judged.leave_out(LeftOut::unknown_form, candidate.path, candidate.size);
  count_good(candidate);
}

void Gathering::judge(const Candidate& candidate) {
  const auto sample = sample_file(reader_, *newest_, candidate.path, candidate.size, rules_.reach);
  if (!sample) return evidence_.judged.leave_out(LeftOut::unreadable, candidate.path, candidate.size);
  if (type_of_name(candidate.path)) ++files_of_known_form_;
  const std::string extension = lower(extension_of(candidate.path));
  const std::string stem(type_of_name(candidate.path) ? std::string_view() : stem_of(candidate.path));
  const auto family = rules_.extensions.find(extension);
  // Of a name that an attack made up, the rest may still tell what the file was.
  const std::string without(without_extension(candidate.path));
  const std::string& name = family != rules_.extensions.end() ? without : stem.empty() ? candidate.path : stem;
  const Looks looks = look_at(*sample, name, rules_);
  const bool is_random = looks == Looks::disguised || looks == Looks::partly_random || looks == Looks::opaque;
  if (family != rules_.extensions.end() && is_random)
    return evidence_.ransom_extension.add(RansomFinding{RansomSign::extension, candidate.path, family->second});
  if (const Reference* earlier = stem.empty() ? nullptr : earlier_of(stem); earlier != nullptr) {
    if (is_random && now_.find(stem) == nullptr) {
      if (evidence_.renamed.size() < kMaxExtensions || evidence_.renamed.contains(extension))
        evidence_.renamed[extension].add(
            SuspectFile{Suspicion::renamed_random, candidate.path, type_of_name(stem).value_or(FileType::text)},
            candidate.size);
      return;
    }
  } else if (const Reference* same = earlier_of(candidate.path); same != nullptr) {
    const bool may_be_overwritten = holds_random(*sample, rules_) || looks == Looks::zeroed;
    const bool is_packed_whole = looks == Looks::as_named && !may_be_overwritten;
    if (!is_packed_whole) return judge_changed(candidate, *sample, looks, *same, name);
    return count_good(candidate);
  }
  judge_new(candidate, looks, name);
}

void Gathering::check_canaries() {
  for (const auto& [path, digest] : request_.canaries) {
    if (now_.find(path) == nullptr) {
      evidence_.canaries.push_back({path, CanaryState::State::missing});
      continue;
    }
    crypto::Sha256 hash;
    const auto read = reader_.read(*newest_, path, [&](std::span<const std::byte> piece) -> Result<void> {
      hash.update(piece);
      return {};
    });
    const bool intact = read && hash.finish() == digest;
    evidence_.canaries.push_back({path, intact ? CanaryState::State::intact : CanaryState::State::changed});
  }
}

// "3R9qG8i3Z.README.txt" beside files renamed "….3R9qG8i3Z".
void Gathering::find_notes_by_extension() {
  for (const auto& [extension, named] : evidence_.renamed)
    if (const auto note = possible_notes_.find(extension); note != possible_notes_.end())
      evidence_.ransom_note.add(note->second);
}

// Files under names that were never seen, all of one extension, nothing in them that tells a form, and about as many
// gone.
void Gathering::find_strangers() {
  for (auto& [extension, named] : strangers_) {
    const bool may_be_its_owners = rules_.own_extensions.contains(extension);
    if (may_be_its_owners || named.count < rules_.least_strangers || evidence_.files_vanished * 2 < named.count)
      continue;
    evidence_.renamed.emplace(extension, std::move(named));
  }
}

Result<AttackEvidence> Gathering::run() {
  if (newest_ == nullptr) return std::move(evidence_);
  evidence_.newest = newest_->id;
  TRY(take_inventories());
  if (!references_.empty()) {
    compare_inventories();
    std::vector<const Inventory*> earlier;
    for (const Reference& reference : references_) earlier.push_back(&reference.files);
    evidence_.working_folders = working_folders(earlier, [&](const Trace& then) {
      // What could not be listed may hold all that is not met.
      return !newest_is_listed_ || now_.find_trace(then.path) != nullptr || now_.holds(then.content) ||
             lives_on(then.stem);
    });
  }
  check_canaries();
  for (const Candidate& candidate : chosen()) {
    if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, "stopped"};
    if (request_.spent && request_.spent()) {
      evidence_.interrupted = true;
      evidence_.judged.leave_out(LeftOut::not_reached, candidate.path, candidate.size);
      continue;
    }
    judge(candidate);
  }
  // A safe that its owner keeps is one file or two; an attack that is older than all restore points is many.
  constexpr std::uint64_t kOneIn = 10;
  if (always_disguised_.count >= rules_.disguised_files && always_disguised_.count * kOneIn >= files_of_known_form_) {
    evidence_.disguised = std::move(always_disguised_);
  } else {
    evidence_.judged.leave_out_many(LeftOut::unknown_form, always_disguised_.count, always_disguised_.bytes);
  }
  find_strangers();
  find_notes_by_extension();
  // What was found bad was judged as well.
  const auto count = [&](const AttackEvidence::Named& named) { evidence_.judged.add_many(named.count, named.bytes); };
  count(evidence_.became_random);
  count(evidence_.suspects);
  count(evidence_.disguised);
  count(evidence_.ransom_extension);
  for (const auto& [extension, named] : evidence_.renamed) count(named);
  return std::move(evidence_);
}

}  // namespace

Result<FileSample> sample_file(const formats::ArchiveReader& reader, const formats::RestorePoint& point,
                               const std::string& path, ByteCount size, ByteCount reach) {
  FileSample sample{path, size, {}};
  const std::uint64_t wanted = std::min(size.value, reach.value);
  const auto read = reader.read(point, path, [&](std::span<const std::byte> piece) -> Result<void> {
    const std::size_t room = wanted - sample.bytes.size();
    const auto taken = piece.first(std::min(room, piece.size()));
    sample.bytes.insert(sample.bytes.end(), taken.begin(), taken.end());
    if (sample.bytes.size() == wanted) return Error{ErrorKind::cancelled, path, std::nullopt, "enough"};
    return {};
  });
  if (!read && sample.bytes.size() < wanted) return read.error();
  return sample;
}

Result<AttackEvidence> gather_attack_evidence(const formats::ArchiveReader& reader,
                                              const std::vector<RestorePoint>& points, const AttackRules& rules,
                                              const AttackRequest& request) {
  return Gathering(reader, points, rules, request).run();
}

}  // namespace garde::checker
