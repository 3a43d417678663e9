// Any bytes are read without a crash, and what is found is consistent: an entry that decodes encodes to the same
// bytes; a file that holds is intact to its end or to its tail; what is called the intact start verifies alone.
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "journal/verify.h"

namespace {

using namespace garde;

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

crypto::Signature previous_of(std::string_view entry) {
  const std::size_t at = entry.find(journal::kPreviousWord) + journal::kPreviousWord.size();
  return *crypto::Signature::parse(entry.substr(at, 2 * crypto::Signature::kSize));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A record of every shape fits many times; more only slows the search down.
  constexpr std::size_t kMaxInput = 64U << 10U;
  if (size > kMaxInput) return 0;
  const auto file = std::as_bytes(std::span(data, size));
  const auto contents = journal::read(file);
  if (!contents) return 0;
  const journal::Verification& verification = contents->verification;

  for (const journal::RecordPlace& place : verification.records) {
    GARDE_CHECK(place.offset + place.entry_size <= size);
    const std::string_view entry = text_of(file.subspan(place.offset, place.entry_size));
    const auto decoded = journal::decode_entry(entry);
    if (decoded) GARDE_CHECK(journal::encode_entry(*decoded, previous_of(entry)).take() == entry);
  }
  GARDE_CHECK(verification.damage.size() <= verification.damage_count);
  GARDE_CHECK(verification.leaves.size() <= verification.records.size());
  if (verification.holds()) {
    GARDE_CHECK(verification.intact);
    GARDE_CHECK(verification.intact->entries == verification.records.size());
    GARDE_CHECK(verification.intact->end + (verification.tail ? verification.tail->size.value : 0) == size);
  }
  if (verification.intact) {
    const auto start = journal::verify(file.first(verification.intact->end));
    GARDE_CHECK(start && start->holds() && start->leaves.size() == verification.intact->entries);
  }
  return 0;
}
