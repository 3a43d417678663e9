// One block of 512 bytes that begins a member of a tar. See docs/formats/tar.md.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/instant.h"

namespace garde::formats::tar {

constexpr std::size_t kBlock = 512;
using Block = std::span<const std::byte, kBlock>;

struct Header {
  char type = '0';
  std::string path;
  std::string link_target;
  std::uint64_t size = 0;       // of what follows in the archive
  std::uint64_t full_size = 0;  // of the file, where empty parts of it are left out
  Instant modified;
  std::uint32_t permissions = 0;
  bool is_sparse = false;  // GNU's old form: the content is a map and the parts that are not empty
  bool operator==(const Header&) const = default;
};

bool is_zero(Block block);
bool has_right_checksum(Block block);
// Nothing when a number in it is none. The checksum is not looked at.
std::optional<Header> parse_header(Block block);

// The records of an extended header, "length key=value\n" each; nothing when they are not of that form.
using Records = std::map<std::string, std::string, std::less<>>;
std::optional<Records> parse_records(std::string_view text);
// What the records say instead of the header; false when one of them is no value.
bool apply(const Records& records, Header& header);

}  // namespace garde::formats::tar
