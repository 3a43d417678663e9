#include "actions/incident/incident_collection.h"

#include <map>

#include <fmt/format.h>

#include "actions/incident/incident_journal.h"
#include "incident/collection.h"
#include "io/disk_tree.h"
#include "io/new_file.h"
#include "io/this_computer.h"
#include "io/volume.h"

namespace garde::actions {
namespace {

using incident::Collection;
using incident::CollectionItem;

// Folders within folders; deeper ones are a mistake or a trap, and said.
constexpr int kMaxDepth = 24;
// Files of one folder that a person or an item names.
constexpr std::uint64_t kMaxFiles = 20'000;
// Left free for the lists and the manifests.
constexpr ByteCount kReserve = 16_MiB;
constexpr std::size_t kRecentLogons = 1000;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// One line of a table whose columns are separated by tabs.
std::string row(const std::vector<std::string>& columns) {
  std::string line;
  for (std::string column : columns) {
    for (char& c : column)
      if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    line += (line.empty() ? "" : "\t") + (column.empty() ? "-" : column);
  }
  return line + "\n";
}

class Collecting {
 public:
  Collecting(Practice& practice, const Collection& collection, const CollectionRequest& request,
             formats::BagWriter& bag)
      : practice_(practice), collection_(collection), request_(request), bag_(bag) {}

  // Fails only when the bag's own place does.
  Result<void> run();
  std::vector<NotCollected>& missing() { return missing_; }

 private:
  enum class Named : std::uint8_t { by_item, by_person };

  Result<void> take_item(const CollectionItem& item);
  Result<void> take_fact(const CollectionItem& item);
  Result<void> take_named(const std::string& folder, const std::vector<std::string>& paths);
  Result<void> take_path(const std::string& into, const std::string& path, Named named);
  Result<void> take_below(const io::Tree& tree, const std::string& below, const std::string& into,
                          const std::string& shown, Named named, int depth);
  Result<void> take_file(const io::Tree& tree, const std::string& name, const std::string& into,
                         const std::string& shown, Named named);
  Result<void> add_text(const std::string& path, std::string_view text) {
    TRY(bag_.add(path, bytes_of(text)));
    return {};
  }
  Result<void> lists();

  std::string clock_text() const;
  Result<std::string> processes_text();
  Result<std::string> logons_text() const;
  std::string program_digest(int process);

  void miss(std::string what, Error error, Named named) {
    missing_.push_back({std::move(what), std::move(error), named == Named::by_person});
  }

