#include "base/result.h"

namespace garde {

std::string_view name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::not_found: return "not_found";
    case ErrorKind::unreadable: return "unreadable";
    case ErrorKind::damaged: return "damaged";
    case ErrorKind::unsupported: return "unsupported";
    case ErrorKind::wrong_secret: return "wrong_secret";
    case ErrorKind::invalid_input: return "invalid_input";
    case ErrorKind::conflict: return "conflict";
    case ErrorKind::busy: return "busy";
    case ErrorKind::no_space: return "no_space";
    case ErrorKind::unreachable: return "unreachable";
    case ErrorKind::cancelled: return "cancelled";
  }
  fail_check("an ErrorKind outside its enum", __FILE__, __LINE__);
}

std::string describe(const Error& error) {
  std::string text{name(error.kind)};
  if (!error.subject.empty()) text += ": " + error.subject;
  if (error.offset) text += " at byte " + std::to_string(*error.offset);
  if (!error.detail.empty()) text += ": " + error.detail;
  return text;
}

}  // namespace garde
