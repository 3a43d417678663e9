// Everything content/ says, read once at start and then only read.
#pragma once

#include "accounts/knowledge.h"
#include "backups/attack.h"
#include "backups/thresholds.h"
#include "contacts/directory.h"
#include "content/files.h"
#include "diagnostic/questionnaire.h"
#include "documents/incident/incident_content.h"
#include "evidence/evidence.h"
#include "incident/breach_path.h"
#include "incident/recovery_services.h"
#include "incident/rules.h"
#include "plan/measure.h"
#include "plan/provider_request.h"
#include "text/catalogue.h"
#include "text/zones.h"

namespace garde::actions {

struct Library {
  evidence::ClaimKinds claims;
  diagnostic::Questionnaire questionnaire;
  plan::MeasureCatalogue measures;
  plan::ProviderRequest provider_request;
  incident::Rules incident;
  contacts::Directory directory;
  accounts::Knowledge accounts;
  backups::Thresholds backup_thresholds;
  backups::AttackRules attack_rules;
  incident::BreachPath breach_path;
  incident::RecoveryServices recovery_services;
  documents::IncidentContent incident_documents;
  text::Zones zones;
  text::Catalogue texts;
};

// Reads all of it; what is wrong with the form of a file is added to `problems`.
Library read_library(const content::Files& files, content::Problems& problems);

// Everything `garde content check` says: problems of form, and what the rules of plan/content_rules.h refuse.
content::Problems check_content(const content::Files& files);

}  // namespace garde::actions
