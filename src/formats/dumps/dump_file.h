// A file that is a backup by itself: a database dump, compressed or not, or a copy of an SQLite database. See
// docs/formats/dumps.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/archives/archive_file.h"
#include "formats/archives/plain_stream.h"

namespace garde::formats::dumps {

enum class DumpKind : std::uint8_t {
  postgresql_text,    // pg_dump, pg_dumpall
  postgresql_custom,  // pg_dump -Fc
  postgresql_parts,   // the contents of pg_dump -Fd and -Ft, whose data lies in files beside
  mysql,              // mysqldump, mariadb-dump
  sqlite,             // the database file itself
  sql,                // SQL of another program: no end mark is known
};
std::string_view name(DumpKind kind);

// By the first plain bytes: 4 KiB of them tell. Nothing when it is none.
constexpr std::size_t kTelling = 4096;
std::optional<DumpKind> dump_kind_of(std::span<const std::byte> first);

// What a dump says that it holds.
struct Contents {
  DumpKind kind{};
  std::uint64_t tables = 0;
  // Of postgresql_parts, the names of the files beside; of a table whose rows have an end mark, or not.
  struct Part {
    std::string name;
    bool is_table = false;
  };
  std::vector<Part> parts = {};
};
// Nothing where the file is no dump, or what it says cannot be read. Reads a text to its end.
std::optional<Contents> contents_of(const io::File& file);

// `path` is what its only member is called. Its content is the file as it is stored, compressed if it is.
std::unique_ptr<archives::ArchiveFile> open(std::unique_ptr<io::File> file, std::string path, Instant modified,
                                            archives::Compression compression, DumpKind kind);

}  // namespace garde::formats::dumps
