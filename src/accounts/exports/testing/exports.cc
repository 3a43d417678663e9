#include "accounts/exports/testing/exports.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "accounts/exports/key_file.h"
#include "base/testing/source_directory.h"

namespace garde::accounts::testing {

std::string sample(std::string_view name) {
  std::ifstream stream(source_directory() / "src/accounts/exports/testdata" / name, std::ios::binary);
  GARDE_CHECK(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

Result<Export> read_text(std::string_view bytes, std::string_view password) {
  const auto secret = crypto::SecretBytes::copy_of(password);
  return read_export("export", crypto::SecretBytes::copy_of(bytes),
                     {.password = password.empty() ? nullptr : &secret, .key_file = nullptr});
}

Result<Export> read_with_key_file(std::string_view bytes, std::string_view key_file, std::string_view password) {
  const auto secret = crypto::SecretBytes::copy_of(password);
  const auto key = TRY(read_key_file("key", std::as_bytes(std::span(key_file))));
  return read_export("export", crypto::SecretBytes::copy_of(bytes),
                     {.password = password.empty() ? nullptr : &secret, .key_file = &key});
}

std::vector<std::string> accounts_of(const Export& read) {
  std::vector<std::string> lines;
  for (const Account& account : read.accounts) {
    std::vector<std::string_view> marks;
    if (account.one_time_code) marks.emplace_back("code");
    if (account.passkey) marks.emplace_back("passkey");
    if (account.shared) marks.emplace_back("shared");
    lines.push_back(fmt::format("{}|{}|{}|{}|{}|{}|{}|{}", account.line, account.name, fmt::join(account.urls, " "),
                                account.username, account.password.reveal(), account.collection, fmt::join(marks, " "),
                                account.unchanged_since ? to_iso(*account.unchanged_since) : std::string()));
  }
  return lines;
}

std::vector<std::string> skipped_of(const Export& read) {
  std::vector<std::string> lines;
  for (const SkippedRow& row : read.skipped) lines.push_back(fmt::format("{} {}", row.line, name(row.reason)));
  return lines;
}

}  // namespace garde::accounts::testing