  Practice& practice_;
  const Collection& collection_;
  const CollectionRequest& request_;
  formats::BagWriter& bag_;
  std::vector<NotCollected> missing_;
  std::string inventory_;
  std::uint64_t files_here_ = 0;
};

Result<void> Collecting::run() {
  inventory_ = row({"file in this bag", "where it was", "bytes", "last changed (UTC)", "SHA-256", "read at (UTC)"});
  for (const CollectionItem& item : collection_.items) {
    if (request_.on_progress) request_.on_progress(item.title);
    TRY(take_item(item));
  }
  TRY(take_named("ransom-note", request_.ransom_notes));
  TRY(take_named("samples", request_.samples));
  TRY(take_named("files", request_.files));
  return lists();
}

Result<void> Collecting::take_item(const CollectionItem& item) {
  if (item.fact) return take_fact(item);
  for (std::string path : item.files) {
    constexpr std::string_view kHome = "{home}";
    if (path.starts_with(kHome)) {
      if (!request_.home) continue;
      path = request_.home->string() + path.substr(kHome.size());
    }
    files_here_ = 0;
    TRY(take_path(item.id, path, Named::by_item));
  }
  return {};
}

Result<void> Collecting::take_fact(const CollectionItem& item) {
  Result<std::string> text = [&]() -> Result<std::string> {
    switch (*item.fact) {
      case incident::CollectedFact::clock: return clock_text();
      case incident::CollectedFact::processes: return processes_text();
      case incident::CollectedFact::logons: return logons_text();
    }
    return std::string();
  }();
  if (!text) {
    miss(item.title, text.error(), Named::by_item);
    return {};
  }
  return add_text(item.id + "/" + item.id + ".txt", *text);
}

std::string Collecting::clock_text() const {
  const Instant now = practice_.now();
  std::string text = fmt::format("This computer's clock: {}\n", to_iso(now));
  const auto state = io::clock_state();
  if (!state) return text + "Offset to the right time: not known, the system does not say.\n";
  if (!state->synchronised)
    return text +
           "Offset to the right time: not known, no time server keeps this clock. Compare it with a telephone.\n";
  return text +
         fmt::format("Kept by a time server; at most {} ms from the right time, still being corrected by {} us.\n",
                     state->max_error.count() / 1000, state->still_to_slew.count());
}

std::string Collecting::program_digest(int process) {
  const auto file = io::open_program(process);
  if (!file) return "not readable";
  crypto::Sha256 sha256;
  std::vector<std::byte> chunk(1 << 20);
  for (std::uint64_t offset = 0;;) {
    const auto count = (*file)->read_at(offset, chunk);
    if (!count) return "not readable";
    if (*count == 0) return sha256.finish().hex();
    sha256.update(std::span(chunk).first(*count));
    offset += *count;
  }
}

Result<std::string> Collecting::processes_text() {
  const auto programs = TRY(io::running_programs());
  std::map<std::string, std::string> digests;  // many processes run one file
  std::string text = row({"process", "parent", "user", "name", "SHA-256 of its file", "file", "command line"});
  for (const io::RunningProgram& program : programs) {
    std::string digest = "-";
    if (!program.path.empty()) {
      const auto [known, is_new] = digests.try_emplace(program.path);
      // A file that was replaced or removed since has another's name: its digest is its own.
      if (is_new || program.path.ends_with(" (deleted)")) known->second = program_digest(program.process);
      digest = known->second;
    }
    text += row({std::to_string(program.process), std::to_string(program.parent), std::to_string(program.user),
                 program.name, digest, program.path, program.command_line});
  }
  return text;
}

Result<std::string> Collecting::logons_text() const {
  std::string text = row({"when (UTC)", "user", "terminal", "from", "process"});
  const auto add = [&](const std::string& title, const Result<std::vector<io::Logon>>& logons) {
    text += "# " + title + "\n";
    if (!logons) text += "# not readable: " + describe(logons.error()) + "\n";
    if (!logons) return;
    for (const io::Logon& one : *logons)
      text += row({to_iso(one.time), one.user, one.line, one.from, std::to_string(one.process)});
  };
  add("logged on now", io::logged_on());
  add("logged on before, the newest first", io::recent_logons(kRecentLogons));
  return text;
}

Result<void> Collecting::take_named(const std::string& folder, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    if (request_.on_progress) request_.on_progress(path);
    files_here_ = 0;
    TRY(take_path(folder, path, Named::by_person));
  }
  return {};
}

// The folder a path stands in is followed as the person wrote it; the last name is not, when it is a link.
Result<void> Collecting::take_path(const std::string& into, const std::string& path, Named named) {
  std::filesystem::path whole = std::filesystem::path(path).lexically_normal();
  if (!whole.has_filename()) whole = whole.parent_path();
  const std::string name = whole.filename().string();
  const std::string parent = whole.has_parent_path() ? whole.parent_path().string() : ".";
  const auto tree = io::DiskTree::open(parent);
  auto stat = tree ? (*tree)->stat(name) : Result<io::Stat>(tree.error());
  if (!stat) {
    // What an item names and this computer does not have is not missing.
    if (named == Named::by_person || stat.error().kind != ErrorKind::not_found) miss(path, stat.error(), named);
    return {};
  }
  const std::string place = named == Named::by_item ? into + path : into + "/" + name;
  if (stat->type == io::EntryType::directory) return take_below(**tree, name, place, path, named, 0);
  return take_file(**tree, name, place, path, named);
}

Result<void> Collecting::take_below(const io::Tree& tree, const std::string& below, const std::string& into,
                                    const std::string& shown, Named named, int depth) {
  if (depth > kMaxDepth) {
    miss(shown, {ErrorKind::unsupported, shown, std::nullopt, "folders within folders, too deep"}, named);
    return {};
  }
  std::map<std::string, io::EntryType> entries;
  const auto listed = tree.list(below, io::Detail::names, [&](const io::Entry& entry) -> Result<void> {
    if (entries.size() > kMaxFiles) return Error{ErrorKind::unsupported, shown, std::nullopt, "too many files"};
    entries.emplace(entry.name, entry.type);
    return {};
  });
  if (!listed) miss(shown, listed.error(), named);
  for (const auto& [name, type] : entries) {
    const std::string path = below + "/" + name;
    if (type == io::EntryType::directory)
      TRY(take_below(tree, path, into + "/" + name, shown + "/" + name, named, depth + 1));
    else if (type == io::EntryType::file || named == Named::by_person)
      TRY(take_file(tree, path, into + "/" + name, shown + "/" + name, named));
  }
  return {};
}

Result<void> Collecting::take_file(const io::Tree& tree, const std::string& name, const std::string& into,
                                   const std::string& shown, Named named) {
  if (request_.stop.stop_requested()) return Error{ErrorKind::cancelled, shown, std::nullopt, ""};
  const auto file = tree.open(name, io::Access::sequential);
  if (!file) {
    miss(shown, file.error(), named);
    return {};
  }
  const ByteCount size = (*file)->size();
  if (++files_here_ > kMaxFiles || (named == Named::by_item && size > collection_.max_file)) {
    miss(shown, {ErrorKind::unsupported, shown, std::nullopt, "too large, or too many files"}, named);
    return {};
  }
  // Asked before, so that a file of twenty gigabytes does not fill the disk for the others.
  const ByteCount free = TRY(io::access_to(bag_.folder().string()))
  .free;
  if (size + kReserve > free) {
    miss(shown,
         {ErrorKind::no_space, shown, std::nullopt, fmt::format("{} bytes, {} are free", size.value, free.value)},
         named);
    return {};
  }
  const auto modified = tree.stat(name);
  const Instant read_at = practice_.now();
  const auto bagged = bag_.add_file(into, **file, request_.stop);
  if (!bagged) {
    const bool of_the_source = bagged.error().subject == into;
    if (!of_the_source && bagged.error().kind != ErrorKind::no_space) return bagged.error();
    if (bagged.error().kind == ErrorKind::cancelled) return bagged.error();
    miss(shown, bagged.error(), named);
    return {};
  }
  inventory_ += row({bagged->path, shown, std::to_string(bagged->size.value),
                     modified ? to_iso(modified->modified) : "", bagged->digest.hex(), to_iso(read_at)});
  return {};
}

Result<void> Collecting::lists() {
  std::string missing = row({"what could not be collected", "why"});
  for (const NotCollected& one : missing_)
    missing += row({one.what, fmt::format("{}: {}", name(one.error.kind), one.error.detail)});
  for (const std::string& text : collection_.for_technician) missing += row({text, "for a technician"});
  TRY(add_text("inventory.tsv", inventory_));
  return add_text("not-collected.tsv", missing);
}

Result<std::filesystem::path> new_bag_folder(const Practice& practice, const IncidentId& id,
                                             const std::optional<std::filesystem::path>& output) {
  constexpr int kMaxCollections = 1000;
  for (int number = 1; number <= kMaxCollections; ++number) {
    const std::filesystem::path folder = output ? *output / fmt::format("{}-collected-{}", id.text(), number)
                                                : incident_folder(practice, id) / "collected" / std::to_string(number);
    std::error_code code;
    if (!std::filesystem::exists(folder, code)) return folder;
  }
  return Error{ErrorKind::conflict, id.text(), std::nullopt, "too many collections"};
}

}  // namespace

