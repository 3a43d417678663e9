// `multipart/form-data` (RFC 7578) as browsers send it, and nothing else that MIME allows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_count.h"
#include "base/result.h"
#include "http/fields.h"

namespace garde::http {

inline constexpr std::size_t kMaxParts = 200;          // fields and files of one form with a file in it
inline constexpr ByteCount kMaxPartHead = 2_KiB;       // a long file name, percent-encoded, fits
inline constexpr std::size_t kMaxBoundaryLength = 70;  // RFC 2046, 5.1.1

struct FilePart {
  std::string name;          // of the form field
  std::string file_name;     // as declared: never a path to open, only something to show
  std::string media_type;    // as declared, not verified; empty if it was not
  std::string_view content;  // in the body that was read
  bool operator==(const FilePart&) const = default;
};

struct Form {
  Fields fields;
  std::vector<FilePart> files;  // a file input left empty gives a part with no name and no content: left out
};

// The boundary of a Content-Type value; invalid_input if it is not multipart/form-data with a usable one.
Result<std::string> multipart_boundary(std::string_view content_type);

// Files are views into `body`. Every byte of `body` must belong to a part, a boundary or one CRLF after the last: no
// preamble, no epilogue. Anything else (a header but the two known ones, a field that is not UTF-8 or holds a NUL, a
// missing name, a limit passed) is invalid_input at its offset.
Result<Form> parse_multipart(std::string_view body, std::string_view boundary);

}  // namespace garde::http
