#include "accounts/exports/secret_string.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/result.h"

namespace garde::accounts {
namespace {

// Every SecretBytes costs its own guarded pages, so thousands of passwords share a few.
constexpr std::size_t kChunkSize = 64U << 10U;

}  // namespace

SecretString SecretPool::keep(std::string_view text) {
  const std::span<char> copy = reserve(text.size());
  if (!text.empty()) std::memcpy(copy.data(), text.data(), text.size());
  return text_of(copy);
}

void SecretPool::forget() {
  if (chunks_.empty()) return;
  const std::span<std::byte> first = chunks_.front().bytes();
  crypto::wipe(chunks_.size() == 1 ? first.first(first.size() - free_.size()) : first);
  chunks_.erase(chunks_.begin() + 1, chunks_.end());  // each wipes itself
  free_ = first;
}

std::span<char> SecretPool::reserve(std::size_t size, std::size_t alignment) {
  if (size == 0) return {};
  void* at = free_.data();
  std::size_t room = free_.size();
  if (at == nullptr || std::align(alignment, size, at, room) == nullptr) {
    GARDE_CHECK(alignment <= alignof(std::max_align_t));
    free_ = chunks_.emplace_back(std::max(size + alignment, kChunkSize)).bytes();
    at = free_.data();
    room = free_.size();
    GARDE_CHECK(std::align(alignment, size, at, room) != nullptr);
  }
  free_ = free_.last(room).subspan(size);
  return {static_cast<char*>(at), size};
}

}  // namespace garde::accounts
