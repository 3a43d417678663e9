#include "http/drop_order.h"

#include <utility>

namespace garde::http {

DropOrder::Ticket::Ticket(DropOrder& order, Connection& connection) : order_(order) {
  Line& kept = order_.line(Rank::kept);
  position_ = kept.insert(kept.end(), &connection);
}

DropOrder::Ticket::~Ticket() { order_.line(rank_).erase(position_); }

void DropOrder::Ticket::set(Rank rank) {
  Line& to = order_.line(rank);
  to.splice(to.end(), order_.line(std::exchange(rank_, rank)), position_);
}

Connection* DropOrder::first_stranger() const { return front(line(Rank::stranger)); }

Connection* DropOrder::first() const {
  Connection* stranger = first_stranger();
  return stranger != nullptr ? stranger : front(line(Rank::idle));
}

}  // namespace garde::http
