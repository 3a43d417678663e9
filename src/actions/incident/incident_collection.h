// Taking what a small practice can take as evidence, and handing over the whole file of an incident. Both are BagIt
// bags (formats/bag.h) that anybody verifies with sha256sum.
#pragma once

#include <filesystem>
#include <stop_token>

#include "actions/incident/incident.h"
#include "formats/bag.h"

namespace garde::actions {

struct CollectionRequest {
  std::optional<std::filesystem::path> output = {};  // where the bag's folder is made; nothing: beside the journal
  std::optional<std::filesystem::path> home = {};    // of the person running Garde
  // What a person names. A folder is taken with what is in it; a link or a device is not taken, and said.
  std::vector<std::string> ransom_notes = {};
  std::vector<std::string> samples = {};  // encrypted files
  std::vector<std::string> files = {};    // screenshots, messages, exports
  std::function<void(const std::string& what)> on_progress = {};
  std::stop_token stop = {};
  std::string author = {};
};

// Something that could not be taken, and why.
struct NotCollected {
  std::string what;  // a path, or the title of an item
  Error error;
  bool named_by_person = false;
};

struct Collected {
  FieldProblems problems;  // samples, files, author
  std::filesystem::path bag;
  std::uint64_t files = 0;
  ByteCount size;
  std::vector<NotCollected> missing;
  std::optional<crypto::Sha256Digest> seal;  // of tagmanifest-sha256.txt, as the journal has it
};
// no_space or unreadable when the place of the bag fails: what was collected before is there, without its manifests,
// and the journal says that it was interrupted.
Result<Collected> collect_evidence(Practice& practice, const IncidentId& id, const CollectionRequest& request);

struct Exported {
  std::filesystem::path bag;
  std::uint64_t files = 0;
  ByteCount size;
  std::string witness_words;
  // Attachments that the journal names and that are gone or changed, as they would have been called: "3-recu.pdf".
  std::vector<std::string> missing = {};
};
// The journal with what verifies it by public tools, its timestamps, what was handed in, what was collected beside the
// journal, the documents as they stand, the lists of the backups; what is missing of these, said in a file. `output`
// must not be there, or be empty: else `conflict`.
Result<Exported> export_incident(Practice& practice, const IncidentId& id, const std::filesystem::path& output);

inline constexpr ByteCount kMaxZip = 256_MiB;  // held in memory while a browser saves it
// The same as one zip. `unsupported` when it would be larger: then it is for a folder.
struct ExportedZip {
  std::string file_name;  // marked in an exercise
  std::string bytes;
};
Result<ExportedZip> export_incident_zip(Practice& practice, const IncidentId& id);

}  // namespace garde::actions
