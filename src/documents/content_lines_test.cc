#include "documents/content_lines.h"

#include <gtest/gtest.h>

namespace garde::documents {
namespace {

TEST(ContentLines, EscapeWhatWouldEndAValueOrItsLine) {
  EXPECT_EQ(escaped_content("a;b,c\\d\r\ne\nf"), "a\\;b\\,c\\\\d\\ne\\nf");
}

TEST(ContentLines, WriteOutWhatWouldActOnItsReader) {
  EXPECT_EQ(escaped_content("a\rEND:VEVENT\x1b[2J\u202e"), "a\\\\rEND:VEVENT\\\\x1b[2J\\\\u202e");
}

TEST(ContentLines, AreFoldedAnywhereWhatTheyAreMadeOf) {
  for (const std::string& text : {std::string(400, 'a'), std::string(400, '\x80'), std::string(74, 'a') + "éééé"}) {
    std::string lines;
    add_content_line(lines, text);
    std::string unfolded;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = lines.find("\r\n", at);
      ASSERT_NE(end, std::string::npos);
      EXPECT_LE(end - at, 75U);
      unfolded += lines.substr(at == 0 ? at : at + 1, end - at - (at == 0 ? 0 : 1));
      at = end + 2;
    }
    EXPECT_EQ(unfolded, text);
  }
}

}  // namespace
}  // namespace garde::documents
