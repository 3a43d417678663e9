// Our own style sheet, script, icon and fonts, compiled in.
#pragma once

#include <span>
#include <string_view>

#include "base/resource.h"
#include "http/response.h"

namespace garde::web {

std::span<const Resource> assets();
std::span<const Resource> fonts();

// Changes whenever one of them does: it stands in their addresses, so that they can be cached for ever.
std::string_view assets_fingerprint();

// The file of that name, or nothing.
std::optional<http::Response> find_asset(std::string_view name);

}  // namespace garde::web
