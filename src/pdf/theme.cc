#include "pdf/theme.h"

#include <initializer_list>

namespace garde::pdf {

Theme scaled(const Theme& theme, double factor) {
  Theme result = theme;
  for (TypeSize Theme::* type :
       {&Theme::body, &Theme::small, &Theme::lead, &Theme::title, &Theme::section, &Theme::topic}) {
    (result.*type).size.value *= factor;
    (result.*type).leading.value *= factor;
  }
  for (Points Theme::* space : {&Theme::paragraph_gap, &Theme::item_gap, &Theme::block_gap, &Theme::section_gap,
                                &Theme::indent, &Theme::padding})
    (result.*space).value *= factor;
  return result;
}

}  // namespace garde::pdf
