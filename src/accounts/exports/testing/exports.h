// Exports for tests: the golden samples of testdata, and any text as the file a person would give.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/exports/export.h"

namespace garde::accounts::testing {

std::string sample(std::string_view name);  // the bytes of testdata/<name>
Result<Export> read_text(std::string_view bytes, std::string_view password = {});
// With a key file beside the password, or instead of it.
Result<Export> read_with_key_file(std::string_view bytes, std::string_view key_file, std::string_view password = {});

// "line|name|urls|username|password|collection|marks|unchanged since", the marks being code, passkey, shared.
std::vector<std::string> accounts_of(const Export& read);
std::vector<std::string> skipped_of(const Export& read);  // "3 not-a-login"

}  // namespace garde::accounts::testing
