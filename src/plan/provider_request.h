// What the practice asks its provider about its backups, for each data set; the replies come back as an
// attestation. Read once from content/provider-request/.
#pragma once

#include <string>
#include <vector>

#include "diagnostic/questionnaire.h"
#include "evidence/statement.h"

namespace garde::plan {

using AspectId = Id<struct AspectTag>;

struct RequestedReply {
  evidence::Claim claim;  // a yes shows it to hold
  std::string question;   // "La sauvegarde de l’agenda est-elle automatique, et à quel rythme ?"
};

// One of the things asked of every data set.
struct Aspect {
  AspectId id;
  std::string asked;                    // in the letter, of all data sets at once: "Est-elle automatique ?"
  bool dated = false;                   // the reply has a date of its own: the last backup, the last restore
  std::vector<RequestedReply> replies;  // in the order of the data sets
};

struct ProviderRequest {
  std::vector<diagnostic::DataSet> data_sets;
  std::vector<Aspect> aspects;

  static ProviderRequest read(const content::Files& files, const std::vector<diagnostic::DataSet>& data_sets,
                              const evidence::ClaimKinds& claims, content::Problems& problems);
};

}  // namespace garde::plan
