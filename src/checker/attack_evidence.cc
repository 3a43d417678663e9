#include "checker/attack_evidence.h"

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include <fmt/format.h>

namespace garde::checker {
namespace {

using backups::AttackEvidence;
using backups::AttackRules;
using backups::CanaryState;
using backups::extension_of;
using backups::FileSample;
using backups::is_text;
using backups::look_at;
using backups::Looks;
using backups::RansomFinding;
using backups::RansomSign;
using backups::reads_as_text;
using backups::SuspectFile;
using backups::Suspicion;
using backups::type_of_content;
using backups::type_of_name;
using formats::Node;
using formats::RestorePoint;

constexpr std::size_t kMostUntyped = 100;      // files whose name tells no type, looked at when no other is there
constexpr std::size_t kMaxExtensions = 1'000;  // added to renamed files; an attacker may use one for each

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lowered;
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::uint64_t first_of(const crypto::Sha256Digest& digest) {
  std::uint64_t value = 0;
  std::memcpy(&value, digest.bytes.data(), sizeof value);
  return value;
}

// What is kept of a file of a restore point: 16 bytes, since there may be millions.
struct Trace {
  std::uint64_t path = 0;
  std::uint64_t content = 0;
};

class Inventory {
 public:
  void add(const Node& node) {
    traces_.push_back({path_trace(node.path), content_trace(node)});
    contents_.push_back(traces_.back().content);
  }
  void finish() {
    std::ranges::sort(traces_, {}, &Trace::path);
    std::ranges::sort(contents_);
  }
  const Trace* find(std::string_view path) const { return find_trace(path_trace(path)); }
  const Trace* find_trace(std::uint64_t path) const {
    const auto trace = std::ranges::lower_bound(traces_, path, {}, &Trace::path);
    return trace != traces_.end() && trace->path == path ? &*trace : nullptr;
  }
  bool holds(std::uint64_t content) const { return std::ranges::binary_search(contents_, content); }
  const std::vector<Trace>& traces() const { return traces_; }

  std::uint64_t path_trace(std::string_view path) const { return first_of(hash_.of(std::as_bytes(std::span(path)))); }
  // Without a digest, size and time stand for the content.
  std::uint64_t content_trace(const Node& node) const {
    if (node.content) return first_of(*node.content);
    const std::array<std::uint64_t, 2> facts{node.size.value,
                                             static_cast<std::uint64_t>(node.modified.time_since_epoch().count())};
    return first_of(hash_.of(std::as_bytes(std::span(facts))));
  }

 private:
  std::vector<Trace> traces_;
  std::vector<std::uint64_t> contents_;
  mutable crypto::Sha256 hash_;
};

struct Candidate {
  std::uint64_t order = 0;  // a draw that is the same on each run
  std::string path;
  ByteCount size;
};

// The `limit` candidates of the lowest order, whatever their number.
class Draw {
 public:
  explicit Draw(std::size_t limit) : limit_(limit) {}
  void add(Candidate candidate) {
    const auto by_order = [](const Candidate& a, const Candidate& b) { return a.order < b.order; };
    if (drawn_.size() == limit_) {
      if (limit_ == 0 || candidate.order >= drawn_.front().order) return;
      std::ranges::pop_heap(drawn_, by_order);
      drawn_.pop_back();
    }
    drawn_.push_back(std::move(candidate));
    std::ranges::push_heap(drawn_, by_order);
  }
  std::vector<Candidate> take() { return std::move(drawn_); }

 private:
  std::size_t limit_;
  std::vector<Candidate> drawn_;  // a heap, the highest order first
};

// "001", "z01", "ab": what programs add to the parts of a file that they cut.
bool numbers_a_part(std::string_view extension) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return (extension.size() <= 3 && is_digit(extension.back())) || extension.size() == 2;
}

class Gathering {
 public:
  Gathering(const formats::ArchiveReader& reader, const std::vector<RestorePoint>& points, const AttackRules& rules,
            const AttackRequest& request)
      : reader_(reader),
        rules_(rules),
        request_(request),
        newest_(points.empty() ? nullptr : &points.back()),
        before_(points.size() < 2 ? nullptr : &points[points.size() - 2]) {}

