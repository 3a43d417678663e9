#include "actions/practice/library.h"

#include "incident/collection.h"
#include "plan/content_rules.h"

namespace garde::actions {

Library read_library(const content::Files& files, content::Problems& problems) {
  Library library;
  library.claims = evidence::ClaimKinds::read(files, problems);
  library.questionnaire = diagnostic::Questionnaire::read(files, problems);
  const std::vector<diagnostic::DataSet>& data_sets = library.questionnaire.data_sets();
  library.measures = plan::MeasureCatalogue::read(files, data_sets, problems);
  library.provider_request = plan::ProviderRequest::read(files, data_sets, library.claims, problems);
  library.incident = incident::Rules::read(files, problems);
  library.directory = contacts::Directory::read(files, problems);
  library.accounts = accounts::Knowledge::read(files, problems);
  library.backup_thresholds = backups::Thresholds::read(files, problems);
  library.attack_rules = backups::AttackRules::read(files, problems);
  library.breach_path = incident::BreachPath::read(files, problems);
  library.recovery_services = incident::RecoveryServices::read(files, problems);
  library.incident_documents = documents::IncidentContent::read(files, problems);
  library.zones = text::Zones::read(files, problems);
  for (const contacts::Region& region : library.directory.regions)
    if (!region.zone.empty() && library.zones.find(region.zone) == nullptr)
      problems.push_back({"directory/regions.toml", 0, region.zone + " is none of practice/zones.toml"});
  library.texts = text::Catalogue::read(files, "fr", problems);
  return library;
}

content::Problems check_content(const content::Files& files) {
  content::Problems problems;
  const Library library = read_library(files, problems);
  incident::Collection::read(files, problems);  // read again when evidence is collected; nothing else needs it
  // The rules follow references: on content that could not be read they would only repeat what was said.
  if (problems.empty()) problems = plan::check_content({library.questionnaire, library.measures, library.claims});
  return problems;
}

}  // namespace garde::actions
