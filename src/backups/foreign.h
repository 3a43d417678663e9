// Backups that only their own program opens. Nothing can be said of one but whose it is, and whom to ask.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace garde::backups {

enum class Foreign : std::uint8_t {
  sql_server,  // .bak, in Microsoft's tape format
  tape,        // .bkf and its kin, in the same format
  firebird,    // gbak's .fbk and .gbk
  rar,
  duplicati,
  kopia,
  veeam,          // .vbk, .vib, .vrb
  acronis,        // .tib, .tibx
  hyper_backup,   // Synology's .hbk, a folder
  macrium,        // .mrimg, .mrbak
  windows_image,  // .wim, .esd, and what Windows' own backup makes
  virtual_disk,   // VHD, VHDX, VMDK, VDI, QCOW2
  disk_image,     // .gho, .dmg, .sparsebundle and the like
};
std::string_view name(Foreign program);  // "sql-server"

// By the shape of its first bytes, else by a name that no other program gives. Nothing for what is none of these.
std::optional<Foreign> foreign_of(std::string_view path, std::span<const std::byte> head);

}  // namespace garde::backups
