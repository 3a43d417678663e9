// Bytes that may hold a secret among others: overwritten before their memory is given back, when they grow too.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace garde::cage {

// Not locked in memory: they live as long as a message does. What is to be kept of a secret goes to SecretBytes.
class WipedBytes {
 public:
  WipedBytes() = default;
  explicit WipedBytes(std::size_t size) { resize(size); }  // zeros
  explicit WipedBytes(std::span<const std::byte> bytes) { append(bytes); }
  WipedBytes(WipedBytes&& other) noexcept { swap(other); }
  WipedBytes& operator=(WipedBytes&& other) noexcept {
    WipedBytes(std::move(other)).swap(*this);
    return *this;
  }
  ~WipedBytes();

  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::byte* begin() { return data(); }
  std::byte* end() { return data() + size_; }
  const std::byte* begin() const { return data(); }
  const std::byte* end() const { return data() + size_; }

  void append(std::span<const std::byte> bytes);
  void resize(std::size_t size);  // zeros behind the old end
  void clear() { size_ = 0; }

 private:
  void swap(WipedBytes& other) noexcept;
  void grow(std::size_t size);
  std::unique_ptr<std::byte[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace garde::cage
