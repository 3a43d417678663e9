// JSON of any size, read as it comes, in flat memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace garde::formats {

// Hears the events of one document. Each returns false to refuse it as malformed. Texts are valid during the
// call only. An event that a document's form does not foresee is refused by default.
class JsonVisitor {
 public:
  enum class Want : std::uint8_t { value, skip };  // a skipped value makes no events, whatever is in it

  JsonVisitor() = default;
  JsonVisitor(const JsonVisitor&) = delete;
  JsonVisitor& operator=(const JsonVisitor&) = delete;
  virtual ~JsonVisitor() = default;

  virtual bool on_object_begin() { return false; }
  virtual bool on_object_end() { return true; }
  virtual bool on_array_begin() { return false; }
  virtual bool on_array_end() { return true; }
  virtual Want on_key(std::string_view key) = 0;
  virtual bool on_string(std::string_view text) { return static_cast<void>(text), false; }
  virtual bool on_unsigned(std::uint64_t value) { return static_cast<void>(value), false; }
  virtual bool on_null() { return false; }
  virtual bool on_other() { return false; }  // true, false, a negative number, a fraction
};

class JsonParser {
 public:
  static constexpr std::size_t kMaxDepth = 32;
  static constexpr std::size_t kMaxText = std::size_t{4} << 20U;  // of a key or a string that is not skipped

  explicit JsonParser(JsonVisitor& visitor);  // which must outlive it
  JsonParser(JsonParser&&) noexcept;
  JsonParser& operator=(JsonParser&&) noexcept;
  ~JsonParser();

  // Both false once the document is refused or is no JSON; `problem` then says why.
  bool feed(std::span<const std::byte> bytes);
  bool finish();
  const std::string& problem() const { return problem_; }
  // Refused for its depth or the length of a text: it may be JSON all the same.
  bool exceeds_limits() const;

 private:
  class Events;
  struct Engine;  // keeps the library's headers out of this one
  std::unique_ptr<Engine> engine_;
  std::string problem_;
};

// One document that is in memory already. Empty when all is well, else why not.
std::string parse_json(std::span<const std::byte> bytes, JsonVisitor& visitor);

}  // namespace garde::formats
