// The catalogue of measures: what a practice can do, step by step, and which evidence settles each step.
// Read once from content/measures/.
#pragma once

#include <string>
#include <vector>

#include "diagnostic/questionnaire.h"

namespace garde::plan {

using diagnostic::MeasureId;
using StepId = Id<struct StepTag>;

// The order of the source page: be able to recover the data, know whom to call, secure the accesses, the rest.
enum class Phase : std::uint8_t { recover, call, access, then };
inline constexpr std::array kPhases = {Phase::recover, Phase::call, Phase::access, Phase::then};
std::string_view name(Phase phase);

// Who can do it. The words shown are text keys "who.<name>".
enum class Who : std::uint8_t { doctor, secretary, provider, vendor, everyone };
std::string_view name(Who who);

struct Source {
  std::string title;  // "ANSSI, MonAideCyber"
  std::string url;
  Date checked;  // the day somebody last read it there
};

struct Step {
  StepId id;
  std::string text;
  std::vector<evidence::Claim> settled_by;  // all must hold; never empty
};

struct Measure {
  MeasureId id;
  Phase phase{};
  bool essential = false;  // one of the three of the source page: never leaves the plan
  std::string title;       // "Vérifier les sauvegardes sans attendre"
  std::string kept_title;  // once all its steps hold: "Sauvegardes vérifiées"
  std::string why;         // why it stands there
  std::string first;       // do this first
  std::vector<Step> steps;
  std::vector<Who> who;
  std::chrono::minutes effort{};
  std::string proof;  // what would prove it
  std::vector<Source> sources;
  std::string page;  // the tool of Garde that helps: "provider-request", or empty
  std::string file;  // where it is written, for the content rules
  std::uint32_t line = 0;

  const Step* find(const StepId& step) const;
};

class MeasureCatalogue {
 public:
  static MeasureCatalogue read(const content::Files& files, const std::vector<diagnostic::DataSet>& data_sets,
                               content::Problems& problems);
  const std::vector<Measure>& measures() const { return measures_; }  // by phase, then as written
  const Measure* find(const MeasureId& id) const;

 private:
  std::vector<Measure> measures_;
};

}  // namespace garde::plan
