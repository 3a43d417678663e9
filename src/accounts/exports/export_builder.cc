#include "accounts/exports/export_builder.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/utf8.h"

namespace garde::accounts {

namespace {

// "{REF:P@I:46C9…}", whatever its case and what stands beside it.
bool is_reference(std::string_view password) {
  constexpr std::string_view kReference = "{ref:p@";
  const auto same = [](char c, char lower) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) == lower;
  };
  return std::ranges::search(password, kReference, same).begin() != password.end();
}

}  // namespace

ExportBuilder::ExportBuilder(std::string_view subject, ExportFormat format) : subject_(subject) {
  export_.format = format;
}

Result<void> ExportBuilder::add(Account account, std::string_view password) {
  if (password.empty()) return skip(account.line, SkipReason::no_password);
  if (password.size() > kMaxPasswordLength) return skip(account.line, SkipReason::too_long_password);
  if (is_reference(password)) return skip(account.line, SkipReason::reference);
  TRY(count_one());
  account.password = export_.secrets.keep(password);
  export_.accounts.push_back(std::move(account));
  return {};
}

Result<void> ExportBuilder::skip(std::uint64_t line, SkipReason reason) {
  TRY(count_one());
  export_.skipped.push_back({line, reason});
  return {};
}

Result<void> ExportBuilder::count_one() {
  if (export_.accounts.size() + export_.skipped.size() < kMaxAccounts) return {};
  return Error{ErrorKind::invalid_input, subject_, std::nullopt, "too many accounts"};
}

Export ExportBuilder::finish() && { return std::move(export_); }

std::vector<std::string> one_url(std::string_view url) {
  if (url.empty()) return {};
  return {std::string(url)};
}

std::vector<std::string> addresses_of(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.starts_with('[') && cell.ends_with(']')) cell = cell.substr(1, cell.size() - 2);
  // A comma or a blank is part of an address too, unless what follows begins another one.
  const auto begins_another = [](std::string_view rest) {
    const std::string_view next = rest.substr(0, rest.find_first_of(",; \t\r\n\""));
    return next.find("://") != std::string_view::npos ||
           (!next.empty() && next.find('.') != std::string_view::npos && next.find('/') == std::string_view::npos);
  };
  std::vector<std::string> addresses;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= cell.size(); ++at) {
    const bool separates = at < cell.size() && std::string_view(",; \t\r\n").find(cell[at]) != std::string_view::npos;
    const std::size_t next = separates ? cell.find_first_not_of(",; \t\r\n\"", at) : std::string_view::npos;
    if (at < cell.size() && (!separates || (next != std::string_view::npos && !begins_another(cell.substr(next)))))
      continue;
    std::string_view address = trimmed(cell.substr(begin, at - begin));
    while (address.starts_with('"')) address.remove_prefix(1);
    while (address.ends_with('"') || address.ends_with(',')) address.remove_suffix(1);
    if (!address.empty()) addresses.emplace_back(address);
    if (next == std::string_view::npos) break;
    begin = next;
    at = next - 1;
  }
  return addresses;
}

std::optional<Instant> epoch_time(std::string_view digits, EpochUnit unit) {
  std::int64_t count = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (code != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return epoch_time(count, unit);
}

std::optional<Instant> epoch_time(std::int64_t count, EpochUnit unit) {
  using namespace std::chrono;
  constexpr std::int64_t kFirst = sys_seconds(sys_days(year(1990) / 1 / 1)).time_since_epoch().count();
  constexpr std::int64_t kEnd = sys_seconds(sys_days(year(2200) / 1 / 1)).time_since_epoch().count();
  const std::int64_t whole_seconds = unit == EpochUnit::seconds ? count : count / 1000;
  if (whole_seconds < kFirst || whole_seconds >= kEnd) return std::nullopt;
  return Instant(unit == EpochUnit::seconds ? milliseconds(seconds(count)) : milliseconds(count));
}

}  // namespace garde::accounts
