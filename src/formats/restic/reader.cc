#include "formats/restic/reader.h"

#include <algorithm>
#include <deque>
#include <map>

#include <fmt/format.h>

#include "base/guarded.h"
#include "formats/parallel.h"
#include "formats/restic/contents.h"
#include "formats/restic/tree_walk.h"
#include "formats/restic/verify.h"
#include "formats/too_much.h"

namespace garde::formats::restic {
namespace {

constexpr std::size_t kMaxPath = std::size_t{1} << 20U;
// A directory is listed once for each path that leads to it. A backup with copies of its folders has some more paths
// than directories; one that was made to has 2^40 of 41.
constexpr std::uint64_t kMostPathsOfADirectory = 1000;    // on average
constexpr std::uint64_t kAlwaysListed = 100'000;          // paths of directories, whatever they have in common
constexpr std::uint64_t kMostListedEntries = 50'000'000;  // of one restore point
// A directory of more entries is read again for each file of it rather than kept.
constexpr std::size_t kMaxKeptEntries = 200'000;

Error damaged(std::string subject, std::string detail, std::optional<std::uint64_t> offset = std::nullopt) {
  return {ErrorKind::damaged, std::move(subject), offset, std::move(detail)};
}

// A file as a directory lists it.
struct FileEntry {
  std::uint64_t size = 0;
  std::vector<BlobId> content;
};

// A directory that was looked into lately: files are mostly read in the order of the listing.
struct LastDirectory {
  BlobId root;
  std::string path;
  std::map<std::string, FileEntry, std::less<>> files;
};
// One for each thread that reads, and a few: fewer when they are large.
constexpr std::size_t kMaxKeptDirectories = 16;

// Equal lists of blobs are equal contents. A file of one blob has that blob's hash, which is its own.
crypto::Sha256Digest content_of(const TreeNode& node) {
  if (node.content.size() == 1) return node.content.front();
  crypto::Sha256 hash;
  for (const BlobId& id : node.content) hash.update(id.bytes);
  return hash.finish();
}

class Reader final : public ArchiveReader {
 public:
  Reader(Repository repository, unsigned threads) : repository_(std::move(repository)), threads_(threads) {}

  Result<std::vector<RestorePoint>> restore_points(const OnDamage& on_damage) const override;
  Result<void> list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const override;
  Result<void> read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const override;
  Result<Comparison> compare(const RestorePoint& point, std::string_view path, const io::File& live) const override;
  Result<Coverage> verify(const VerifyRequest& request, const OnDamage& on_damage) const override {
    return restic::verify(repository_, request, on_damage);
  }

 private:
  using IndexPointer = std::shared_ptr<const BlobIndex>;  // kept by a call while another one replaces it
  // What reading a file needs and is dear to make: ciphers, buffers, an open pack. Used by one call at a time.
  struct Worker {
    Worker(const Repository& repository, IndexPointer known)
        : index(std::move(known)), decoder(repository.key), source(repository.tree, *index) {}
    IndexPointer index;
    Decoder decoder;
    BlobSource source;
  };
  std::unique_ptr<Worker> take_worker(const IndexPointer& index) const;
  Result<void> read_content(Worker& worker, const FileEntry& file, std::string_view path,
                            const OnContent& on_content) const;
  Result<IndexPointer> index(bool anew) const;
  Result<IndexPointer> index_with(const BlobId& root) const;
  Result<BlobId> root_of(const RestorePoint& point) const;
  std::optional<std::optional<FileEntry>> find_kept(const BlobId& root, std::string_view directory,
                                                    std::string_view name) const;
  void keep(std::shared_ptr<const LastDirectory> directory) const;
  Result<FileEntry> find_file(const BlobIndex& index, const BlobId& root, std::string_view path) const;

