// What every reader of an export does with an account it found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/export.h"

namespace garde::accounts {

class ExportBuilder {
 public:
  ExportBuilder(std::string_view subject, ExportFormat format);

  // Keeps the account and a copy of its password, or skips it when there is none to look at. Both calls:
  // `invalid_input` past kMaxAccounts.
  Result<void> add(Account account, std::string_view password);
  Result<void> skip(std::uint64_t line, SkipReason reason);
  Export finish() &&;

 private:
  Result<void> count_one();
  std::string subject_;
  Export export_;
};

std::vector<std::string> one_url(std::string_view url);  // none when empty
// Those of one cell: tools join several by commas, spaces or line ends, NordPass as a JSON list.
std::vector<std::string> addresses_of(std::string_view cell);

// A count since 1970 as Garde dates things; nothing when it is no number or lies outside 1990 to 2199.
enum class EpochUnit : std::uint8_t { seconds, milliseconds };
std::optional<Instant> epoch_time(std::string_view digits, EpochUnit unit);
std::optional<Instant> epoch_time(std::int64_t count, EpochUnit unit);

}  // namespace garde::accounts
