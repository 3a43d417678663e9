#include "accounts/exports/site.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include <libpsl.h>

#include "accounts/exports/caseless_text.h"
#include "base/utf8.h"

namespace garde::accounts {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::array<unsigned, 4>> parse_ipv4(std::string_view host) {
  const auto parts = split(host, '.');
  if (parts.size() != 4) return std::nullopt;
  std::array<unsigned, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto [end, code] = std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), bytes[i]);
    if (code != std::errc() || end != parts[i].data() + parts[i].size() || bytes[i] > 255) return std::nullopt;
  }
  return bytes;
}

bool is_of_own_network(std::string_view host) {
  if (const auto ip = parse_ipv4(host)) {
    const auto& [a, b, c, d] = *ip;
    return a == 127 || a == 10 || (a == 192 && b == 168) || (a == 172 && b >= 16 && b < 32) || (a == 169 && b == 254);
  }
  return host.find('.') == std::string_view::npos || host.ends_with(".local") || host.ends_with(".lan") ||
         host.ends_with(".home");
}

bool is_number(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "fr.agenda.www" of an application stands for "www.agenda.fr".
std::string reversed(std::string_view package) {
  std::string name;
  for (const std::string_view part : split(package, '.')) name = std::string(part) + (name.empty() ? "" : ".") + name;
  return name;
}

// The rest of an address behind the name and the password that stand in it. A password may hold what ends them.
std::string_view without_user(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) return rest.substr(at + 1);
  const std::size_t colon = authority.find(':');
  const bool port =
      authority.starts_with('[') || colon == std::string_view::npos || is_number(authority.substr(colon + 1));
  const std::size_t at = port ? std::string_view::npos : rest.rfind('@');
  return at == std::string_view::npos ? rest : rest.substr(at + 1);
}

// The list of suffixes that the library was built with: a worker reads no file.
void set_domain(Site& site) {
  site.domain = site.host;
  if (site.host.starts_with('[') || parse_ipv4(site.host)) return;
  site.label = site.host;
  if (site.host.find('.') == std::string::npos) return;
  const psl_ctx_t* const suffixes = psl_builtin();
  const char* const registered = psl_registrable_domain(suffixes, site.host.c_str());
  if (registered == nullptr) return;
  if (!is_of_own_network(site.host)) site.domain = registered;
  const std::string_view domain = registered;
  site.label = domain.substr(0, domain.find('.'));
  site.is_public =
      psl_is_public_suffix2(suffixes, registered + site.label.size() + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

}  // namespace

Site site_of(std::string_view url) {
  Site site;
  url = trimmed(url);
  const std::size_t scheme_end = url.find("://");
  const std::string scheme = scheme_end == std::string_view::npos ? "" : caseless(url.substr(0, scheme_end));
  if (scheme_end != std::string_view::npos) url.remove_prefix(scheme_end + 3);
  url = without_user(url);
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t path_begin = std::min(url.find('/'), url.size());
  const std::string_view authority = url.substr(0, path_begin);
  const std::string_view path = url.substr(path_begin);

  site.address = (scheme.empty() ? "" : scheme + "://") + std::string(authority) + std::string(path == "/" ? "" : path);
  const std::size_t colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
  site.host = caseless(authority.substr(0, colon));
  if (colon != std::string_view::npos) site.port = authority.substr(colon + 1);
  if (site.port == "443" || (site.port == "80" && scheme == "http")) site.port.clear();
  if (scheme == "android" || scheme == "androidapp" || scheme == "iosapp" || scheme == "ios")
    site.host = reversed(site.host);
  if (site.host.starts_with("www.")) site.host.erase(0, 4);
  set_domain(site);
  site.clear_text = scheme == "http" && !is_of_own_network(site.host);
  return site;
}

}  // namespace garde::accounts