Result<Collected> collect_evidence(Practice& practice, const IncidentId& id, const CollectionRequest& request) {
  content::Problems unreadable;
  const Collection collection = Collection::read(content::Files::from_program(), unreadable);
  Collected collected;
  check_author(request.author, collected.problems);
  const auto samples = static_cast<int>(request.samples.size());
  if (samples > collection.max_samples)
    collected.problems.push_back(
        {"samples", {"incident.problem.too-many-samples", {{"max", std::to_string(collection.max_samples)}}}});
  if (!collected.problems.empty()) return collected;
  TRY(read_journal(practice, id));  // not_found before anything is written

  auto bag = TRY(formats::BagWriter::create(TRY(new_bag_folder(practice, id, request.output))));
  collected.bag = bag.folder();
  Collecting collecting(practice, collection, request, bag);
  auto outcome = collecting.run();
  if (outcome) {
    const auto seal = bag.finish({{"External-Identifier", id.text()},
                                  {"External-Description", practice.library().texts.sentence("incident.bag.collected")},
                                  {"Bag-Software-Agent", "garde"}},
                                 practice.today());
    if (seal)
      collected.seal = *seal;
    else
      outcome = seal.error();
  }
  collected.files = bag.files().size();
  collected.size = bag.size();
  collected.missing = std::move(collecting.missing());
  incident::BagSummary summary{collected.bag.string(), collected.files, collected.size, {}, collected.seal};
  for (const NotCollected& one : collected.missing)
    summary.missing.push_back(
        fmt::format("{} — {}", one.what,
                    practice.library().texts.sentence(fmt::format("incident.not-collected.{}", name(one.error.kind)))));
  const auto recorded = record(practice, id, request.author,
                               [&](const incident::Incident&, const incident::Writing& writing, FieldProblems&) {
                                 return std::vector{incident::collected(summary, writing)};
                               });
  if (!outcome) return outcome.error();
  if (!recorded) return recorded.error();
  return collected;
}

}  // namespace garde::actions
