#include "actions/restored_file.h"

#include "backups/opening.h"

namespace garde::actions {

RestoredFile open_restored(const io::Tree& tree, const std::string& path, const std::string& folder) {
  const auto file = tree.open(path, io::Access::sequential);
  if (!file) return {RestoredFile::State::broken, file.error().detail};
  const backups::Opening opening = backups::open_to_end(path, **file, folder + "/" + path);
  switch (opening.outcome) {
    case backups::Opened::opened: return {RestoredFile::State::opened, ""};
    case backups::Opened::does_not_open: return {RestoredFile::State::broken, opening.reason};
    case backups::Opened::not_read: return {RestoredFile::State::not_opened, opening.reason};
  }
  fail_check("an Opened outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::actions
