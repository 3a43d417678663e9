// Request targets: what is read is safe to split on '/', and reads the same again once percent-encoded.
#include "http/target.h"

#include <algorithm>
#include <cstdint>

#include "base/result.h"
#include "base/utf8.h"
#include "http/percent.h"

namespace {

constexpr std::size_t kMaxInput = 4096;  // a request's whole head is at most four times that

std::string encoded(const garde::http::Target& target) {
  std::string text;
  for (std::size_t at = 0; at < target.path.size();) {
    const std::size_t end = std::min(target.path.find('/', at + 1), target.path.size());
    text += "/" + garde::http::percent_encoded(target.path.substr(at + 1, end - at - 1));
    at = end;
  }
  char separator = '?';
  for (const auto& [name, value] : target.query.entries()) {
    text += separator + garde::http::percent_encoded(name) + "=" + garde::http::percent_encoded(value);
    separator = '&';
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxInput) return 0;
  const auto target = garde::http::parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  const std::string path = target->path + "/";
  GARDE_CHECK(path.front() == '/' && garde::is_utf8(path));
  for (const char* never : {"/./", "/../", "\\"}) GARDE_CHECK(path.find(never) == std::string::npos);
  GARDE_CHECK(target->path.find("//") == std::string::npos);
  GARDE_CHECK(!garde::has_control_character(path, garde::LineBreaks::refused));
  GARDE_CHECK(garde::http::parse_target(encoded(*target)) == *target);
  return 0;
}
