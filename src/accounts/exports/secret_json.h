// JSON whose texts are secrets: the whole document in locked memory.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <boost/json.hpp>

#include "accounts/exports/secret_string.h"
#include "base/byte_count.h"
#include "base/result.h"

namespace garde::accounts {

constexpr ByteCount kMaxJsonMemory = 256_MiB;  // a document of the largest file read needs half
constexpr std::size_t kMaxJsonDepth = 32;      // the deepest we read is 9

// Where the library keeps a document. Must outlive it; all of it is wiped at the end.
class SecretJsonMemory final : public boost::json::memory_resource {
 private:
  void* do_allocate(std::size_t size, std::size_t alignment) override;
  void do_deallocate(void* /*place*/, std::size_t /*size*/, std::size_t /*alignment*/) override {}
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  SecretPool pool_;
  ByteCount taken_;
};

// `damaged` with its offset, or `invalid_input` past a limit.
Result<boost::json::value> parse_secret_json(std::string_view subject, std::span<const char> text,
                                             SecretJsonMemory& memory);

// Looking into a document whose form nobody promises: what is absent or of another type is nothing.
const boost::json::value* member(const boost::json::value* object, std::string_view key);
std::string_view text_of(const boost::json::value* value);
std::optional<std::int64_t> integer_of(const boost::json::value* value);
std::span<const boost::json::value> elements_of(const boost::json::value* value);
bool is_true(const boost::json::value* value);

}  // namespace garde::accounts
