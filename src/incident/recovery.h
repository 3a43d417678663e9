// The recovery board: in which order the practice's services come back, and why.
//
// A service that another leans on is needed as early as that other one: its place follows from the shortest tolerable
// outage of all that wait for it. Nothing is put before what it leans on, not even by hand.
#pragma once

#include <map>
#include <optional>

#include "incident/recovery_services.h"

namespace garde::incident {

// What the practice has changed in peacetime.
struct ServiceSettings {
  std::optional<std::chrono::minutes> tolerable;
  std::optional<int> place;  // 1 first; those without come after, in the computed order
  std::string who;           // does the paper procedure
  std::string procedure;     // replaces the content's; empty keeps it
  bool unused = false;       // this practice has no such thing
  bool operator==(const ServiceSettings&) const = default;
};

// How long the last restore drill says that recovering takes.
struct MeasuredRecovery {
  std::chrono::minutes length{};
  Date measured;
  bool operator==(const MeasuredRecovery&) const = default;
};

struct BoardRow {
  const Service* service = nullptr;
  std::size_t rank = 0;              // 1 first
  std::chrono::minutes tolerable{};  // its own
  std::chrono::minutes needed{};     // its own, or that of what waits for it if that is shorter
  const Service* because = nullptr;  // what waits for it, when that is why it stands so early
  bool placed_by_hand = false;
  std::string who;
  std::string procedure;
  std::optional<MeasuredRecovery> measured;  // nothing: never tested
  bool too_slow = false;                     // measured to take longer than can be borne
  std::vector<const Service*> waits_for;     // leans on these; unused ones left out
};

using RecoverySettings = std::map<ServiceId, ServiceSettings>;
using MeasuredRecoveries = std::map<ServiceId, MeasuredRecovery>;

// `services` must outlive the board.
std::vector<BoardRow> recovery_board(const RecoveryServices& services, const RecoverySettings& settings,
                                     const MeasuredRecoveries& measured);

// Where a service stands during an incident. The words are also what is recorded.
enum class ServiceState : std::uint8_t { unknown, works, down, paper, restoring, back };
std::string_view name(ServiceState state);
std::optional<ServiceState> parse_service_state(std::string_view text);

}  // namespace garde::incident
