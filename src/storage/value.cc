#include "storage/value.h"

namespace garde::storage {

std::string_view kind_of(const Value::Content& content) {
  struct Name {
    std::string_view operator()(Null) const { return "null"; }
    std::string_view operator()(std::int64_t) const { return "an integer"; }
    std::string_view operator()(const std::string&) const { return "a text"; }
    std::string_view operator()(const Blob&) const { return "a blob"; }
  };
  return std::visit(Name{}, content);
}

}  // namespace garde::storage
