// Bytes nobody may see: kept out of swap where the system allows it, wiped at the end, never formatted.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>
#include <string_view>

namespace garde::crypto {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);  // zeros
  static SecretBytes copy_of(std::span<const std::byte> bytes);
  static SecretBytes copy_of(std::string_view text);
  SecretBytes(SecretBytes&&) noexcept = default;
  SecretBytes& operator=(SecretBytes&&) noexcept = default;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void shrink_to(std::size_t size);  // keeps the first bytes and wipes the others now; not larger than size()
  // Valid while this object lives. Who copies them elsewhere wipes them there.
  std::span<std::byte> bytes() { return {data_.get(), size_}; }
  std::span<const std::byte> bytes() const { return {data_.get(), size_}; }

  friend std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

 private:
  struct WipeAndFree {
    void operator()(std::byte* data) const;
  };
  std::unique_ptr<std::byte, WipeAndFree> data_;
  std::size_t size_ = 0;
};

// Overwrites with zeros in a way the compiler does not leave out.
void wipe(std::span<std::byte> bytes);

// Overwrites what the calls made so far left on the stack below the caller: libraries copy secrets there.
void wipe_stack();

// Takes the same time wherever they differ. False when the sizes differ.
bool constant_time_equal(std::span<const std::byte> a, std::span<const std::byte> b);

}  // namespace garde::crypto
