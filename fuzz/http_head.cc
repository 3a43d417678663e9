// Heads of requests: found at the same place however the bytes arrive, and served only within the policy.
#include <array>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "http/head_policy.h"

namespace {

using garde::http::HeadScan;

constexpr std::size_t kMaxInput = 4096;  // every byte is scanned twice
const std::array<std::string, 1> kHosts = {"h"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxInput) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const HeadScan whole = garde::http::scan_head(bytes, 0);
  HeadScan stepwise;
  for (std::size_t have = 0; have <= size && stepwise.state == HeadScan::State::incomplete; ++have)
    stepwise = garde::http::scan_head(bytes.substr(0, have), stepwise.size);
  GARDE_CHECK(stepwise.state == whole.state && stepwise.size == whole.size);
  if (whole.state != HeadScan::State::complete) return 0;

  auto syntax = garde::http::parse_head_syntax(bytes.substr(0, whole.size));
  if (!syntax) return 0;
  const auto head = garde::http::judge_head(std::move(*syntax), kHosts);
  if (!head) return 0;
  GARDE_CHECK(head->headers.count("Host") == 1 && head->headers.get("Host") == "h");
  GARDE_CHECK(head->headers.count("Transfer-Encoding") == 0);
  GARDE_CHECK(head->headers.count("Content-Length") <= 1);
  for (const auto& [name, value] : head->headers.entries()) {
    GARDE_CHECK(garde::http::is_token(name));
    GARDE_CHECK(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  return 0;
}
