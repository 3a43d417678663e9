// E-mail addresses as people have them.
#pragma once

#include <string_view>

namespace garde::contacts {

inline constexpr std::size_t kMaxEmail = 254;  // bytes, RFC 5321

// name@domain in ASCII: dot-separated words of letters, digits and -_+'&!#$%*/=?^`{|}~ before the sign, at least two
// labels behind it. What RFC 5321 allows besides (quotes, addresses of machines) nobody gives as a contact.
bool is_email(std::string_view text);

}  // namespace garde::contacts
