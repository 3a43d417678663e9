#include "formats/restic/tree_file.h"

#include <algorithm>
#include <array>

#include "base/base64.h"

namespace garde::formats::restic {
namespace {

// Go's os.FileMode keeps these three apart from the nine permission bits.
constexpr std::uint64_t kGoSetuid = 1U << 23U;
constexpr std::uint64_t kGoSetgid = 1U << 22U;
constexpr std::uint64_t kGoSticky = 1U << 20U;

std::uint32_t posix_permissions(std::uint64_t mode) {
  auto bits = static_cast<std::uint32_t>(mode & 0777U);
  if ((mode & kGoSetuid) != 0) bits |= 04000U;
  if ((mode & kGoSetgid) != 0) bits |= 02000U;
  if ((mode & kGoSticky) != 0) bits |= 01000U;
  return bits;
}

std::optional<NodeType> type_of(std::string_view text) {
  if (text == "file") return NodeType::file;
  if (text == "dir") return NodeType::directory;
  if (text == "symlink") return NodeType::symlink;
  constexpr std::array<std::string_view, 5> others{"dev", "chardev", "fifo", "socket", "irregular"};
  if (std::ranges::find(others, text) != others.end()) return NodeType::other;
  return std::nullopt;
}

bool is_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0U | point >> 6U);
    put(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    put(0xe0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  } else {
    put(0xf0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3fU));
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  }
}

// Takes exactly `count` digits of the base off the front.
std::optional<std::uint32_t> take_digits(std::string_view& text, std::size_t count, std::uint32_t base) {
  if (text.size() < count) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(0, count)) {
    std::uint32_t digit = base;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    if (digit >= base) return std::nullopt;
    value = value * base + digit;
  }
  text.remove_prefix(count);
  return value;
}

// What follows a backslash; taken off the front.
bool take_escape(std::string_view& text, std::string& out) {
  if (text.empty()) return false;
  constexpr std::string_view letters = "abfnrtv\\\"";
  constexpr std::string_view bytes = "\a\b\f\n\r\t\v\\\"";
  const char kind = text.front();
  if (const std::size_t at = letters.find(kind); at != std::string_view::npos) {
    out += bytes[at];
    text.remove_prefix(1);
    return true;
  }
  if (kind >= '0' && kind <= '3') {
    const auto byte = take_digits(text, 3, 8);
    if (byte) out += static_cast<char>(*byte);
    return byte.has_value();
  }
  text.remove_prefix(1);
  if (kind == 'x') {
    const auto byte = take_digits(text, 2, 16);
    if (byte) out += static_cast<char>(*byte);
    return byte.has_value();
  }
  if (kind != 'u' && kind != 'U') return false;
  const auto point = take_digits(text, kind == 'u' ? 4 : 8, 16);
  if (!point || *point > 0x10ffff || (*point >= 0xd800 && *point < 0xe000)) return false;
  append_utf8(out, *point);
  return true;
}

}  // namespace

std::optional<std::string> unquote_go(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find_first_of("\\\"\n"), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (text.front() != '\\') return std::nullopt;
    text.remove_prefix(1);
    if (!take_escape(text, out)) return std::nullopt;
  }
  return out;
}

Instant TreeNode::modified() const { return parse_instant(mtime).value_or(Instant{}); }

void TreeNode::clear() {
  name.clear();
  type = NodeType::other;
  size = 0;
  permissions = 0;
  link_target.clear();
  content.clear();
  subtree.reset();
  error.clear();
  mtime.clear();
  problem.clear();
}

bool TreeVisitor::on_object_begin() {
  if (state_ == State::start) return state_ = State::tree, true;
  if (state_ != State::nodes) return false;
  state_ = State::node;
  field_ = Field::none;
  node_.clear();
  has_type_ = false;
  has_raw_target_ = false;
  return true;
}

bool TreeVisitor::on_object_end() {
  if (state_ != State::node) return true;
  state_ = State::nodes;
  return finish_node();
}

bool TreeVisitor::finish_node() {
  if (node_.problem.empty()) {
    if (!has_type_) node_.problem = "no type";
    if (!is_name(node_.name)) node_.problem = "a name no file can have";
    if (node_.name == last_name_) node_.problem = "the second entry of that name";
    if (has_type_ && node_.type == NodeType::directory && !node_.subtree)
      node_.problem = "a directory without its listing";
  }
  last_name_ = node_.name;
  return on_node_(node_);
}

bool TreeVisitor::on_array_begin() {
  if (state_ == State::nodes_wanted) return state_ = State::nodes, true;
  if (state_ == State::node && field_ == Field::content) return state_ = State::content, true;
  return false;
}

bool TreeVisitor::on_array_end() {
  state_ = state_ == State::content ? State::node : State::tree;
  return true;
}

JsonVisitor::Want TreeVisitor::on_key(std::string_view key) {
  field_ = Field::none;
  if (state_ == State::tree) {
    if (key != "nodes") return Want::skip;
    state_ = State::nodes_wanted;
    return Want::value;
  }
  if (state_ != State::node) return Want::value;  // refused by whatever comes
  if (key == "name")
    field_ = Field::name;
  else if (key == "type")
    field_ = Field::type;
  else if (key == "mode")
    field_ = Field::mode;
  else if (key == "mtime")
    field_ = Field::mtime;
  else if (key == "size")
    field_ = Field::size;
  else if (key == "linktarget")
    field_ = Field::link_target;
  else if (key == "linktarget_raw")
    field_ = Field::link_target_raw;
  else if (key == "content")
    field_ = Field::content;
  else if (key == "subtree")
    field_ = Field::subtree;
  else if (key == "error")
    field_ = Field::error;
  return field_ == Field::none ? Want::skip : Want::value;
}

bool TreeVisitor::on_string(std::string_view text) {
  switch (field_) {
    case Field::name: {
      auto name = unquote_go(text);
      if (name)
        node_.name = std::move(*name);
      else
        node_.problem = "a name that is not quoted as it should";
      return true;
    }
    case Field::type: {
      const auto type = type_of(text);
      has_type_ = type.has_value();
      node_.type = type.value_or(NodeType::other);
      return true;
    }
    case Field::mtime: node_.mtime = text; return true;
    case Field::link_target:
      if (!has_raw_target_) node_.link_target = text;
      return true;
    case Field::link_target_raw: {
      const auto raw = from_base64(text);
      if (!raw) return false;
      node_.link_target.assign(reinterpret_cast<const char*>(raw->data()), raw->size());
      has_raw_target_ = true;
      return true;
    }
    case Field::subtree: return (node_.subtree = BlobId::parse(text)).has_value();
    case Field::error: node_.error = text; return true;
    case Field::content: {
      const auto id = BlobId::parse(text);
      if (!id || state_ != State::content) return false;
      node_.content.push_back(*id);
      return true;
    }
    case Field::none:
    case Field::mode:
    case Field::size: return false;
  }
  return false;
}

bool TreeVisitor::on_unsigned(std::uint64_t value) {
  if (field_ == Field::size) return node_.size = value, true;
  if (field_ == Field::mode) return node_.permissions = posix_permissions(value), true;
  return false;
}

}  // namespace garde::formats::restic
