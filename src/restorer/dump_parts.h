// A dump of PostgreSQL that is a folder: its contents in "toc.dat", the rows of each table in a file of its own, as
// `pg_dump -Fd` and `-Ft` write it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "backups/finding.h"
#include "formats/dumps/dump_file.h"
#include "io/tree.h"

namespace garde::restorer {

inline constexpr std::string_view kContentsName = "toc.dat";

// Whether a restored file is the contents of such a dump.
bool is_contents_of_parts(const io::Tree& scratch, const std::string& path);

// What is wrong with the dump whose contents lie at `path`, as of one of its files: one that is missing, or does not
// end as it should. Nothing when it is whole. `is_expected` tells whether a file was to come back at all: of a sample,
// few are.
struct PartFlaw {
  std::string path;  // of the file that is wrong; of the contents for one that is not there
  backups::NotOpened finding;
};
std::optional<PartFlaw> check_parts(const io::Tree& scratch, const std::string& path,
                                    const std::function<bool(const std::string& path)>& is_expected);

}  // namespace garde::restorer
