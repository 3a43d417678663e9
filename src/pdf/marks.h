// The marks in a page's content that tell which piece of the document each drawing belongs to.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace garde::pdf {

// Cairo marks every piece as a paragraph, "/P << /MCID 7 >> BDC", numbered from 0 on each page. Gives the n-th mark the
// n-th name ("/H1"), or makes it the mark of decoration where the name is empty. What is written inside strings is left
// alone. Nothing if the page does not have exactly these marks, in this order.
std::optional<std::string> named_marks(std::string_view content, std::span<const std::string> names);

}  // namespace garde::pdf
