// A tree blob: the listing of one directory.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "formats/archive.h"
#include "formats/json.h"
#include "formats/restic/blob_index.h"

namespace garde::formats::restic {

struct TreeNode {
  std::string name;  // as it was on the disk: bytes
  NodeType type{};
  std::uint64_t size = 0;
  std::uint32_t permissions{};
  std::string link_target;
  std::vector<BlobId> content;
  std::optional<BlobId> subtree;  // of a directory
  std::string error;              // what the backup program met when it read the source
  std::string mtime;              // as written; see modified()
  // Why this entry cannot be restored as it stands, for the log; empty when it can. A name that would lead
  // out of its directory is one reason.
  std::string problem;

  Instant modified() const;  // the epoch when the time is one no practice has
  void clear();              // keeps the memory
};

// Gives each entry as it comes; the node is valid during the call. Return false to stop.
class TreeVisitor final : public JsonVisitor {
 public:
  explicit TreeVisitor(std::function<bool(const TreeNode&)> on_node) : on_node_(std::move(on_node)) {}

  bool on_object_begin() override;
  bool on_object_end() override;
  bool on_array_begin() override;
  bool on_array_end() override;
  Want on_key(std::string_view key) override;
  bool on_string(std::string_view text) override;
  bool on_unsigned(std::uint64_t value) override;
  bool on_null() override { return field_ == Field::content || state_ == State::nodes_wanted; }

 private:
  enum class State : std::uint8_t { start, tree, nodes_wanted, nodes, node, content };
  enum class Field : std::uint8_t {
    none,
    name,
    type,
    mode,
    mtime,
    size,
    link_target,
    link_target_raw,
    content,
    subtree,
    error
  };
  bool finish_node();

  std::function<bool(const TreeNode&)> on_node_;
  State state_ = State::start;
  Field field_ = Field::none;
  TreeNode node_;
  std::string last_name_;
  bool has_type_ = false;
  bool has_raw_target_ = false;
};

// What Go's strconv.Quote wrote, without its quotes: back to bytes. Nothing when it cannot have written that.
std::optional<std::string> unquote_go(std::string_view text);

}  // namespace garde::formats::restic