  const Repository repository_;
  const unsigned threads_;
  mutable Guarded<IndexPointer> index_;
  mutable Guarded<std::map<std::string, BlobId, std::less<>>> roots_;       // by restore point
  mutable Guarded<std::deque<std::shared_ptr<const LastDirectory>>> kept_;  // the latest first
  mutable Guarded<std::vector<std::unique_ptr<Worker>>> idle_;
};

Result<std::vector<RestorePoint>> Reader::restore_points(const OnDamage& on_damage) const {
  Findings findings;
  ByteCount bytes_read;
  std::vector<RestorePoint> points;
  for (Snapshot& snapshot : TRY(load_snapshots(repository_, findings, bytes_read))) {
    roots_.with([&](auto& roots) { roots.insert_or_assign(snapshot.point.id, snapshot.tree); });
    points.push_back(std::move(snapshot.point));
  }
  for (const Finding& finding : findings.take()) on_damage(finding.damage);
  return points;
}

Result<BlobId> Reader::root_of(const RestorePoint& point) const {
  const auto known = [&]() -> std::optional<BlobId> {
    return roots_.with([&](auto& roots) -> std::optional<BlobId> {
      const auto root = roots.find(point.id);
      return root == roots.end() ? std::nullopt : std::optional(root->second);
    });
  };
  if (const auto root = known()) return *root;
  TRY(restore_points([](const Damage&) {}));
  if (const auto root = known()) return *root;
  return Error{ErrorKind::not_found, point.id, std::nullopt, "no such restore point"};
}

Result<Reader::IndexPointer> Reader::index(bool anew) const {
  if (!anew)
    if (auto kept = index_.with([](const IndexPointer& pointer) { return pointer; })) return kept;
  Findings findings;
  ByteCount bytes_read;
  auto loaded = load_index(repository_, threads_, findings, bytes_read);
  if (!loaded && loaded.error().kind == ErrorKind::conflict)
    loaded = load_index(repository_, threads_, findings, bytes_read);
  auto pointer = std::make_shared<const BlobIndex>(TRY(std::move(loaded)).index);
  index_.with([&](IndexPointer& kept) { kept = pointer; });
  return IndexPointer(pointer);
}

// A restore point made since the index was read needs a new one.
Result<Reader::IndexPointer> Reader::index_with(const BlobId& root) const {
  auto kept = TRY(index(false));
  if (kept->find(root)) return kept;
  return index(true);
}

Result<void> Reader::list(const RestorePoint& point, const OnNode& on_node, const OnDamage& on_damage) const {
  const BlobId root = TRY(root_of(point));
  const auto index = TRY(index_with(root));
  TreeReader reader(repository_, *index);
  struct Pending {
    BlobId tree;
    std::string path;  // with a '/' at its end, or empty
  };
  std::vector<Pending> pending{{root, ""}};
  Bitmap met(index->blobs().size());
  std::uint64_t directories = 0;
  std::uint64_t paths = 0;
  std::uint64_t entries = 0;
  bool is_too_deep = false;
  while (!pending.empty()) {
    const auto [tree, path] = std::move(pending.back());
    pending.pop_back();
    if (const auto blob = index->find(tree); blob && met.set(*blob)) ++directories;
    if (++paths > std::max(kAlwaysListed, kMostPathsOfADirectory * directories))
      return too_much(point.id, "the same directories again and again");
    Findings findings;
    std::vector<Pending> below;
    std::vector<Node> nodes;
    const auto restart = [&] {
      below.clear();
      nodes.clear();
    };
    const auto on_entry = [&, &at = path](const TreeNode& entry) {
      if (!entry.problem.empty()) return true;
      if (at.size() + entry.name.size() > kMaxPath) return is_too_deep = true;
      if (entry.type == NodeType::directory) below.push_back({*entry.subtree, at + entry.name + '/'});
      nodes.push_back({.path = at + entry.name,
                       .type = entry.type,
                       .size = {entry.type == NodeType::file ? entry.size : 0},
                       .modified = entry.modified(),
                       .permissions = entry.permissions,
                       .link_target = entry.link_target,
                       .content = entry.type == NodeType::file ? std::optional(content_of(entry)) : std::nullopt});
      return true;
    };
    const auto copies = index->copies(tree);
    if (copies.empty()) findings.add(missing_blob(tree));
    if (!copies.empty() && reader.read(copies, restart, on_entry, &findings, nullptr)) {
      if (is_too_deep) return too_much(point.id, "directories deeper than any program makes them");
      if ((entries += nodes.size()) > kMostListedEntries) return too_much(point.id, "more entries than are listed");
      for (const Node& node : nodes) TRY(on_node(node));
      pending.insert(pending.end(), std::make_move_iterator(below.rbegin()), std::make_move_iterator(below.rend()));
    }
    for (Finding& finding : findings.take()) {
      if (!finding.lost.empty())
        finding.damage.affected = {.paths = {{path.empty() ? "/" : path, point.id}},
                                   .path_count = 1,
                                   .restore_points = {point.id},
                                   .restore_point_count = 1};
      on_damage(finding.damage);
    }
  }
  return {};
}

// Nothing when that directory is not kept; then nothing within when it holds no such file.
std::optional<std::optional<FileEntry>> Reader::find_kept(const BlobId& root, std::string_view directory,
                                                          std::string_view name) const {
  const auto last = kept_.with([&](auto& kept) -> std::shared_ptr<const LastDirectory> {
    const auto place =
        std::ranges::find_if(kept, [&](const auto& one) { return one->root == root && one->path == directory; });
    return place == kept.end() ? nullptr : *place;
  });
  if (last == nullptr) return std::nullopt;
  const auto file = last->files.find(name);
  return file == last->files.end() ? std::optional<FileEntry>() : std::optional(file->second);
}

void Reader::keep(std::shared_ptr<const LastDirectory> directory) const {
  kept_.with([&](auto& kept) {
    kept.push_front(std::move(directory));
    std::size_t entries = 0;
    for (const auto& one : kept) entries += one->files.size();
    while (kept.size() > 1 && (kept.size() > kMaxKeptDirectories || entries > kMaxKeptEntries)) {
      entries -= kept.back()->files.size();
      kept.pop_back();
    }
  });
}

std::unique_ptr<Reader::Worker> Reader::take_worker(const IndexPointer& index) const {
  auto worker = idle_.with([&](auto& idle) -> std::unique_ptr<Worker> {
    // Those that know an older index are of no use any more.
    std::erase_if(idle, [&](const auto& one) { return one->index != index; });
    if (idle.empty()) return nullptr;
    auto last = std::move(idle.back());
    idle.pop_back();
    return last;
  });
  return worker != nullptr ? std::move(worker) : std::make_unique<Worker>(repository_, index);
}

Result<FileEntry> Reader::find_file(const BlobIndex& index, const BlobId& root, std::string_view path) const {
  const std::size_t slash = path.rfind('/');
  const std::string_view directory = slash == std::string_view::npos ? "" : path.substr(0, slash);
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const Error absent{ErrorKind::not_found, std::string(path), std::nullopt, "no such file in the restore point"};
  if (const auto kept = find_kept(root, directory, name)) {
    if (!*kept) return absent;
    return **kept;
  }
  TreeReader reader(repository_, index);
  BlobId tree = root;
  for (std::string_view rest = directory; !rest.empty();) {
    const std::string_view wanted = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), wanted.size() + 1));
    std::optional<BlobId> below;
    const auto on_entry = [&](const TreeNode& entry) {
      if (!below && entry.name == wanted && entry.problem.empty()) below = entry.subtree;
      return true;
    };
    const auto copies = index.copies(tree);
    if (copies.empty() || !reader.read(copies, [&] { below.reset(); }, on_entry, nullptr, nullptr))
      return damaged(std::string(path), "a directory above it cannot be read");
    if (!below) return absent;
    tree = *below;
  }
  auto last = std::make_shared<LastDirectory>();
  std::optional<FileEntry> found;
  std::size_t entries = 0;
  const auto restart = [&] {
    found.reset();
    entries = 0;
    *last = {root, std::string(directory), {}};
  };
  const auto on_entry = [&](const TreeNode& entry) {
    if (entry.type != NodeType::file || !entry.problem.empty()) return true;
    if (!found && entry.name == name) found = FileEntry{entry.size, entry.content};
    if (++entries <= kMaxKeptEntries) last->files.try_emplace(entry.name, FileEntry{entry.size, entry.content});
    return true;
  };
  const auto copies = index.copies(tree);
  if (copies.empty() || !reader.read(copies, restart, on_entry, nullptr, nullptr))
    return damaged(std::string(path), "its directory cannot be read");
  if (entries <= kMaxKeptEntries) keep(std::move(last));
  if (!found) return absent;
  return std::move(*found);
}

