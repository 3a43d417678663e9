#include "formats/restic/affected.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "formats/parallel.h"

// The directories of all restore points form a graph without cycles in which one directory may have many parents.
// Three passes over it:
//   1. read every directory once: which findings hit an entry of it, and which directories lie in it;
//   2. for each restore point, walk down through what leads to a finding, by numbers alone;
//   3. the same with names, each directory once at each path, newest restore point first.
namespace garde::formats::restic {
namespace {

// A crafted repository can hold one directory at more paths than can ever be counted; real ones stay far below.
constexpr std::size_t kMaxPathsVisited = 20'000'000;

using FindingNumber = std::uint32_t;

struct Directory {
  std::vector<FindingNumber> here;      // that hit an entry of it
  std::vector<std::uint32_t> children;  // all at first; then those that lead to a finding
  bool leads_to_finding = false;
};

class Resolver {
 public:
  Resolver(const WalkContext& context, const std::vector<Snapshot>& snapshots, std::vector<Finding>& findings)
      : context_(context), snapshots_(snapshots), findings_(findings) {
    for (FindingNumber i = 0; i < findings.size(); ++i) {
      for (const BlobId& id : findings[i].lost) by_blob_[id].push_back(i);
      if (findings[i].entry) by_entry_[findings[i].entry->tree].push_back(i);
    }
  }

  bool has_work() const { return !by_blob_.empty() || !by_entry_.empty(); }

  void read_directories(const TreeWalk& walk) {
    for (const std::uint32_t tree : walk.trees) directories_[tree];
    for_each_in_parallel(context_.threads, walk.trees.size(), [&](auto& next) {
      TreeReader reader(context_.repository, context_.index);
      while (const auto i = next()) {
        if (context_.stop.stop_requested()) break;
        read_directory(reader, walk.trees[*i], directories_.find(walk.trees[*i])->second);
      }
    });
  }

  // Children come after their parents in no particular order, so this goes up from what is hit.
  void mark_what_leads_to_findings() {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> parents;
    std::vector<std::uint32_t> pending;
    for (auto& [tree, directory] : directories_) {
      for (const std::uint32_t child : directory.children) parents[child].push_back(tree);
      if (!directory.here.empty()) pending.push_back(tree);
    }
    while (!pending.empty()) {
      const std::uint32_t tree = pending.back();
      pending.pop_back();
      if (std::exchange(directories_.at(tree).leads_to_finding, true)) continue;
      if (const auto above = parents.find(tree); above != parents.end())
        pending.insert(pending.end(), above->second.begin(), above->second.end());
    }
    for (auto& [tree, directory] : directories_)
      std::erase_if(directory.children, [&](std::uint32_t child) { return !leads_to_finding(child); });
  }

  void count_restore_points() {
    for (auto snapshot = snapshots_.rbegin(); snapshot != snapshots_.rend(); ++snapshot) {
      std::unordered_set<FindingNumber> hit;
      if (const auto lost = by_blob_.find(snapshot->tree); lost != by_blob_.end()) {
        for (const FindingNumber finding : lost->second) {
          hit.insert(finding);
          add_path(finding, "/", snapshot->point.id);
        }
      }
      if (const auto root = context_.index.find(snapshot->tree)) collect_below(*root, hit);
      for (const FindingNumber finding : hit) {
        Affected& affected = findings_[finding].damage.affected;
        ++affected.restore_point_count;
        if (affected.restore_points.size() < kMaxListedRestorePoints)
          affected.restore_points.push_back(snapshot->point.id);
      }
    }
  }

  void name_paths() {
    TreeReader reader(context_.repository, context_.index);
    for (auto snapshot = snapshots_.rbegin(); snapshot != snapshots_.rend(); ++snapshot)
      if (const auto root = context_.index.find(snapshot->tree)) name_below(reader, *root, snapshot->point.id);
  }

 private:
  bool leads_to_finding(std::uint32_t tree) const {
    const auto directory = directories_.find(tree);
    return directory != directories_.end() && directory->second.leads_to_finding;
  }

  template <class F>
  void for_each_hit(const TreeNode& node, const std::vector<FindingNumber>* entries, std::uint64_t ordinal,
                    F&& use) const {
    const auto by_id = [&](const BlobId& id) {
      if (const auto lost = by_blob_.find(id); lost != by_blob_.end())
        for (const FindingNumber finding : lost->second) use(finding);
    };
    if (node.type == NodeType::file)
      for (const BlobId& id : node.content) by_id(id);
    if (node.type == NodeType::directory && node.subtree) by_id(*node.subtree);
    if (entries == nullptr) return;
    for (const FindingNumber finding : *entries)
      if (findings_[finding].entry->ordinal == ordinal) use(finding);
  }

  const std::vector<FindingNumber>* entries_of(std::uint32_t tree) const {
    const auto found = by_entry_.find(context_.index.blobs()[tree].id);
    return found == by_entry_.end() ? nullptr : &found->second;
  }

