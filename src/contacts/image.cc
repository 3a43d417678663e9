#include "contacts/image.h"

namespace garde::contacts {

std::optional<std::string_view> image_type(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"sv)) return "image/png";
  if (bytes.size() < 16) return std::nullopt;
  if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  const std::string_view brand = bytes.substr(8, 4);
  if (bytes.substr(4, 4) == "ftyp" && (brand == "heic" || brand == "heix" || brand == "mif1" || brand == "avif"))
    return "image/heic";
  return std::nullopt;
}

}  // namespace garde::contacts