Result<void> Reader::read(const RestorePoint& point, std::string_view path, const OnContent& on_content) const {
  const BlobId root = TRY(root_of(point));
  const auto index = TRY(index_with(root));
  const FileEntry file = TRY(find_file(*index, root, path));
  auto worker = take_worker(index);
  const auto read_whole = read_content(*worker, file, path, on_content);
  worker->source.forget_window();
  idle_.with([&](auto& idle) { idle.push_back(std::move(worker)); });
  return read_whole;
}

Result<void> Reader::read_content(Worker& worker, const FileEntry& file, std::string_view path,
                                  const OnContent& on_content) const {
  std::uint64_t offset = 0;
  for (const BlobId& id : file.content) {
    std::span<const std::byte> content;
    Flaw flaw{DamageKind::missing, "no index knows it"};
    bool whole = false;
    for (const std::uint32_t number : worker.index->copies(id)) {
      const Blob& blob = worker.index->blobs()[number];
      worker.source.forget_window();  // it was decrypted in place
      const Look look = worker.source.look(blob, [&](std::span<std::byte> bytes) -> std::optional<Flaw> {
        const auto verified = worker.decoder.verified_content(bytes, blob);
        if (!verified) return verified.error();
        content = *verified;
        return std::nullopt;
      });
      whole = !look.flaw;
      if (whole) break;
      flaw = *look.flaw;
    }
    if (!whole)
      return damaged(std::string(path), fmt::format("blob {}: {}: {}", id.hex(), name(flaw.kind), flaw.detail), offset);
    TRY(on_content(content));
    offset += content.size();
  }
  if (offset != file.size)
    return damaged(std::string(path), fmt::format("{} bytes stored for a file of {}", offset, file.size), offset);
  return {};
}

