#include "cage/wiped_bytes.h"

#include <algorithm>
#include <cstring>

#include "crypto/secret.h"

namespace garde::cage {

WipedBytes::~WipedBytes() { crypto::wipe({data_.get(), capacity_}); }

void WipedBytes::append(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  grow(size_ + bytes.size());
  std::memcpy(end(), bytes.data(), bytes.size());
  size_ += bytes.size();
}

void WipedBytes::resize(std::size_t size) {
  grow(size);
  if (size > size_) std::memset(end(), 0, size - size_);
  size_ = size;
}

void WipedBytes::swap(WipedBytes& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

void WipedBytes::grow(std::size_t size) {
  if (size <= capacity_) return;
  WipedBytes larger;
  larger.capacity_ = std::max(size, 2 * capacity_);
  larger.data_ = std::make_unique_for_overwrite<std::byte[]>(larger.capacity_);
  if (size_ > 0) std::memcpy(larger.data_.get(), data_.get(), size_);
  larger.size_ = size_;
  swap(larger);
}

}  // namespace garde::cage
