#include "formats/restic/tree_walk.h"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include <fmt/format.h>

#include "base/checked.h"
#include "formats/parallel.h"

namespace garde::formats::restic {
namespace {

// Directories of one pack that one thread reads in a row.
constexpr std::size_t kMaxRun = 256;

using Run = std::span<const std::uint32_t>;

std::vector<Run> runs_of(std::span<const std::uint32_t> sorted, const BlobIndex& index) {
  std::vector<Run> runs;
  for (std::size_t start = 0; start < sorted.size();) {
    std::size_t end = start + 1;
    while (end < sorted.size() && end - start < kMaxRun &&
           index.blobs()[sorted[end]].pack == index.blobs()[sorted[start]].pack)
      ++end;
    runs.push_back(sorted.subspan(start, end - start));
    start = end;
  }
  return runs;
}

// What all threads of one walk share.
struct Shared {
  explicit Shared(const BlobIndex& index) : seen(index.blobs().size()) {}
  Bitmap seen;
  std::mutex mutex;
  std::vector<std::uint32_t> next_level;  // under the mutex
  std::unordered_set<BlobId> missing;     // under the mutex: each is found once
};

// The entries of one directory, judged as they come; nothing takes effect before the whole of it is verified.
class DirectoryJudge {
 public:
  DirectoryJudge(const WalkContext& context, Shared& shared, TreeWalk& walk)
      : context_(context), shared_(shared), walk_(walk) {}

  void restart(const BlobId& tree) {
    tree_ = tree;
    ordinal_ = 0;
    findings_.clear();
    missing_.clear();
    children_.clear();
    referenced_.clear();
  }

  bool judge(const TreeNode& node) {
    if (!node.problem.empty()) found(DamageKind::malformed, node, node.problem);
    if (!node.error.empty()) found(DamageKind::read_error_at_backup, node, node.error);
    if (node.type == NodeType::directory && node.subtree) {
      if (const auto child = context_.index.find(*node.subtree))
        children_.push_back(*child);
      else
        missing_.push_back(*node.subtree);
    }
    if (node.type == NodeType::file) judge_file(node);
    ++ordinal_;
    return true;
  }

  void commit(std::vector<std::uint32_t>& next_level) {
    for (const std::uint32_t blob : referenced_) walk_.referenced.set(blob);
    for (const std::uint32_t child : children_) {
      walk_.referenced.set(child);
      if (shared_.seen.set(child)) next_level.push_back(child);
    }
    for (Finding& finding : findings_) context_.findings.add(std::move(finding));
    for (const BlobId& id : missing_) find_missing(id);
  }

  void find_missing(const BlobId& id) {
    {
      const std::scoped_lock lock(shared_.mutex);
      if (!shared_.missing.insert(id).second) return;
    }
    context_.findings.add(missing_blob(id));
  }

 private:
  void judge_file(const TreeNode& node) {
    std::uint64_t size = 0;
    bool all_known = true;
    for (const BlobId& id : node.content) {
      const auto blob = context_.index.find(id);
      if (!blob) {
        missing_.push_back(id);
        all_known = false;
        continue;
      }
      referenced_.push_back(*blob);
      size = checked_add(size, context_.index.blobs()[*blob].size()).value_or(~std::uint64_t{0});
    }
    if (all_known && size != node.size)
      found(DamageKind::size_mismatch, node, fmt::format("{} bytes stored for a file of {}", size, node.size));
  }

  void found(DamageKind kind, const TreeNode& node, std::string detail) {
    Finding finding;
    finding.damage.kind = kind;
    finding.damage.consequence = usual_consequence(kind);
    finding.damage.subject = {node.type == NodeType::directory ? SubjectKind::directory : SubjectKind::file, node.name};
    finding.damage.within = tree_.hex();
    finding.damage.detail = std::move(detail);
    finding.entry = Finding::Entry{tree_, ordinal_};
    findings_.push_back(std::move(finding));
  }

