#include "accounts/exports/secret_json.h"

#include <new>
#include <string>

namespace garde::accounts {

void* SecretJsonMemory::do_allocate(std::size_t size, std::size_t alignment) {
  taken_ += ByteCount{size};
  if (taken_ > kMaxJsonMemory) throw std::bad_alloc();  // caught below, where the library is called
  return pool_.reserve(size, alignment).data();
}

Result<boost::json::value> parse_secret_json(std::string_view subject, std::span<const char> text,
                                             SecretJsonMemory& memory) {
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  try {
    boost::json::parser parser(&memory, options);
    parser.reset(&memory);
    boost::json::error_code code;
    const std::size_t read = parser.write_some(text.data(), text.size(), code);
    const std::string_view rest = std::string_view(text.data(), text.size()).substr(read);
    if (!code && rest.find_first_not_of(" \r\n\t") != std::string_view::npos) code = boost::json::error::extra_data;
    if (code) return Error{ErrorKind::damaged, std::string(subject), read, code.message()};
    return parser.release();
  } catch (const std::bad_alloc&) {
    return Error{ErrorKind::invalid_input, std::string(subject), std::nullopt, "too much JSON"};
  }
}

const boost::json::value* member(const boost::json::value* object, std::string_view key) {
  if (object == nullptr || !object->is_object()) return nullptr;
  return object->get_object().if_contains(key);
}

std::string_view text_of(const boost::json::value* value) {
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

std::optional<std::int64_t> integer_of(const boost::json::value* value) {
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

std::span<const boost::json::value> elements_of(const boost::json::value* value) {
  if (value == nullptr || !value->is_array()) return {};
  return {value->get_array().data(), value->get_array().size()};
}

bool is_true(const boost::json::value* value) { return value != nullptr && value->is_bool() && value->get_bool(); }

}  // namespace garde::accounts
