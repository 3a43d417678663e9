#include "checker/file_inventory.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "backups/file_type.h"
#include "checker/copied_files.h"

namespace garde::checker {
namespace {

std::uint64_t first_of(const crypto::Sha256Digest& digest) {
  std::uint64_t value = 0;
  std::memcpy(&value, digest.bytes.data(), sizeof value);
  return value;
}

bool has_lower_order(const Candidate& a, const Candidate& b) { return a.order < b.order; }

}  // namespace

std::string_view without_extension(std::string_view path) {
  const std::string_view extension = backups::extension_of(path);
  return extension.empty() ? path : path.substr(0, path.size() - extension.size() - 1);
}

void Inventory::add(const formats::Node& file) {
  const std::string_view name = base_name(file.path);
  traces_.push_back({trace_of(file.path), content_trace(file), trace_of(without_extension(name)),
                     trace_of(file.path.substr(0, file.path.size() - name.size())), file.size.value});
  contents_.push_back(traces_.back().content);
  bytes_ += file.size;
}

void Inventory::finish() {
  std::ranges::sort(traces_, {}, &Trace::path);
  std::ranges::sort(contents_);
}

const Trace* Inventory::find_trace(std::uint64_t path) const {
  const auto trace = std::ranges::lower_bound(traces_, path, {}, &Trace::path);
  return trace != traces_.end() && trace->path == path ? &*trace : nullptr;
}

bool Inventory::holds(std::uint64_t content) const { return std::ranges::binary_search(contents_, content); }

std::uint64_t Inventory::trace_of(std::string_view text) const {
  return first_of(hash_.of(std::as_bytes(std::span(text))));
}

std::uint64_t Inventory::content_trace(const formats::Node& file) const {
  if (file.content) return first_of(*file.content);
  const std::array<std::uint64_t, 3> facts{trace_of(base_name(file.path)), file.size.value,
                                           static_cast<std::uint64_t>(file.modified.time_since_epoch().count())};
  return first_of(hash_.of(std::as_bytes(std::span(facts))));
}

void Draw::add(Candidate candidate) {
  if (drawn_.size() == limit_) {
    if (limit_ == 0 || candidate.order >= drawn_.front().order) return;
    std::ranges::pop_heap(drawn_, has_lower_order);
    drawn_.pop_back();
  }
  drawn_.push_back(std::move(candidate));
  std::ranges::push_heap(drawn_, has_lower_order);
}

}  // namespace garde::checker