// The blobs' lengths and hashes are known from the index and the directory, so only the live file is read.
Result<Comparison> Reader::compare(const RestorePoint& point, std::string_view path, const io::File& live) const {
  const BlobId root = TRY(root_of(point));
  const auto index = TRY(index_with(root));
  const FileEntry file = TRY(find_file(*index, root, path));
  if (live.size().value != file.size) return Comparison::different;
  std::vector<std::byte> buffer(std::size_t{1} << 20U);
  crypto::Sha256 hash;
  std::uint64_t offset = 0;
  for (const BlobId& id : file.content) {
    const auto blob = index->find(id);
    if (!blob) return damaged(std::string(path), "blob " + id.hex() + ": no index knows it", offset);
    for (std::uint64_t rest = index->blobs()[*blob].size(); rest > 0;) {
      const auto piece = std::span(buffer).first(std::min<std::uint64_t>(rest, buffer.size()));
      const std::size_t count = TRY(live.read_at(offset, piece));
      if (count == 0) return Comparison::different;
      hash.update(piece.first(count));
      offset += count;
      rest -= count;
    }
    if (hash.finish() != id) return Comparison::different;
  }
  return offset == file.size ? Comparison::same : Comparison::different;
}

}  // namespace

Result<std::unique_ptr<ArchiveReader>> open(const io::Tree& tree, const crypto::SecretBytes& password,
                                            unsigned threads) {
  const unsigned count = usual_threads(threads);
  return std::unique_ptr<ArchiveReader>(std::make_unique<Reader>(TRY(open_repository(tree, password, count)), count));
}

}  // namespace garde::formats::restic
