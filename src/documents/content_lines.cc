#include "documents/content_lines.h"

#include "base/as_text.h"

namespace garde::documents {

std::string escaped_content(std::string_view text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (!text.substr(at).starts_with("\r\n")) lines += text[at];
  std::string out;
  for (const char c : visible_lines(lines)) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

void add_content_line(std::string& lines, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    if (cut == 0) cut = room;  // no UTF-8: anywhere
    lines += line.substr(0, cut);
    lines += "\r\n ";
    line.remove_prefix(cut);
    room = 74;  // the space counts
  }
  lines += line;
  lines += "\r\n";
}

}  // namespace garde::documents
