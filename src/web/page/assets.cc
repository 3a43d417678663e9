#include "web/page/assets.h"

#include <array>
#include <string>
#include <utility>

#include "base/hex.h"

namespace garde::web {
namespace {

struct Type {
  std::string_view ending;
  std::string_view media_type;
};
constexpr std::array kTypes = {Type{".css", "text/css; charset=utf-8"}, Type{".js", "text/javascript; charset=utf-8"},
                               Type{".svg", "image/svg+xml"}, Type{".woff2", "font/woff2"}};

// The style sheet calls them by weight; the files carry their full name and version.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kFontNames = {{
    {"font-400.woff2", "atkinson-hyperlegible-next-latin-400.woff2"},
    {"font-400-italic.woff2", "atkinson-hyperlegible-next-latin-400-italic.woff2"},
    {"font-600.woff2", "atkinson-hyperlegible-next-latin-600.woff2"},
    {"font-700.woff2", "atkinson-hyperlegible-next-latin-700.woff2"},
}};

const Resource* find(std::span<const Resource> resources, std::string_view path) {
  for (const Resource& resource : resources)
    if (resource.path == path) return &resource;
  return nullptr;
}

std::string mix_fingerprints() {
  std::array<unsigned, 16> sums{};
  for (const auto& resources : {assets(), fonts()})
    for (const Resource& resource : resources)
      for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] = (sums[i] * 31 + static_cast<unsigned char>(resource.fingerprint[i])) % 4096;
  std::string mixed;
  for (const unsigned sum : sums) mixed += kHexDigits[sum % kHexDigits.size()];
  return mixed;
}

}  // namespace

std::string_view assets_fingerprint() {
  static const std::string fingerprint = mix_fingerprints();
  return fingerprint;
}

std::optional<http::Response> find_asset(std::string_view name) {
  const Resource* found = find(assets(), name);
  for (const auto& [short_name, file] : kFontNames)
    if (short_name == name) found = find(fonts(), file);
  if (found == nullptr) return std::nullopt;
  for (const Type& type : kTypes)
    if (name.ends_with(type.ending))
      return http::Response::asset({reinterpret_cast<const char*>(found->bytes.data()), found->bytes.size()},
                                   type.media_type);
  return std::nullopt;
}

}  // namespace garde::web
