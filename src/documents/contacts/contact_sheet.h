// The contact sheet on paper: for the wall, a desk, a pocket, and for tired eyes. Black and white.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "contacts/sheet.h"
#include "text/catalogue.h"

namespace garde::documents {

enum class SheetFormat : std::uint8_t {
  a4,      // read from two metres
  a5,      // the same, for a desk
  wallet,  // cards of the size of a credit card when folded, several to a page
  large,   // large print, over several pages
};
std::string_view name(SheetFormat format);  // "a4", "a5", "wallet", "large"
std::optional<SheetFormat> parse_sheet_format(std::string_view text);

// A name too long for its place is shrunk, then broken, then cut with an ellipsis: the layout holds whatever it says.
// The same sheet and day give the same bytes.
Result<std::string> contact_sheet_pdf(const contacts::Sheet& sheet, SheetFormat format, Date printed_on,
                                      const text::Catalogue& texts);

// Whether the sheet can show every letter of it: Latin ones, an accent it does not have left out.
Result<bool> can_be_printed(std::string_view text);

}  // namespace garde::documents
