#include "accounts/exports/export_builder.h"

#include <charconv>
#include <chrono>

#include "base/utf8.h"

namespace garde::accounts {

ExportBuilder::ExportBuilder(std::string_view subject, ExportFormat format) : subject_(subject) {
  export_.format = format;
}

Result<void> ExportBuilder::add(Account account, std::string_view password) {
  if (password.empty()) return skip(account.line, SkipReason::no_password);
  if (password.size() > kMaxPasswordLength) return skip(account.line, SkipReason::too_long_password);
  if (password.starts_with("{REF:P@")) return skip(account.line, SkipReason::reference);
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

std::vector<std::string> split_urls(std::string_view urls) {
  std::vector<std::string> list;
  while (!urls.empty()) {
    const std::size_t comma = urls.find(',');
    if (const std::string_view url = trimmed(urls.substr(0, comma)); !url.empty()) list.emplace_back(url);
    urls = comma == std::string_view::npos ? std::string_view() : urls.substr(comma + 1);
  }
  return list;
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
