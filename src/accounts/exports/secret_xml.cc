#include "accounts/exports/secret_xml.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>

#include "base/result.h"
#include "crypto/secret.h"

namespace garde::accounts {
namespace {

// Before each piece of memory stands its size, so that whoever gives it back need not know it.
constexpr std::size_t kAhead = alignof(std::max_align_t);
static_assert(kAhead >= sizeof(std::size_t));

std::byte* start_of(void* memory) { return static_cast<std::byte*>(memory) - kAhead; }

std::size_t size_of(void* memory) {
  std::size_t size = 0;
  std::memcpy(&size, start_of(memory), sizeof size);
  return size;
}

void* allocate(std::size_t size) {
  if (size > std::numeric_limits<std::size_t>::max() - kAhead) return nullptr;
  auto* const start = static_cast<std::byte*>(std::malloc(kAhead + size));
  if (start == nullptr) return nullptr;
  std::memcpy(start, &size, sizeof size);
  return start + kAhead;
}

void release(void* memory) {
  if (memory == nullptr) return;
  crypto::wipe({static_cast<std::byte*>(memory), size_of(memory)});
  std::free(start_of(memory));
}

void* resize(void* memory, std::size_t size) {
  void* const other = allocate(size);
  if (memory == nullptr || other == nullptr) return other;
  std::memcpy(other, memory, std::min(size, size_of(memory)));
  release(memory);
  return other;
}

}  // namespace

SecretXmlParser make_secret_xml_parser() {
  constexpr XML_Memory_Handling_Suite kWiping = {allocate, resize, release};
  SecretXmlParser parser(XML_ParserCreate_MM("UTF-8", &kWiping, nullptr));
  GARDE_CHECK(parser != nullptr);
  return parser;
}

}  // namespace garde::accounts
