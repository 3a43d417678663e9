#include "documents/content_lines.h"

namespace garde::documents {

std::string escaped_content(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
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
    while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    lines += line.substr(0, cut);
    lines += "\r\n ";
    line.remove_prefix(cut);
    room = 74;  // the space counts
  }
  lines += line;
  lines += "\r\n";
}

}  // namespace garde::documents
