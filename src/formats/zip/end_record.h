// The record at the very end of a zip: where its directory is.
#pragma once

#include <optional>

#include "formats/archives/archive_file.h"

namespace garde::formats::zip {

struct EndRecord {
  std::uint64_t count = 0;
  std::uint64_t directory_size = 0;
  std::uint64_t directory_offset = 0;  // as stored: what stands before the zip is not counted
  std::uint64_t start = 0;             // of the end records in the file: where the directory ends
  bool is_one_of_several = false;      // the archive is split over files
  bool is_wide = false;                // the numbers are of 64 bits; of 16 and 32 they may have wrapped
};

// Nothing when there is none; that, and all that contradicts itself, is said to `on_flaw`.
Result<std::optional<EndRecord>> find_end_record(const io::File& file, const archives::OnFlaw& on_flaw);

}  // namespace garde::formats::zip
