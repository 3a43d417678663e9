#include "incident/recovery.h"

#include <algorithm>
#include <tuple>

#include "base/enumerators.h"

namespace garde::incident {
namespace {

const ServiceSettings& settings_of(const RecoverySettings& settings, const ServiceId& id) {
  static const ServiceSettings kNone;
  const auto found = settings.find(id);
  return found == settings.end() ? kNone : found->second;
}

bool leans_on(const RecoveryServices& services, const Service& service, const ServiceId& other) {
  return std::ranges::any_of(service.depends, [&](const ServiceId& id) {
    const Service* before = services.find(id);
    return id == other || (before != nullptr && leans_on(services, *before, other));
  });
}

// What decides a row's place, before dependencies do.
std::tuple<int, std::chrono::minutes, std::size_t> urgency(const std::vector<BoardRow>& rows,
                                                           const RecoverySettings& settings,
                                                           const RecoveryServices& services, std::size_t index) {
  constexpr int kNoPlace = 1'000'000;
  int place = kNoPlace;
  for (const BoardRow& row : rows) {
    const bool waits = row.service == rows[index].service || leans_on(services, *row.service, rows[index].service->id);
    const auto wanted = settings_of(settings, row.service->id).place;
    if (waits && wanted) place = std::min(place, *wanted);
  }
  return {place, rows[index].needed, index};
}

}  // namespace

std::vector<BoardRow> recovery_board(const RecoveryServices& services, const RecoverySettings& settings,
                                     const MeasuredRecoveries& measured) {
  std::vector<BoardRow> rows;
  for (const Service& service : services.services) {
    const ServiceSettings& own = settings_of(settings, service.id);
    if (own.unused) continue;
    BoardRow row;
    row.service = &service;
    row.tolerable = own.tolerable.value_or(service.tolerable);
    row.placed_by_hand = own.place.has_value();
    row.who = own.who;
    row.procedure = own.procedure.empty() ? service.procedure : own.procedure;
    row.needed = row.tolerable;
    if (const auto found = measured.find(service.id); found != measured.end()) row.measured = found->second;
    rows.push_back(std::move(row));
  }
  for (BoardRow& row : rows)
    for (const BoardRow& other : rows)
      if (other.tolerable < row.needed && leans_on(services, *other.service, row.service->id)) {
        row.needed = other.tolerable;
        row.because = other.service;
      }
  for (BoardRow& row : rows) {
    row.too_slow = row.measured && row.measured->length > row.needed;
    for (const BoardRow& other : rows)
      if (std::ranges::count(row.service->depends, other.service->id) > 0) row.waits_for.push_back(other.service);
  }

  // The most urgent of those whose dependencies all stand already, again and again.
  std::vector<std::size_t> left(rows.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  std::ranges::sort(left, {}, [&](std::size_t index) { return urgency(rows, settings, services, index); });
  std::vector<BoardRow> board;
  while (!left.empty()) {
    const auto next = std::ranges::find_if(left, [&](std::size_t index) {
      return std::ranges::none_of(left, [&](std::size_t other) {
        return other != index && leans_on(services, *rows[index].service, rows[other].service->id);
      });
    });
    GARDE_CHECK(next != left.end());  // content with a circle is refused when it is read
    board.push_back(rows[*next]);
    board.back().rank = board.size();
    left.erase(next);
  }
  return board;
}

std::string_view name(ServiceState state) {
  switch (state) {
    case ServiceState::unknown: return "unknown";
    case ServiceState::works: return "works";
    case ServiceState::down: return "down";
    case ServiceState::paper: return "paper";
    case ServiceState::restoring: return "restoring";
    case ServiceState::back: return "back";
  }
  fail_check("a ServiceState outside its enum", __FILE__, __LINE__);
}

std::optional<ServiceState> parse_service_state(std::string_view text) { return parse_enumerator<ServiceState>(text); }

}  // namespace garde::incident