  const WalkContext& context_;
  Shared& shared_;
  TreeWalk& walk_;
  BlobId tree_;
  std::uint64_t ordinal_ = 0;
  std::vector<Finding> findings_;
  std::vector<BlobId> missing_;
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> referenced_;
};

}  // namespace

bool TreeReader::read(std::span<const std::uint32_t> copies, const std::function<void()>& restart,
                      const std::function<bool(const TreeNode&)>& on_node, Findings* findings, TreeWalk* walk) {
  std::vector<Finding> flawed;
  bool whole = false;
  for (const std::uint32_t number : copies) {
    const Blob& blob = index_.blobs()[number];
    const Look look = source_.look(blob, [&](std::span<std::byte> bytes) -> std::optional<Flaw> {
      restart();
      TreeVisitor visitor(on_node);
      JsonParser parser(visitor);
      auto flaw = decoder_.open_blob(bytes, blob, [&](std::span<const std::byte> piece) { return parser.feed(piece); });
      if (!flaw && !parser.finish()) flaw = Flaw{DamageKind::malformed, ""};
      if (flaw && flaw->kind == DamageKind::malformed) flaw->detail = "its listing: " + parser.problem();
      return flaw;
    });
    if (findings != nullptr && look.unstable) findings->add(unstable_blob(index_, blob));
    if (walk != nullptr) (look.flaw || look.unstable ? walk->flawed : walk->verified).set(number);
    if (look.flaw) {
      flawed.push_back(flawed_blob(index_, blob, *look.flaw));
      flawed.back().is_absence = look.absent;
      continue;
    }
    whole = true;
    break;
  }
  for (Finding& finding : flawed) {
    if (whole) {
      finding.lost.clear();
      finding.damage.consequence = Consequence::decay;
    }
    if (findings != nullptr) findings->add(std::move(finding));
  }
  return whole;
}

void walk_trees(const WalkContext& context, const std::vector<Snapshot>& snapshots, TreeWalk& walk) {
  Shared shared(context.index);
  std::vector<std::uint32_t> level;
  {
    DirectoryJudge roots(context, shared, walk);
    for (const Snapshot& snapshot : snapshots) {
      const auto root = context.index.find(snapshot.tree);
      if (!root)
        roots.find_missing(snapshot.tree);
      else if (walk.referenced.set(*root), shared.seen.set(*root))
        level.push_back(*root);
    }
  }
  while (!level.empty() && !context.stop.stop_requested()) {
    std::ranges::sort(level);
    shared.next_level.clear();
    const auto runs = runs_of(level, context.index);
    for_each_in_parallel(context.threads, runs.size(), [&](auto& next) {
      TreeReader reader(context.repository, context.index);
      DirectoryJudge judge(context, shared, walk);
      std::vector<std::uint32_t> children;
      std::vector<std::uint32_t> whole;
      while (const auto run = next()) {
        if (context.stop.stop_requested()) break;
        std::vector<const Blob*> expected;
        for (const std::uint32_t number : runs[*run]) expected.push_back(&context.index.blobs()[number]);
        reader.source().expect(expected);
        for (const std::uint32_t number : runs[*run]) {
          const BlobId& id = context.index.blobs()[number].id;
          const bool is_whole = reader.read(
              context.index.copies(id), [&] { judge.restart(id); },
              [&](const TreeNode& node) { return judge.judge(node); }, &context.findings, &walk);
          if (!is_whole) continue;
          judge.commit(children);
          whole.push_back(number);
        }
        reader.source().expect({});
      }
      const std::scoped_lock lock(shared.mutex);
      shared.next_level.insert(shared.next_level.end(), children.begin(), children.end());
      walk.trees.insert(walk.trees.end(), whole.begin(), whole.end());
      walk.blobs_verified += whole.size();
      walk.bytes_read += reader.source().bytes_read();
    });
    level.swap(shared.next_level);
  }
}

}  // namespace garde::formats::restic
