// A person at a browser who followed the one-time link: a session, its form token, one request after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/test_client.h"

namespace garde::tests {

class Visitor {
 public:
  // `link` is the one-time address from its first "/" on.
  Visitor(std::uint16_t port, std::string host, const std::string& link);

  bool is_in() const { return !form_token_.empty(); }
  // On a connection of its own; nothing when it was closed without an answer.
  std::optional<http::Answer> get(const std::string& path) const;
  std::optional<http::Answer> post(const std::string& path, const std::string& fields) const;  // "a=b&c=d"
  // A form with a file in the field "document".
  std::optional<http::Answer> post_document(const std::string& path, const std::string& fields,
                                            std::string_view content) const;
  // The head of a request that would be let in, for who sends its body by hand.
  std::string head_of_post(const std::string& path, std::string_view type, std::size_t size) const;

 private:
  std::uint16_t port_;
  std::string host_;
  std::string cookie_;
  std::string form_token_;
};

}  // namespace garde::tests