  Result<AttackEvidence> run();

 private:
  Result<void> take_inventory(const RestorePoint& point, Inventory& inventory,
                              const std::function<void(const Node&)>& on_file);
  void compare_inventories();
  void choose(const Node& file);
  void note_names(const Node& file);
  void judge(const Candidate& candidate);
  void recognise(const Candidate& candidate);
  bool was_good_before(const std::string& path, std::string_view name, Looks now);
  std::string_view stem_of(std::string_view path) const;
  void check_canaries();
  void find_notes_by_extension();

  const formats::ArchiveReader& reader_;
  const AttackRules& rules_;
  const AttackRequest& request_;
  const RestorePoint* newest_;
  const RestorePoint* before_;
  Inventory then_;
  Inventory now_;
  Draw changed_{rules_.most_files_read};
  Draw others_{rules_.most_files_read};
  Draw untyped_{kMostUntyped};
  std::map<std::string, RansomFinding> possible_notes_;  // by the extension of the files they speak of
  AttackEvidence evidence_;
};

Result<void> Gathering::take_inventory(const RestorePoint& point, Inventory& inventory,
                                       const std::function<void(const Node&)>& on_file) {
  TRY(reader_.list(
      point,
      [&](const Node& node) -> Result<void> {
        if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, ""};
        if (node.type != formats::NodeType::file) return {};
        inventory.add(node);
        on_file(node);
        return {};
      },
      [&](const formats::Damage&) { evidence_.listed_all = false; }));
  inventory.finish();
  return {};
}

// "dossier.docx" of "dossier.docx.locked": what the file was called, when that tells a type. Of a file that was not
// there under that name, an extension that its owner may have added tells nothing.
std::string_view Gathering::stem_of(std::string_view path) const {
  const std::string_view extension = extension_of(path);
  if (extension.empty()) return {};
  const std::string_view stem = path.substr(0, path.size() - extension.size() - 1);
  if (!type_of_name(stem)) return {};
  const bool may_be_its_owners = rules_.own_extensions.contains(lower(extension)) || numbers_a_part(extension);
  return may_be_its_owners && then_.find(stem) == nullptr ? std::string_view() : stem;
}

void Gathering::note_names(const Node& file) {
  const std::string name = lower(file_name(file.path));
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
  const bool known_extension = rules_.extensions.contains(lower(extension_of(file.path)));
  const Candidate candidate{now_.path_trace(file.path), file.path, file.size};
  if (!type_of_name(file.path) && stem_of(file.path).empty() && !known_extension) {
    if (before_ == nullptr) untyped_.add(candidate);
    return;
  }
  const Trace* then = then_.find(file.path);
  const bool is_same = then != nullptr && then->content == now_.content_trace(file);
  (is_same ? others_ : changed_).add(candidate);
}

void Gathering::compare_inventories() {
  for (const Trace& trace : then_.traces()) {
    const Trace* now = now_.find_trace(trace.path);
    if (now != nullptr) {
      if (now->content != trace.content) ++evidence_.files_changed;
    } else if (!now_.holds(trace.content)) {
      ++evidence_.files_vanished;
    }
  }
}

bool Gathering::was_good_before(const std::string& path, std::string_view name, Looks now) {
  const auto sample = sample_file(reader_, *before_, path, rules_.reach, rules_.reach);
  // A file shorter than asked for ends its reading by itself; what was there before is all that counts.
  if (!sample) return false;
  const Looks then = look_at(*sample, name, rules_);
  return then == Looks::as_named || (now == Looks::disguised && then == Looks::partly_random);
}

