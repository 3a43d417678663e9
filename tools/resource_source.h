// The C++ source that holds files as constants: what embed_resources writes.
//
// Bytes become string literals, which are portable and quick to compile: 0.3 s for 1.1 MB with
// g++ 12, against 0.16 s for an assembler's .incbin, which ccache cannot cache.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace garde::tools {

struct ResourceFile {
  std::string path;   // as Resource::path
  std::string bytes;  // the file's content
};

struct ResourceFunction {
  std::string name_space;  // inside garde: "web" for garde::web
  std::string name;
};

// A path is relative, without "..", "\\" or anything a C++ literal would have to escape; none comes twice.
Result<std::string> resource_source(const ResourceFunction& function, const std::vector<ResourceFile>& files);

// 16 hexadecimal digits: FNV-1a of 64 bits.
std::string fingerprint(std::string_view bytes);

}  // namespace garde::tools
