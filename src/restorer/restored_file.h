// One file of a restore point brought back into a scratch folder: written, read back, opened as what its name promises.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "backups/finding.h"
#include "crypto/digest.h"
#include "formats/archive.h"
#include "formats/dumps/dump_file.h"
#include "io/checksum.h"
#include "io/scratch.h"
#include "restorer/drill_plan.h"

namespace garde::restorer {

struct RestoredFile {
  enum class State : std::uint8_t {
    opened,      // and found whole
    not_opened,  // of a type that Garde does not open
    wrong,       // it did not come back, or is not what it claims to be
    refused,     // its name; nothing was written
  };
  State state{};
  std::optional<backups::Finding> finding = {};  // of what is wrong or refused, or why nothing is said of it
  bool is_whole = false;                         // it lies on the scratch disk as it was read
  // SHA-256 of a whole file: of one whose content the format does not tell, and of each canary.
  std::optional<crypto::Sha256Digest> sha256 = {};
  std::optional<formats::dumps::DumpKind> dump = {};  // one that a database server can be asked to load
  std::optional<std::uint64_t> tables = {};           // of a dump or a database
  std::optional<backups::Foreign> foreign = {};       // another program's
};

// Restores files one after the other. For one thread; the arguments must outlive it.
class FileRestorer {
 public:
  struct Places {
    const formats::ArchiveReader& reader;
    const formats::RestorePoint& point;
    const io::ScratchFolder& scratch;
    const io::Tree& scratch_tree;
  };
  // `on_bytes` is told of each piece as it is written.
  FileRestorer(const Places& places, std::stop_token stop, std::function<void(ByteCount)> on_bytes)
      : places_(places), stop_(std::move(stop)), on_bytes_(std::move(on_bytes)) {}

  // An error ends the drill: `cancelled`, or the scratch disk is full or gone (`no_space`, `unreadable`).
  Result<RestoredFile> restore(const ChosenFile& file);

 private:
  struct Written {
    io::Checksum checksum;
    std::uint64_t size = 0;
    std::optional<crypto::Sha256Digest> sha256 = {};
  };
  Result<std::optional<Written>> write(const ChosenFile& file, RestoredFile& restored);
  Result<io::Checksum> checksum_of(const io::File& file);
  void open(const io::File& file, const std::string& path, RestoredFile& restored) const;

  const Places places_;
  const std::stop_token stop_;
  const std::function<void(ByteCount)> on_bytes_;
  io::Checksummer checksum_;
  crypto::Sha256 sha256_;
  std::vector<std::byte> buffer_ = std::vector<std::byte>(256 * 1024);
};

}  // namespace garde::restorer