  void read_directory(TreeReader& reader, std::uint32_t tree, Directory& directory) const {
    const auto* entries = entries_of(tree);
    std::uint64_t ordinal = 0;
    const auto restart = [&] {
      directory = {};
      ordinal = 0;
    };
    const auto on_node = [&](const TreeNode& node) {
      for_each_hit(node, entries, ordinal++, [&](FindingNumber finding) { directory.here.push_back(finding); });
      if (node.type == NodeType::directory && node.subtree)
        if (const auto child = context_.index.find(*node.subtree)) directory.children.push_back(*child);
      return true;
    };
    if (!reader.read(context_.index.copies(context_.index.blobs()[tree].id), restart, on_node, nullptr, nullptr))
      restart();
    std::ranges::sort(directory.here);
    const auto repeated = std::ranges::unique(directory.here);
    directory.here.erase(repeated.begin(), repeated.end());
  }

  void collect_below(std::uint32_t root, std::unordered_set<FindingNumber>& hit) const {
    std::unordered_set<std::uint32_t> seen;
    std::vector<std::uint32_t> pending{root};
    while (!pending.empty()) {
      const std::uint32_t tree = pending.back();
      pending.pop_back();
      if (!leads_to_finding(tree) || !seen.insert(tree).second) continue;
      const Directory& directory = directories_.at(tree);
      hit.insert(directory.here.begin(), directory.here.end());
      pending.insert(pending.end(), directory.children.begin(), directory.children.end());
    }
  }

  void name_below(TreeReader& reader, std::uint32_t root, const std::string& restore_point) {
    struct Pending {
      std::uint32_t tree;
      std::string path;
    };
    std::vector<Pending> pending{{root, ""}};
    while (!pending.empty()) {
      const auto [tree, path] = std::move(pending.back());
      pending.pop_back();
      if (!leads_to_finding(tree) || visited_.size() >= kMaxPathsVisited) continue;
      if (!visited_.insert(mixed(std::hash<std::string>{}(path), tree)).second) continue;
      const auto* entries = entries_of(tree);
      const bool hit_here = !directories_.at(tree).here.empty();
      std::uint64_t ordinal = 0;
      std::vector<Pending> below;
      std::vector<std::pair<FindingNumber, std::string>> named;
      const auto restart = [&] {
        ordinal = 0;
        below.clear();
        named.clear();
      };
      const auto on_node = [&, &at = path](const TreeNode& node) {
        const bool is_directory = node.type == NodeType::directory;
        if (hit_here) {
          for_each_hit(node, entries, ordinal++, [&](FindingNumber finding) {
            named.emplace_back(finding, at + node.name + (is_directory ? "/" : ""));
          });
        }
        if (is_directory && node.subtree)
          if (const auto child = context_.index.find(*node.subtree); child && leads_to_finding(*child))
            below.push_back({*child, at + node.name + '/'});
        return true;
      };
      if (!reader.read(context_.index.copies(context_.index.blobs()[tree].id), restart, on_node, nullptr, nullptr))
        continue;
      for (const auto& [finding, name] : named) add_path(finding, name, restore_point);
      pending.insert(pending.end(), std::make_move_iterator(below.rbegin()), std::make_move_iterator(below.rend()));
    }
  }

  void add_path(FindingNumber finding, const std::string& path, const std::string& restore_point) {
    if (!counted_.insert(mixed(std::hash<std::string>{}(path), finding)).second) return;
    Affected& affected = findings_[finding].damage.affected;
    ++affected.path_count;
    if (affected.paths.size() < kMaxListedPaths) affected.paths.push_back({path, restore_point});
  }

  static std::uint64_t mixed(std::uint64_t hash, std::uint32_t number) {
    return (hash ^ number) * 0x9e3779b97f4a7c15U ^ (hash >> 32U);
  }

  const WalkContext& context_;
  const std::vector<Snapshot>& snapshots_;
  std::vector<Finding>& findings_;
  std::unordered_map<BlobId, std::vector<FindingNumber>> by_blob_;
  std::unordered_map<BlobId, std::vector<FindingNumber>> by_entry_;  // by the tree that holds the entry
  std::unordered_map<std::uint32_t, Directory> directories_;
  std::unordered_set<std::uint64_t> visited_;  // hashes of a directory and its path
  std::unordered_set<std::uint64_t> counted_;  // hashes of a finding and a path it hits
};

}  // namespace

void resolve_affected(const WalkContext& context, const std::vector<Snapshot>& snapshots, const TreeWalk& walk,
                      std::vector<Finding>& findings) {
  Resolver resolver(context, snapshots, findings);
  if (!resolver.has_work()) return;
  resolver.read_directories(walk);
  resolver.mark_what_leads_to_findings();
  resolver.count_restore_points();
  resolver.name_paths();
  for (Finding& finding : findings) {
    Damage& damage = finding.damage;
    const bool of_pieces = damage.subject.kind == SubjectKind::piece || damage.subject.kind == SubjectKind::container;
    if (of_pieces && damage.consequence == Consequence::loss && damage.affected.restore_point_count == 0)
      damage.consequence = Consequence::decay;
  }
}

}  // namespace garde::formats::restic
