// What a practice registers about its backups: where each data set lives, where its copies are, and how they open.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "actions/practice/practice.h"
#include "backups/destination.h"
#include "crypto/secret.h"
#include "storage/backup_store.h"

namespace garde::actions {

inline constexpr std::size_t kMaxDestinationName = 80;  // code points
inline constexpr std::size_t kMaxPlaceLength = 4096;    // a path of the system
inline constexpr std::size_t kMaxSources = 50;          // of one data set

// The three that are always there, in their order, then the practice's own.
Result<std::vector<backups::DataSet>> data_sets(Practice& practice);

// As typed. `sources` holds one a line: a folder or a file by its whole path, or the name of a database.
struct DataSetForm {
  std::string id;     // of one that is there; empty: a new one
  std::string title;  // of one that is the practice's own
  std::string hosting;
  std::string vendor;
  std::string sources;
};
// Field names of problems: id, title, hosting, vendor, sources. New sources are looked at by a worker; one that does
// not answer is a problem, those that were known stay what they were.
Result<FieldProblems> save_data_set(Practice& practice, const DataSetForm& form);

Result<std::vector<backups::Destination>> destinations(Practice& practice);
// By name or id; nothing when there is none.
Result<std::optional<backups::Destination>> find_destination(Practice& practice, std::string_view name);

struct DestinationForm {
  std::string name = {};
  std::string folder = {};
  std::string kind = {};     // empty: recognised
  std::string max_age = {};  // hours; empty: what the content says
  std::vector<std::string> data_sets = {};
  bool elsewhere = false;
  bool online = false;
  std::string hosting_certified = {};  // "yes", "no"; empty: not known. Only of what is online
};
struct AddedDestination {
  FieldProblems problems;  // name, folder, kind, max_age, data_sets, hosting_certified
  std::optional<backups::DestinationId> id;
};
// Refuses a folder that is another destination under another name, or live data. The places are looked at by workers,
// and one that does not answer is a problem: seconds at most. `cancelled` by `stop`.
Result<AddedDestination> add_destination(Practice& practice, const DestinationForm& form,
                                         const std::stop_token& stop = {});
Result<void> remove_destination(Practice& practice, const backups::DestinationId& destination);

// Keeps the password of a destination, sealed under one that the person knows and Garde does not keep. An empty secret
// forgets it.
Result<void> keep_secret(Practice& practice, const backups::DestinationId& destination,
                         const crypto::SecretBytes& secret, const crypto::SecretBytes& password);
// `not_found` when none is kept, `wrong_secret` when the person's password is another.
Result<crypto::SecretBytes> kept_secret(Practice& practice, const backups::DestinationId& destination,
                                        const crypto::SecretBytes& password);

// A small file to save among the data of a data set, known again when a drill brings it back. Each call makes one.
struct CanaryFile {
  std::string name;
  std::string content;
};
Result<CanaryFile> make_canary(Practice& practice, const backups::DataSetId& data_set);

// Notes that the destination was found in its place, or not.
Result<void> note_presence(Practice& practice, const backups::DestinationId& destination, bool present,
                           std::string_view folder);

}  // namespace garde::actions
