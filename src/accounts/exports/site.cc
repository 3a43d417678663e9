#include "accounts/exports/site.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/utf8.h"

namespace garde::accounts {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

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

// Names of few letters before the last are kinds of organisations: impots.gouv.fr, exemple.co.uk.
std::string_view label_of(std::string_view host) {
  if (parse_ipv4(host)) return {};
  const auto parts = split(host, '.');
  if (parts.size() < 2) return host;
  constexpr std::array<std::string_view, 9> kKinds = {"gouv", "co", "com", "asso", "org", "net", "ac", "gov", "edu"};
  const bool kind = parts.size() > 2 && std::ranges::find(kKinds, parts[parts.size() - 2]) != kKinds.end();
  return parts[parts.size() - (kind ? 3 : 2)];
}

}  // namespace

Site site_of(std::string_view url) {
  Site site;
  url = trimmed(url);
  const std::size_t scheme_end = url.find("://");
  const std::string scheme = scheme_end == std::string_view::npos ? "" : lower_case(url.substr(0, scheme_end));
  if (scheme_end != std::string_view::npos) url.remove_prefix(scheme_end + 3);
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t path_begin = std::min(url.find('/'), url.size());
  std::string_view authority = url.substr(0, path_begin);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::string_view path = url.substr(path_begin);

  site.address = (scheme.empty() ? "" : scheme + "://") + std::string(authority) + std::string(path == "/" ? "" : path);
  const std::size_t port = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
  site.host = lower_case(authority.substr(0, port));
  if (site.host.starts_with("www.")) site.host.erase(0, 4);
  if (scheme == "android" || scheme == "androidapp") {
    const auto parts = split(site.host, '.');  // fr.agenda.application
    site.label = parts.size() > 1 ? parts[1] : parts[0];
  } else {
    site.label = label_of(site.host);
  }
  site.clear_text = scheme == "http" && !is_of_own_network(site.host);
  return site;
}

}  // namespace garde::accounts
