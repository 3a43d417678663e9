// Writes a BagIt bag (RFC 8493): a folder whose files anybody verifies with `sha256sum -c manifest-sha256.txt`.
// docs/formats/bag.md.
//
//   BagWriter bag = TRY(BagWriter::create(folder));
//   TRY(bag.add("journal/journal.garde", bytes));
//   TRY(bag.add_file("samples/facture.doc.locked", file, {}));
//   const auto seal = TRY(bag.finish({{"Source-Organization", "…"}}));
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "io/tree.h"

namespace garde::formats {

struct BaggedFile {
  std::string path;  // in the bag: "data/samples/facture.doc.locked"
  ByteCount size;
  crypto::Sha256Digest digest;
  bool operator==(const BaggedFile&) const = default;
};

// The path as every file system of a stick takes it, and as sha256sum and BagIt both read it back: control
// characters, what is not UTF-8 and any of %\"*:<>?| become '_', long names are cut.
std::string bag_path(std::string_view path);

class BagWriter {
 public:
  // Makes the folder; `conflict` when it is there already. All calls fail as io/new_file.h says.
  static Result<BagWriter> create(std::filesystem::path folder);

  // Under data/, at bag_path(path); a name that is taken gets a number. What fails leaves nothing behind, and the bag
  // goes on without it.
  Result<BaggedFile> add(std::string_view path, std::span<const std::byte> bytes);
  // Hashed while it is copied, never held whole. An error that comes from the source says so by its subject, `path`;
  // one of the medium bears the bag's own.
  Result<BaggedFile> add_file(std::string_view path, const io::File& file, std::stop_token stop);

  // Writes bagit.txt, bag-info.txt and the manifests, then syncs all. The digest is that of tagmanifest-sha256.txt,
  // which vouches for every other file. Nothing is added after.
  Result<crypto::Sha256Digest> finish(const std::vector<std::pair<std::string, std::string>>& info, Date bagged_on);

  const std::filesystem::path& folder() const { return folder_; }
  const std::vector<BaggedFile>& files() const { return files_; }
  ByteCount size() const;

 private:
  explicit BagWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}
  using Fill = std::function<Result<void>(const std::function<Result<void>(std::span<const std::byte>)>& write)>;
  Result<BaggedFile> write(std::string path, const Fill& fill);
  Result<void> write_tag(const std::string& name, std::string_view text);

  std::filesystem::path folder_;
  std::vector<BaggedFile> files_;
  std::map<std::string, int> taken_;  // lower-case paths: some media know no case
  std::vector<BaggedFile> tags_;
};

}  // namespace garde::formats
