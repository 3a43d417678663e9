// libarchive gives and takes names in the encoding of the thread's locale; while one of these lives, that is UTF-8.
#pragma once

#include <locale.h>

#include "base/result.h"

namespace garde::formats {

class Utf8Names {
 public:
  Utf8Names() : previous_(::uselocale(utf8())) {}
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names() { ::uselocale(previous_); }

 private:
  static locale_t utf8() {
    static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", static_cast<locale_t>(nullptr));
    GARDE_CHECK(locale != static_cast<locale_t>(nullptr));
    return locale;
  }
  locale_t previous_;
};

}  // namespace garde::formats
