#include "formats/restic/index_file.h"

#include "base/checked.h"

namespace garde::formats::restic {
namespace {

constexpr unsigned kIdSeen = 1;
constexpr unsigned kTypeSeen = 2;
constexpr unsigned kOffsetSeen = 4;
constexpr unsigned kLengthSeen = 8;
constexpr unsigned kAllSeen = kIdSeen | kTypeSeen | kOffsetSeen | kLengthSeen;

}  // namespace

bool IndexFileVisitor::on_object_begin() {
  switch (state_) {
    case State::start: state_ = State::index; return true;
    case State::packs:
      state_ = State::pack;
      pack_id_.reset();
      blobs_.clear();
      return true;
    case State::blobs:
      state_ = State::blob;
      blob_ = {};
      fields_seen_ = 0;
      return true;
    default: return false;
  }
}

bool IndexFileVisitor::on_object_end() {
  field_ = Field::none;
  if (state_ == State::blob) {
    state_ = State::blobs;
    const bool whole = fields_seen_ == kAllSeen && blob_.length >= kEnvelopeOverhead &&
                       checked_add(blob_.offset, blob_.length).has_value();
    if (whole) blobs_.push_back(blob_);
    return whole;
  }
  if (state_ == State::pack) {
    state_ = State::packs;
    if (!pack_id_) return false;
    builder_.add(*pack_id_, blobs_);
  }
  return true;
}

bool IndexFileVisitor::on_array_begin() {
  if (state_ == State::packs_wanted) return state_ = State::packs, true;
  if (state_ == State::blobs_wanted) return state_ = State::blobs, true;
  return false;
}

bool IndexFileVisitor::on_array_end() {
  state_ = state_ == State::packs ? State::index : State::pack;
  return true;
}

bool IndexFileVisitor::on_null() {
  if (state_ == State::packs_wanted) return state_ = State::index, true;
  if (state_ == State::blobs_wanted) return state_ = State::pack, true;
  return false;
}

JsonVisitor::Want IndexFileVisitor::on_key(std::string_view key) {
  field_ = Field::none;
  if (state_ == State::index && key == "packs") return state_ = State::packs_wanted, Want::value;
  if (state_ == State::pack && key == "blobs") return state_ = State::blobs_wanted, Want::value;
  if (state_ == State::pack && key == "id") field_ = Field::pack_id;
  if (state_ == State::blob) {
    if (key == "id") field_ = Field::blob_id;
    if (key == "type") field_ = Field::type;
    if (key == "offset") field_ = Field::offset;
    if (key == "length") field_ = Field::length;
    if (key == "uncompressed_length") field_ = Field::content_length;
  }
  return field_ == Field::none ? Want::skip : Want::value;
}

bool IndexFileVisitor::on_string(std::string_view text) {
  if (field_ == Field::type) {
    fields_seen_ |= kTypeSeen;
    blob_.is_tree = text == "tree" ? 1 : 0;
    return text == "tree" || text == "data";
  }
  const auto id = crypto::Sha256Digest::parse(text);
  if (!id) return false;
  if (field_ == Field::pack_id) return pack_id_ = *id, true;
  if (field_ != Field::blob_id) return false;
  fields_seen_ |= kIdSeen;
  blob_.id = *id;
  return true;
}

bool IndexFileVisitor::on_unsigned(std::uint64_t value) {
  const auto number = checked_cast<std::uint32_t>(value);
  if (!number) return false;
  switch (field_) {
    case Field::offset:
      fields_seen_ |= kOffsetSeen;
      blob_.offset = *number;
      return true;
    case Field::length:
      fields_seen_ |= kLengthSeen;
      blob_.length = *number;
      return true;
    case Field::content_length: blob_.content_length = *number; return true;
    default: return false;
  }
}

}  // namespace garde::formats::restic
