#include "tools/resource_source.h"

#include <algorithm>
#include <cstdint>
#include <set>

#include <fmt/format.h>

namespace garde::tools {
namespace {

// Characters a path may have: what needs no escape in a literal, in a URL or on Windows.
bool is_path_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./").find(c) != std::string_view::npos;
}

bool is_resource_path(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.back() != '/' && path.find("..") == std::string_view::npos &&
         std::all_of(path.begin(), path.end(), is_path_character);
}

// Always three digits, so that a digit that follows is not taken for part of it.
void append_octal(std::string& source, unsigned byte) {
  source += '\\';
  for (const unsigned shift : {6U, 3U, 0U}) source += static_cast<char>('0' + ((byte >> shift) & 7U));
}

void append_literal(std::string& source, std::string_view bytes) {
  constexpr std::size_t kBytesPerLine = 100;
  for (std::size_t i = 0; i < bytes.size() || i == 0; i += kBytesPerLine) {
    source += "    \"";
    for (const char c : bytes.substr(i, kBytesPerLine)) {
      const bool is_plain = c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?';
      if (is_plain)
        source += c;
      else
        append_octal(source, static_cast<unsigned char>(c));
    }
    source += "\"\n";
  }
}

}  // namespace

std::string fingerprint(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

Result<std::string> resource_source(const ResourceFunction& function, const std::vector<ResourceFile>& files) {
  std::set<std::string_view> paths;
  for (const ResourceFile& file : files) {
    if (!is_resource_path(file.path))
      return Error{ErrorKind::invalid_input, file.path, std::nullopt,
                   "expected a relative path of letters, digits, '-', '_' and '.'"};
    if (!paths.insert(file.path).second) return Error{ErrorKind::invalid_input, file.path, std::nullopt, "named twice"};
  }

  std::string source =
      "// Written by embed_resources.\n"
      "#include <array>\n"
      "#include <span>\n"
      "#include <string_view>\n\n"
      "#include \"base/resource.h\"\n\n"
      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n";
  source += fmt::format("namespace garde::{} {{\nnamespace {{\n\n", function.name_space);
  for (std::size_t i = 0; i < files.size(); ++i) {
    source += fmt::format("constexpr std::string_view kFile{}(\n", i);
    append_literal(source, files[i].bytes);
    source += fmt::format("    , {});\n", files[i].bytes.size());
  }
  source += fmt::format("\n}}  // namespace\n\nstd::span<const Resource> {}() {{\n", function.name);
  source += fmt::format("  static const std::array<Resource, {}> resources{{{{\n", files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    source += fmt::format("      {{\"{}\", std::as_bytes(std::span(kFile{})), \"{}\"}},\n", files[i].path, i,
                          fingerprint(files[i].bytes));
  }
  source += fmt::format("  }}}};\n  return resources;\n}}\n\n}}  // namespace garde::{}\n", function.name_space);
  return source;
}

}  // namespace garde::tools