void Gathering::judge(const Candidate& candidate) {
  const auto sample = sample_file(reader_, *newest_, candidate.path, candidate.size, rules_.reach);
  if (!sample) return;
  const std::string extension = lower(extension_of(candidate.path));
  const std::string stem(type_of_name(candidate.path) ? std::string_view() : stem_of(candidate.path));
  const auto family = rules_.extensions.find(extension);
  // Of a name that an attack made up, the rest may still tell what the file was.
  const std::string without = candidate.path.substr(0, candidate.path.size() - extension.size() - 1);
  const std::string& name = family != rules_.extensions.end() ? without : stem.empty() ? candidate.path : stem;
  const Looks looks = look_at(*sample, name, rules_);
  if (looks == Looks::not_judged) return;
  ++evidence_.files_judged;
  if (looks == Looks::as_named) return;
  if (family != rules_.extensions.end()) {
    evidence_.ransom_extension.add(RansomFinding{RansomSign::extension, candidate.path, family->second});
    return;
  }
  const backups::FileType type = *type_of_name(name);
  if (!stem.empty() && then_.find(stem) != nullptr) {
    if (now_.find(stem) == nullptr && was_good_before(stem, stem, looks) &&
        (evidence_.renamed.size() < kMaxExtensions || evidence_.renamed.contains(extension)))
      evidence_.renamed[extension].add(SuspectFile{Suspicion::renamed_random, candidate.path, type});
    return;
  }
  if (before_ != nullptr && then_.find(candidate.path) != nullptr) {
    // Random already before: the practice's own encryption, or an attack that an earlier check told.
    if (was_good_before(candidate.path, name, looks))
      evidence_.became_random.add(
          SuspectFile{looks == Looks::disguised ? Suspicion::became_random : Suspicion::became_partly_random,
                      candidate.path, type});
    return;
  }
  if (looks == Looks::disguised || is_text(type))
    evidence_.disguised.add(SuspectFile{Suspicion::disguised, candidate.path, type});
}

// A file of whatever name that shows a form we know, so not one that an attacker encrypted from its beginning.
void Gathering::recognise(const Candidate& candidate) {
  constexpr ByteCount kBeginning = 4_KiB;
  const auto sample = sample_file(reader_, *newest_, candidate.path, candidate.size, kBeginning);
  if (!sample) return;
  const bool is_whole = candidate.size <= kBeginning;
  if (type_of_content(sample->bytes) || reads_as_text(sample->bytes, is_whole)) ++evidence_.files_judged;
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

Result<AttackEvidence> Gathering::run() {
  if (newest_ == nullptr) return std::move(evidence_);
  evidence_.newest = newest_->id;
  if (before_ != nullptr) {
    evidence_.before = before_->id;
    TRY(take_inventory(*before_, then_, [&](const Node& file) { evidence_.bytes_before += file.size; }));
    evidence_.files_before = then_.traces().size();
  }
  TRY(take_inventory(*newest_, now_, [&](const Node& file) {
    evidence_.bytes_now += file.size;
    choose(file);
  }));
  evidence_.files_now = now_.traces().size();
  if (before_ != nullptr) compare_inventories();
  check_canaries();
  std::vector<Candidate> candidates = changed_.take();
  std::vector<Candidate> others = others_.take();
  const std::size_t room = rules_.most_files_read - candidates.size();
  if (others.size() > room) {
    std::ranges::nth_element(others, others.begin() + static_cast<std::ptrdiff_t>(room), {}, &Candidate::order);
    others.resize(room);
  }
  candidates.insert(candidates.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  std::ranges::sort(candidates, {}, &Candidate::path);  // files of one folder together cost least
  for (const Candidate& candidate : candidates) {
    if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, "", std::nullopt, "stopped"};
    if (request_.spent && request_.spent()) {
      evidence_.interrupted = true;
      break;
    }
    judge(candidate);
  }
  if (evidence_.files_judged == 0 && before_ == nullptr && !evidence_.interrupted)
    for (const Candidate& candidate : untyped_.take()) recognise(candidate);
  find_notes_by_extension();
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
