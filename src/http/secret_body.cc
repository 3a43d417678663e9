#include "http/secret_body.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>
#include <sys/mman.h>

namespace garde::http {

void keep_in_place(std::string& text, std::size_t size) {
  text.reserve(size);
  static_cast<void>(::mlock(text.data(), text.capacity()));
}

void wipe(std::string& text) {
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  static_cast<void>(::munlock(text.data(), text.size()));
  text.clear();
}

void wipe(Form& form) {
  form.fields.wipe();
  form.files.clear();
}

}  // namespace garde::http
