#include "actions/practice/practice.h"

namespace garde::actions {

Practice::Practice(const Library& library, std::unique_ptr<storage::Connection> connection,
                   std::filesystem::path folder, text::Zone zone, Clock clock, cage::Runner readers)
    : library_(library),
      zone_(zone),
      clock_(std::move(clock)),
      readers_(std::move(readers)),
      id_(storage::default_practice()),
      folder_(std::move(folder)),
      connection_(std::move(connection)) {}

}  // namespace garde::actions
