#include "crypto/secret.h"

#include <cstring>
#include <new>

#include <sodium.h>

#include "base/result.h"
#include "crypto/sodium.h"

namespace garde::crypto {

void SecretBytes::WipeAndFree::operator()(std::byte* data) const { ::sodium_free(data); }

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  start_sodium();
  data_.reset(static_cast<std::byte*>(::sodium_malloc(size)));
  if (data_ == nullptr) throw std::bad_alloc();  // as any other memory: some sizes come from files
  std::memset(data_.get(), 0, size);
}

SecretBytes SecretBytes::copy_of(std::span<const std::byte> bytes) {
  SecretBytes copy(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.data_.get(), bytes.data(), bytes.size());
  return copy;
}

SecretBytes SecretBytes::copy_of(std::string_view text) { return copy_of(std::as_bytes(std::span(text))); }

void SecretBytes::shrink_to(std::size_t size) {
  GARDE_CHECK(size <= size_);
  wipe(bytes().subspan(size));
  size_ = size;
}

void wipe(std::span<std::byte> bytes) { ::sodium_memzero(bytes.data(), bytes.size()); }

void wipe_stack() {
  constexpr std::size_t kDeepest = 128U << 10U;  // what the parsers and estimators we call use, several times over
  ::sodium_stackzero(kDeepest);
}

bool constant_time_equal(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && ::sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace garde::crypto
