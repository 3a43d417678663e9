// Urlencoded forms: what is read is text, bounded, and reads the same again once encoded.
#include <cstdint>

#include "base/result.h"
#include "base/utf8.h"
#include "http/fields.h"
#include "http/percent.h"

namespace {

constexpr std::size_t kMaxInput = 16384;  // enough to pass kMaxFields

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxInput) return 0;
  const auto fields = garde::http::parse_urlencoded({reinterpret_cast<const char*>(data), size});
  if (!fields) return 0;
  GARDE_CHECK(fields->entries().size() <= garde::http::kMaxFields);
  std::string encoded;
  for (const auto& [name, value] : fields->entries()) {
    GARDE_CHECK(garde::is_utf8(name) && garde::is_utf8(value));
    if (!encoded.empty()) encoded += '&';
    encoded += garde::http::percent_encoded(name) + "=" + garde::http::percent_encoded(value);
  }
  GARDE_CHECK(garde::http::parse_urlencoded(encoded) == *fields);
  return 0;
}
