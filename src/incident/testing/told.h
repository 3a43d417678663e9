// An incident as a test tells it: entries one after the other, without a file.
//
//   Told told(Situation::ransom, at("2026-10-23T18:30:00+02:00"));
//   told.add(moment_recorded(moment::aware(), at("…"), "…", {}, told.writing(at("…"))));
//   const Incident incident = told.incident();
#pragma once

#include <string_view>
#include <vector>

#include "content/files.h"
#include "incident/entries.h"
#include "incident/rules.h"

namespace garde::incident::testing {

inline Instant at(std::string_view text) { return parse_instant(text).take(); }

class Told {
 public:
  explicit Told(const Opening& opening, std::optional<Instant> entered = {}, Exercise exercise = Exercise::no)
      : header_{IncidentId::of("told"), entered.value_or(opening.alert), exercise, {}} {
    add(opened(opening, writing(header_.created)));
  }

  static Writing writing(Instant now) { return {.now = now, .author = "Cabinet"}; }
  void add(journal::Draft draft) { entries_.push_back({entries_.size() + 1, header_.exercise, std::move(draft)}); }
  void add(std::vector<journal::Draft> drafts) {
    for (journal::Draft& draft : drafts) add(std::move(draft));
  }
  Incident incident() const { return read_incident(header_, entries_).take(); }

 private:
  journal::Header header_;
  std::vector<journal::Entry> entries_;
};

// The rules of the program, which must be correct.
inline Rules rules() {
  content::Problems problems;
  Rules rules = Rules::read(content::Files::from_program(), problems);
  GARDE_CHECK(problems.empty());
  return rules;
}

}  // namespace garde::incident::testing
