// What the commands about an incident share: finding it, saying what is wrong with what was typed, showing where it
// stands.
#pragma once

#include "actions/incident/incident.h"
#include "cli/command.h"

namespace garde::cli {

// An option that holds a time with its zone. False, and `err` says why, when it does not read as one.
bool read_time(const Context& context, const Arguments& arguments, std::string_view option,
               std::optional<Instant>& time);

// The incident meant by --incident, else the one that is open, else the last one. Nothing, and `err` says why, when
// there is none.
enum class Wanted : std::uint8_t { open, any };
std::optional<actions::IncidentId> find_incident(const Context& context, actions::Practice& practice,
                                                 const Arguments& arguments, Wanted wanted);

// What the fields of its forms are called, for say_problems.
inline constexpr std::string_view kFieldWords = "cli.incident.field";

// Looks at the backups and records what is new, telling `err` which one it reads. What cannot be recorded is said, and
// keeps nothing else from being done.
void look_at_backups(const Context& context, actions::Practice& practice, const actions::IncidentId& id);

// The status as the person or a program reads it, on `out`.
ExitStatus show_incident(const Context& context, actions::Practice& practice, const actions::IncidentId& id,
                         const Arguments& arguments);
std::string incident_json(const actions::IncidentStatus& status, const Context& context, const text::Zone& zone);
std::string incident_text(const actions::IncidentStatus& status, const Context& context, const text::Zone& zone);

// What a command that records gave: its problems, its error, or where the incident now stands.
ExitStatus show_recorded(const Context& context, actions::Practice& practice, const actions::IncidentId& id,
                         const Arguments& arguments, const Result<actions::FieldProblems>& recorded);

// Why a deadline starts where it does: the person's words, else the rule's.
std::string start_reason(const incident::Clock& clock, const Context& context, const text::Zone& zone);

}  // namespace garde::cli
